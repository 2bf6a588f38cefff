import { AwsError, type SandboxWorld } from '../service.ts';
import { invalidValue } from './errors.ts';
import { latestVersion, type Resolver, type ResolverTarget } from './ipam/ipam-state.ts';
import { type Ec2State, ec2State, type PrefixList } from './state.ts';

/**
 * Copies the blocks of an IPAM prefix list resolver to a prefix list (docs:vpc/latest/ipam
 * automate-prefix-list-updates): the list contains the blocks of the version that its target requests. IPAM
 * writes the list itself, so CloudTrail records no call.
 */
export function syncTarget(world: SandboxWorld, state: Ec2State, target: ResolverTarget): void {
  const list = listOf(world, state, target);
  if (list && !list.synced) return;
  const resolver = state.resolvers.get(target.resolverId);
  if (resolver && target.tracksLatest) target.desiredVersion = latestVersion(resolver);
  const blocks = resolver?.versions.get(target.desiredVersion) ?? [];
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

/** Updates the targets that track the latest version, after a new version. */
export function syncTargetsOf(world: SandboxWorld, state: Ec2State, resolver: Resolver): void {
  for (const target of state.resolverTargets.values()) {
    if (target.resolverId === resolver.id && target.tracksLatest) syncTarget(world, state, target);
  }
}

/** Turns the synchronisation on or off. The owner of the list needs no permission for the resolver. */
export function setSync(world: SandboxWorld, state: Ec2State, list: PrefixList, synced: boolean): void {
  // The target is in the Region of its IPAM.
  const homes = world
    .states<Ec2State>('ec2')
    .filter(({ account }) => account === state.account)
    .map((home) => home.state);
  const home = homes.find(({ resolverTargets }) => resolverTargets.has(list.resolverTargetId ?? ''));
  const target = home?.resolverTargets.get(list.resolverTargetId ?? '');
  if (!home || !target) {
    throw invalidValue(`The prefix list '${list.id}' is not the target of an IPAM prefix list resolver.`);
  }
  list.synced = synced;
  syncTarget(world, home, target);
}

/** Refuses manual edits of synchronised entries. AWS does not document the code. */
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
