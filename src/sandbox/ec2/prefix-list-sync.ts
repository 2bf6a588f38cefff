import { AwsError, type SandboxWorld } from '../service.ts';
import { invalidValue } from './errors.ts';
import { latestVersion, type Resolver, type ResolverTarget } from './ipam-state.ts';
import { type Ec2State, ec2State, type PrefixList } from './state.ts';

/**
 * How a prefix list follows an IPAM prefix list resolver (docs:vpc/latest/ipam automate-prefix-list-updates):
 * it holds what the version that its target asks for holds. IPAM writes it by itself: no call is recorded.
 */
export function syncTarget(world: SandboxWorld, state: Ec2State, target: ResolverTarget): void {
  const list = listOf(world, state, target);
  if (list && !list.synced) return;
  const resolver = state.resolvers.get(target.resolverId)!;
  if (target.tracksLatest) target.desiredVersion = latestVersion(resolver);
  const blocks = resolver.versions.get(target.desiredVersion)!;
  if (!list || blocks.length > list.maxEntries) {
    target.state = 'sync-failed';
    target.stateMessage = list
      ? `The version has ${blocks.length} entries, and the prefix list has room for ${list.maxEntries}.`
      : 'The prefix list does not exist.';
    return;
  }
  const before = (list.versions.get(list.version) ?? []).map(({ cidr }) => cidr);
  if (before.toSorted().join() !== blocks.join()) {
    list.versions.set(
      ++list.version,
      blocks.map((cidr) => ({ cidr })),
    );
    list.state = 'modify-complete';
  }
  target.lastSyncedVersion = target.desiredVersion;
  target.state = 'sync-complete';
  target.stateMessage = undefined;
}

/** After a new version: the targets that track the latest one. */
export function syncTargetsOf(world: SandboxWorld, state: Ec2State, resolver: Resolver): void {
  for (const target of state.resolverTargets.values()) {
    if (target.resolverId === resolver.id && target.tracksLatest) syncTarget(world, state, target);
  }
}

/** Switches following on or off, as the owner of the list may without any right on the resolver. */
export function setSync(world: SandboxWorld, state: Ec2State, list: PrefixList, synced: boolean): void {
  // The target lives in the Region of its IPAM.
  const homes = world
    .states<Ec2State>('ec2')
    .filter(({ account }) => account === state.account)
    .map((home) => home.state);
  const home = homes.find(({ resolverTargets }) => resolverTargets.has(list.resolverTargetId ?? ''));
  const target = home?.resolverTargets.get(list.resolverTargetId!);
  if (!home || !target) {
    throw invalidValue(`The prefix list '${list.id}' is not the target of an IPAM prefix list resolver.`);
  }
  list.synced = synced;
  syncTarget(world, home, target);
}

/** Entries that follow a resolver can't be edited by hand. The code is not documented. */
export function checkUnmanaged(list: PrefixList): void {
  if (!list.synced) return;
  throw new AwsError(
    'IncorrectState',
    `The entries of the prefix list '${list.id}' are synchronized with an IPAM prefix list resolver.`,
  );
}

export function listOf(world: SandboxWorld, state: Ec2State, target: ResolverTarget): PrefixList | undefined {
  return ec2State(world, state.account, target.prefixListRegion).prefixLists.get(target.prefixListId);
}
