import { AwsCallError } from '../../core/errors.ts';
import type { DeployHost } from '../host.ts';
import type { Actual, PolicyDocument, PolicyStatement, Resource } from '../plan/resource.ts';
import { STACK_TAG } from '../stack.ts';
import { NO_RECEIVER, type Receiver, readPolicy, writePolicy } from './target-policy.ts';

/** A statement that a receiver's policy needs before a rule can send to it. */
export interface MissingAccess extends Receiver {
  statement: PolicyStatement;
  policy: PolicyDocument;
  /** Whether the receiver has the stack's tag. Then install adds the statement itself. */
  ours: boolean;
  /** Whether the policy denies the rule, so that the statement is not enough. */
  denied: boolean;
  url?: string | undefined;
}

/** Adds the statements to the policies. If one write fails, undoes the others and throws its error. */
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
 * @returns ARNs of the receivers whose policy could not be restored and might still allow the rules.
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

/** Groups the statements by receiver, because its policy must be written only once for several rules. */
function byArn(grants: readonly MissingAccess[]): [MissingAccess, ...MissingAccess[]][] {
  const groups = new Map<string, [MissingAccess, ...MissingAccess[]]>();
  for (const grant of grants) {
    const group = groups.get(grant.arn);
    if (group === undefined) groups.set(grant.arn, [grant]);
    else group.push(grant);
  }
  return [...groups.values()];
}

/** Returns the statements of a policy, except those with the ids of `statements`. */
function without(policy: PolicyDocument, statements: readonly PolicyStatement[]): PolicyStatement[] {
  return policy.Statement.filter(({ Sid }) => !statements.some((one) => one.Sid === Sid));
}

/**
 * Removes the statements from topics and queues that have the stack's tag and are targets of a rule of the stack,
 * unless they are still targets in `wanted`. Must run before the targets are deleted, so that after an
 * interruption the next run finds them again.
 */
export async function revokeAccess(
  host: Pick<DeployHost, 'aws' | 'names'>,
  actual: readonly Actual[],
  wanted: readonly Resource[],
): Promise<void> {
  const alarms = `${host.names.rulePrefix}alarms`;
  const kept = new Set(wanted.flatMap((one) => sendsOf(one, alarms)));
  const gone = actual
    .flatMap((one) => (one.ours ? sendsOf(one, alarms) : []))
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

/** `<rule> <arn>` of each target of a rule, or of each topic of an alarm. */
function sendsOf(one: Resource | Actual, alarms: string): string[] {
  if (one.kind === 'targets') return (one.props.targets ?? []).map(({ Arn }) => `${one.name} ${Arn}`);
  return one.kind === 'alarm' ? (one.props.actions ?? []).map((arn) => `${alarms} ${arn}`) : [];
}

function unlessGone(error: unknown): undefined {
  const gone = [...NO_RECEIVER, 'AuthorizationError', 'AuthorizationErrorException'];
  if (error instanceof AwsCallError && (gone.includes(error.awsCode) || error.code === 'access-denied'))
    return undefined;
  throw error;
}

/** Returns the id of the statement that allows a rule to send. */
export const sidOf = (rule: string) => rule.replace(/[^A-Za-z0-9]/g, '');
