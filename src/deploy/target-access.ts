import type { PreflightCheck } from '../core/deploy-report.ts';
import { AwsCallError, usageError } from '../core/errors.ts';
import { say } from '../core/say.ts';
import type { Host } from './host.ts';
import { extraTargets, type InstallSettings, notifications, notified } from './install-settings.ts';
import { NO_QUEUE } from './kinds/queue.ts';
import { parsePolicy, tagsOf } from './kinds/role.ts';
import { policyAllows } from './policy-allows.ts';
import type { Actual, PolicyDocument, PolicyStatement, Resource } from './resource.ts';
import { type Identity, ruleArn, STACK_TAG } from './stack.ts';

const EVENTS = 'events.amazonaws.com';

/** Something outside of the stack that a rule sends to. */
interface Receiver {
  service: 'sns' | 'sqs' | 'logs';
  arn: string;
  rule: string;
}

/** What has to be added to a receiver's policy before a rule may send there. */
export interface MissingAccess extends Receiver {
  statement: PolicyStatement;
  policy: PolicyDocument;
  /** It carries the stack's tag, so that install adds the statement by itself. */
  ours: boolean;
  url?: string | undefined;
}

/**
 * May the rules send to the topics, queues and log groups that were asked for? What carries the stack's tag
 * is put right by `grantAccess`; for the rest the check says what statement to add.
 *
 * @throws AppError kind usage when a target is in another Region than the rule.
 */
export async function targetsCheck(
  host: Pick<Host, 'aws' | 'names'>,
  identity: Identity,
  settings: InstallSettings,
): Promise<{ check: PreflightCheck | undefined; grants: MissingAccess[] }> {
  const receivers = receiversOf(host, settings, identity);
  if (receivers.length === 0) return { check: undefined, grants: [] };
  const found = await Promise.all(receivers.map((receiver) => lookAt(receiver, host, identity)));
  const gone = receivers.find((_, index) => found[index] === 'none');
  if (gone !== undefined) {
    const remedy = say`make it first, or name another`;
    return {
      check: { check: 'targets', ok: 'no', detail: say`there is no ${gone.arn}`, remedy },
      grants: [],
    };
  }
  const unknown = found.filter((one) => one === 'unknown').length;
  const missing = found.filter((one): one is MissingAccess => typeof one === 'object');
  const foreign = missing.filter(({ ours }) => !ours);
  const first = foreign[0];
  if (first !== undefined) {
    return {
      check: {
        check: 'targets',
        ok: 'no',
        detail: say`${foreign.map(({ arn }) => arn).join(', ')} would refuse the events of rule ${first.rule}`,
        remedy: say`add to the policy of ${first.arn}: ${JSON.stringify(first.statement)} (or tag it ${STACK_TAG}=${host.names.stack}, so that install does)`,
      },
      grants: [],
    };
  }
  return {
    check: {
      check: 'targets',
      ok: unknown > 0 ? 'unknown' : 'yes',
      detail:
        unknown > 0
          ? say`the policies of ${unknown} of ${receivers.length} targets may not be read`
          : missing.length > 0
            ? say`${receivers.length} targets let the rules in, after their policies were extended`
            : say`${receivers.length} targets let the rules in`,
    },
    grants: missing,
  };
}

/** Adds the statements to the policies of what carries the stack's tag. */
export async function grantAccess(host: Pick<Host, 'aws'>, grants: readonly MissingAccess[]): Promise<void> {
  // Two rules may send to one topic: its policy is written once.
  const byArn = new Map<string, MissingAccess[]>();
  for (const grant of grants) byArn.set(grant.arn, [...(byArn.get(grant.arn) ?? []), grant]);
  await Promise.all(
    [...byArn.values()].map((group) => {
      const [first] = group as [MissingAccess];
      const added = group.map(({ statement }) => statement);
      const others = first.policy.Statement.filter(({ Sid }) => !added.some((one) => one.Sid === Sid));
      return writePolicy(first, { ...first.policy, Statement: [...others, ...added] }, host);
    }),
  );
}

/**
 * Takes the statements back from topics and queues that carry the stack's tag and to which a rule of the
 * stack sends, unless `wanted` still does. Done before the targets go, so that a run that is cut short
 * finds them again.
 */
export async function revokeAccess(
  host: Pick<Host, 'aws' | 'names'>,
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

const NO_RECEIVER: readonly string[] = ['NotFound', 'NotFoundException', ...NO_QUEUE];

function unlessGone(error: unknown): undefined {
  const gone = [...NO_RECEIVER, 'AuthorizationError', 'AuthorizationErrorException'];
  if (error instanceof AwsCallError && (gone.includes(error.awsCode) || error.code === 'access-denied'))
    return undefined;
  throw error;
}

async function writePolicy(
  { service, arn, url }: Pick<Receiver, 'service' | 'arn'> & { url?: string | undefined },
  policy: PolicyDocument,
  host: Pick<Host, 'aws'>,
): Promise<void> {
  // A policy without statements is none, and SQS takes an empty text for that; SNS keeps at least one.
  const text = policy.Statement.length === 0 ? '' : JSON.stringify(policy);
  if (service === 'sns') {
    const sns = await host.aws.sns();
    await sns.setTopicAttributes({ TopicArn: arn, AttributeName: 'Policy', AttributeValue: text });
  } else if (url !== undefined) {
    const sqs = await host.aws.sqs();
    await sqs.setQueueAttributes({ QueueUrl: url, Attributes: { Policy: text } });
  }
}

const sidOf = (rule: string) => rule.replace(/[^A-Za-z0-9]/g, '');

function receiversOf(
  { names }: Pick<Host, 'names'>,
  settings: InstallSettings,
  identity: Identity,
): Receiver[] {
  const change = `${names.rulePrefix}change`;
  const extra = extraTargets(settings.targets);
  const told = [
    ...notifications(settings.notify).flatMap(({ severity, arns }) =>
      arns.map((arn) => ({ arn, rule: `${names.rulePrefix}notify-${severity}` })),
    ),
    ...notified(settings.notify).map((arn) => ({ arn, rule: `${names.rulePrefix}blind` })),
  ];
  for (const arn of [...extra.map((target) => target.arn), ...told.map((one) => one.arn)]) {
    const region = arn.split(':')[3];
    if (region !== identity.region && !arn.includes(':event-bus/')) {
      throw usageError(
        'target-elsewhere',
        say`${arn} is in ${region}; a rule in ${identity.region} sends only to targets of its own Region.`,
        say`Give targets of the same Region, or an event bus.`,
      );
    }
  }
  return [
    ...extra.flatMap(({ service, arn }) =>
      service === 'sns' || service === 'sqs' || service === 'logs' ? [{ service, arn, rule: change }] : [],
    ),
    ...told.map(({ arn, rule }) => ({
      service: arn.includes(':sns:') ? ('sns' as const) : ('sqs' as const),
      arn,
      rule,
    })),
  ];
}

async function lookAt(
  receiver: Receiver,
  host: Pick<Host, 'aws' | 'names'>,
  identity: Identity,
): Promise<MissingAccess | 'unknown' | 'none' | undefined> {
  const { service, arn, rule } = receiver;
  const sourceArn = ruleArn(identity, rule);
  const action = { sns: 'sns:Publish', sqs: 'sqs:SendMessage', logs: 'logs:PutLogEvents' }[service];
  const resource = service === 'logs' ? `${arn}:*` : arn;
  try {
    const { policy, tags, url } = await readPolicy(receiver, host);
    const source = { sourceArn, sourceAccount: identity.account };
    if (policyAllows(policy, { service: EVENTS, action, resource, ...source })) return undefined;
    return {
      ...receiver,
      policy: policy ?? { Version: '2012-10-17', Statement: [] },
      statement: {
        Sid: sidOf(rule),
        Effect: 'Allow',
        Principal: { Service: EVENTS },
        Action: service === 'logs' ? ['logs:CreateLogStream', 'logs:PutLogEvents'] : action,
        Resource: resource,
        Condition: { ArnEquals: { 'aws:SourceArn': sourceArn } },
      },
      ours: tags[STACK_TAG] === host.names.stack,
      url,
    };
  } catch (error) {
    if (error instanceof AwsCallError && error.code === 'access-denied') return 'unknown';
    if (error instanceof AwsCallError && NO_RECEIVER.includes(error.awsCode)) return 'none';
    throw error;
  }
}

interface Found {
  policy: PolicyDocument | undefined;
  tags: Record<string, string>;
  url?: string | undefined;
}

async function readPolicy(
  { service, arn }: Pick<Receiver, 'service' | 'arn'>,
  host: Pick<Host, 'aws'>,
): Promise<Found> {
  switch (service) {
    case 'sns': {
      const sns = await host.aws.sns();
      const [{ Attributes }, { Tags }] = await Promise.all([
        sns.getTopicAttributes({ TopicArn: arn }),
        sns.listTagsForResource({ ResourceArn: arn }),
      ]);
      return { policy: parsePolicy(Attributes?.Policy), tags: tagsOf(Tags) };
    }
    case 'sqs': {
      const sqs = await host.aws.sqs();
      const [, , , , account, name] = arn.split(':');
      const { QueueUrl } = await sqs.getQueueUrl({ QueueName: name, QueueOwnerAWSAccountId: account });
      const [{ Attributes }, { Tags }] = await Promise.all([
        sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['Policy'] }),
        sqs.listQueueTags({ QueueUrl }),
      ]);
      return { policy: parsePolicy(Attributes?.Policy), tags: Tags ?? {}, url: QueueUrl };
    }
    case 'logs': {
      // Policies of CloudWatch Logs belong to the account, not to a group: they are never ours to change.
      const logs = await host.aws.logs();
      const { resourcePolicies } = await logs.describeResourcePolicies({});
      const policies = (resourcePolicies ?? []).flatMap(
        ({ policyDocument }) => parsePolicy(policyDocument) ?? [],
      );
      return {
        policy: { Version: '2012-10-17', Statement: policies.flatMap(({ Statement }) => Statement) },
        tags: {},
      };
    }
  }
}
