import { AwsCallError } from '../../core/errors.ts';
import type { DeployHost } from '../host.ts';
import type { Actual, PolicyDocument, PolicyStatement, Resource } from '../plan/resource.ts';
import { STACK_TAG } from '../stack.ts';
import { NO_RECEIVER, type Receiver, readPolicy, writePolicy } from './target-policy.ts';

/** What has to be added to a receiver's policy before a rule may send there. */
export interface MissingAccess extends Receiver {
  statement: PolicyStatement;
  policy: PolicyDocument;
  /** It carries the stack's tag, so that install adds the statement by itself. */
  ours: boolean;
  url?: string | undefined;
}

/** Adds the statements to the policies of what carries the stack's tag: all of them, or none. */
export async function grantAccess(
  host: Pick<DeployHost, 'aws'>,
  grants: readonly MissingAccess[],
): Promise<void> {
  const groups = byArn(grants);
  const written = await Promise.allSettled(
    groups.map((group) => {
      const [first] = group;
      const added = group.map(({ statement }) => statement);
      return writePolicy(
        first,
        { ...first.policy, Statement: [...without(first.policy, added), ...added] },
        host,
      );
    }),
  );
  const failed = written.find((one) => one.status === 'rejected');
  if (failed === undefined) return;
  await withdrawAccess(
    host,
    groups.flatMap((group, index) => (written[index]!.status === 'fulfilled' ? group : [])),
  );
  throw failed.reason;
}

/**
 * Undoes grantAccess.
 *
 * @returns ARNs of what could not be put back and may still let the rules in.
 */
export async function withdrawAccess(
  host: Pick<DeployHost, 'aws'>,
  grants: readonly MissingAccess[],
): Promise<string[]> {
  const groups = byArn(grants);
  const settled = await Promise.allSettled(
    groups.map(async (group) => {
      const [first] = group;
      const added = group.map(({ statement }) => statement);
      const { policy, url } = await readPolicy(first, host);
      if (policy === undefined) return;
      const replaced = first.policy.Statement.filter((one) => !without(first.policy, added).includes(one));
      await writePolicy(
        { ...first, url },
        { ...policy, Statement: [...without(policy, added), ...replaced] },
        host,
      );
    }),
  );
  return groups.flatMap(([{ arn }], index) => (settled[index]!.status === 'rejected' ? [arn] : []));
}

/** Two rules may send to one topic: its policy is written once. */
function byArn(grants: readonly MissingAccess[]): [MissingAccess, ...MissingAccess[]][] {
  const groups = new Map<string, [MissingAccess, ...MissingAccess[]]>();
  for (const grant of grants) {
    const group = groups.get(grant.arn);
    if (group === undefined) groups.set(grant.arn, [grant]);
    else group.push(grant);
  }
  return [...groups.values()];
}

/** The statements of a policy but those of the same ids. */
function without(policy: PolicyDocument, statements: readonly PolicyStatement[]): PolicyStatement[] {
  return policy.Statement.filter(({ Sid }) => !statements.some((one) => one.Sid === Sid));
}

/**
 * Takes the statements back from topics and queues that carry the stack's tag and to which a rule of the
 * stack sends, unless `wanted` still does. Done before the targets go, so that a run that is cut short
 * finds them again.
 */
export async function revokeAccess(
  host: Pick<DeployHost, 'aws' | 'names'>,
  actual: readonly Actual[],
  wanted: readonly Resource[],
): Promise<void> {
  const kept = new Set(
    wanted.flatMap((one) => (one.kind === 'targets' ? sends(one.name, one.props.targets) : [])),
  );
  const gone = actual
    .flatMap((one) => (one.kind === 'targets' && one.ours ? sends(one.name, one.props.targets ?? []) : []))
    .filter((send) => !kept.has(send) && !send.endsWith(`:${host.names.queue}`));
  const byArn = new Map<string, string[]>();
  for (const send of gone) {
    const [rule, arn] = send.split(' ') as [string, string];
    byArn.set(arn, [...(byArn.get(arn) ?? []), sidOf(rule)]);
  }
  await Promise.all(
    [...byArn].map(async ([arn, sids]) => {
      const service = arn.split(':')[2];
      if (service !== 'sns' && service !== 'sqs') return;
      const found = await readPolicy({ service, arn }, host).catch(unlessGone);
      if (found?.policy === undefined || found.tags[STACK_TAG] !== host.names.stack) return;
      const Statement = found.policy.Statement.filter(({ Sid }) => !sids.includes(Sid as string));
      if (Statement.length === found.policy.Statement.length) return;
      await writePolicy({ service, arn, url: found.url }, { ...found.policy, Statement }, host);
    }),
  );
}

/** `<rule> <arn>` of each target. */
function sends(rule: string, targets: readonly { Arn?: string | undefined }[]): string[] {
  return targets.map(({ Arn }) => `${rule} ${Arn}`);
}

function unlessGone(error: unknown): undefined {
  const gone = [...NO_RECEIVER, 'AuthorizationError', 'AuthorizationErrorException'];
  if (error instanceof AwsCallError && (gone.includes(error.awsCode) || error.code === 'access-denied'))
    return undefined;
  throw error;
}

/** The id of the statement that lets a rule in. */
export const sidOf = (rule: string) => rule.replace(/[^A-Za-z0-9]/g, '');
