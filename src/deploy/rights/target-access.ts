import { AwsCallError, usageError } from '../../core/errors.ts';
import { howMany, say } from '../../core/words/say.ts';
import type { PreflightCheck } from '../../reports/install.ts';
import type { DeployHost } from '../host.ts';
import {
  alarmTopics,
  extraTargets,
  type InstallSettings,
  notifications,
  notified,
} from '../install/install-settings.ts';
import type { PolicyDocument, PolicyStatement } from '../plan/resource.ts';
import { arnOf, BLIND_RULES, type CallerIdentity, ruleArn, STACK_TAG } from '../stack.ts';
import { type MissingAccess, sidOf } from './grant-access.ts';
import { policyAllows } from './policy-allows.ts';
import { NO_RECEIVER, type Receiver, readPolicy } from './target-policy.ts';

const EVENTS = 'events.amazonaws.com';
/** EventBridge writes to log groups as both services (EventBridge guide, "CloudWatch Logs permissions"). */
const LOG_WRITERS = [EVENTS, 'delivery.logs.amazonaws.com'];

/**
 * Checks whether the rules are allowed to send to the topics, queues and log groups in the settings. `grantAccess`
 * fixes the policies of receivers with the stack's tag. For others the check shows the statement to add.
 *
 * @throws AppError kind usage, code `target-elsewhere`, if a target is in another Region than the rule.
 */
export async function targetsCheck(
  host: Pick<DeployHost, 'aws' | 'names'>,
  identity: CallerIdentity,
  settings: InstallSettings,
): Promise<{ check: PreflightCheck | undefined; grants: MissingAccess[] }> {
  const looks = await lookAtReceivers(host, identity, settings);
  const receivers = looks.map(({ receiver }) => receiver);
  if (receivers.length === 0) return { check: undefined, grants: [] };
  const found = looks.map(({ found }) => found);
  const gone = receivers.find((_, index) => found[index] === 'none');
  if (gone !== undefined) {
    const remedy = say`create it, or use another target`;
    return {
      check: { check: 'targets', ok: 'no', detail: say`the target ${gone.arn} does not exist`, remedy },
      grants: [],
    };
  }
  const all = countArns(receivers);
  const unknown = countArns(receivers.filter((_, index) => found[index] === 'unknown'));
  const missing = found.filter((one): one is MissingAccess => typeof one === 'object');
  const foreign = missing.filter(({ ours, denied }) => !ours || denied);
  const first = foreign.find(({ denied }) => denied) ?? foreign[0];
  if (first !== undefined) {
    return {
      check: {
        check: 'targets',
        ok: 'no',
        detail: refusalText([...new Set(foreign.map(({ arn }) => arn))].join(', '), first),
        remedy: first.denied
          ? say`remove the statement that denies it from the policy of ${first.arn}`
          : say`add this statement to the policy of ${first.arn}: ${JSON.stringify(first.statement)} (or tag it ${STACK_TAG}=${host.names.stack} and let install add the statement)`,
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
          ? say`access to the policies of ${unknown} of ${all} targets was denied`
          : missing.length > 0
            ? howMany(
                all,
                'target will accept events after its policy is extended',
                'targets will accept events after their policies are extended',
              )
            : howMany(all, 'target accepts events from the rules', 'targets accept events from the rules'),
    },
    grants: missing,
  };
}

/** A receiver, and what keeps the rule from sending to it: a missing statement, or nothing. */
export interface ReceiverLook {
  receiver: Receiver;
  found: MissingAccess | 'unknown' | 'none' | undefined;
}

/** Reads the policies of all topics, queues and log groups in the settings. */
export async function lookAtReceivers(
  host: Pick<DeployHost, 'aws' | 'names'>,
  identity: CallerIdentity,
  settings: InstallSettings,
): Promise<ReceiverLook[]> {
  return Promise.all(
    receiversOf(host, settings, identity).map(async (receiver) => ({
      receiver,
      found: await lookAt(receiver, host, identity),
    })),
  );
}

function receiversOf(
  { names }: Pick<DeployHost, 'names'>,
  settings: InstallSettings,
  identity: CallerIdentity,
): Receiver[] {
  const change = `${names.rulePrefix}change`;
  const extra = extraTargets(settings.targets);
  const notifiedArns = [
    ...notifications(settings.notify).flatMap(({ severity, arns }) =>
      arns.map((arn) => ({ arn, rule: `${names.rulePrefix}notify-${severity}` })),
    ),
    ...BLIND_RULES.flatMap((purpose) =>
      notified(settings.notify).map((arn) => ({ arn, rule: `${names.rulePrefix}${purpose}` })),
    ),
  ];
  for (const arn of [...extra.map((target) => target.arn), ...notifiedArns.map((one) => one.arn)]) {
    const region = arn.split(':')[3];
    if (region !== identity.region && !arn.includes(':event-bus/')) {
      throw usageError(
        'target-elsewhere',
        say`${arn} is in ${region}, but a rule in ${identity.region} can send only to targets in its own Region.`,
        say`Use targets in the same Region, or an event bus.`,
      );
    }
  }
  const receivers: Receiver[] = [
    ...extra.flatMap(({ service, arn }) =>
      service === 'sns' || service === 'sqs' || service === 'logs' ? [{ service, arn, rule: change }] : [],
    ),
    ...notifiedArns.map(({ arn, rule }) => ({
      service: arn.includes(':sns:') ? ('sns' as const) : ('sqs' as const),
      arn,
      rule,
    })),
    ...alarmTopics(settings).map((arn) => ({
      service: 'sns' as const,
      arn,
      rule: `${names.rulePrefix}alarms`,
      byAlarms: true as const,
    })),
  ];
  // A rule can send to one topic in several shapes, but needs only one statement.
  return [...new Map(receivers.map((one) => [`${one.rule} ${one.arn}`, one])).values()];
}

function countArns(receivers: readonly Receiver[]): number {
  return new Set(receivers.map(({ arn }) => arn)).size;
}

async function lookAt(
  receiver: Receiver,
  host: Pick<DeployHost, 'aws' | 'names'>,
  identity: CallerIdentity,
): Promise<MissingAccess | 'unknown' | 'none' | undefined> {
  const { rule } = receiver;
  const needed =
    receiver.byAlarms === true
      ? alarmAccess(receiver, host, identity)
      : neededAccess(receiver, ruleArn(identity, rule));
  try {
    const { policy, tags, url } = await readPolicy(receiver, host);
    if (allowsAll(policy, needed)) return undefined;
    if (receiver.byAlarms === true && allowsOwner(policy, receiver.arn, identity)) return undefined;
    const statement = statementFor(rule, needed);
    const found = policy ?? { Version: '2012-10-17', Statement: [] };
    return {
      ...receiver,
      policy: found,
      statement,
      ours: tags[STACK_TAG] === host.names.stack,
      denied: !allowsAll({ ...found, Statement: [...found.Statement, statement] }, needed),
      url,
    };
  } catch (error) {
    if (error instanceof AwsCallError && error.code === 'access-denied') return 'unknown';
    if (error instanceof AwsCallError && NO_RECEIVER.includes(error.awsCode)) return 'none';
    throw error;
  }
}

function statementFor(rule: string, needed: NeededAccess): PolicyStatement {
  return {
    Sid: sidOf(rule),
    Effect: 'Allow',
    Principal: { Service: needed.services.length === 1 ? needed.services[0] : needed.services },
    Action: needed.actions.length === 1 ? needed.actions[0] : needed.actions,
    Resource: needed.resource,
    ...(needed.sourceArn === undefined
      ? {}
      : { Condition: { ArnEquals: { 'aws:SourceArn': needed.sourceArn } } }),
  };
}

interface NeededAccess {
  services: readonly string[];
  actions: readonly string[];
  resource: string;
  sourceArn: string | undefined;
}

/**
 * Returns who must be allowed to do what. EventBridge sends the rule's ARN to queues. For topics its guide forbids
 * conditions ("Amazon SNS permissions"), and for log groups it shows none ("CloudWatch Logs permissions").
 */
function neededAccess({ service, arn }: Receiver, sourceArn: string): NeededAccess {
  switch (service) {
    case 'sns':
      return { services: [EVENTS], actions: ['sns:Publish'], resource: arn, sourceArn: undefined };
    case 'sqs':
      return { services: [EVENTS], actions: ['sqs:SendMessage'], resource: arn, sourceArn };
    case 'logs': {
      const actions = ['logs:CreateLogStream', 'logs:PutLogEvents'];
      return { services: LOG_WRITERS, actions, resource: `${arn}:*`, sourceArn: undefined };
    }
  }
}

/** What a receiver does not accept. */
export function refusalText(
  arns: string,
  { rule, byAlarms }: Pick<MissingAccess, 'rule' | 'byAlarms'>,
): string {
  return byAlarms === true
    ? say`${arns} does not accept the notifications of the stack's alarms (--no-alarms makes none)`
    : say`${arns} does not accept events from rule ${rule}`;
}

/** Alarms send their ARN (SNS developer guide, "Allow Amazon CloudWatch alarms to publish to a topic"). */
function alarmAccess(
  { arn }: Receiver,
  { names }: Pick<DeployHost, 'names'>,
  identity: CallerIdentity,
): NeededAccess {
  const sourceArn = arnOf(identity, 'cloudwatch', `alarm:${names.rulePrefix}*`);
  return { services: ['cloudwatch.amazonaws.com'], actions: ['sns:Publish'], resource: arn, sourceArn };
}

/** The policy that SNS gives a new topic allows its own account, and with it the account's alarms. */
function allowsOwner(policy: PolicyDocument | undefined, arn: string, { account }: CallerIdentity): boolean {
  return (policy?.Statement ?? []).some(({ Effect, Action, Resource, Condition }) => {
    const actions = [Action].flat().map((action) => String(action).toLowerCase());
    return (
      Effect === 'Allow' &&
      (actions.includes('sns:publish') || actions.includes('sns:*')) &&
      [Resource].flat().includes(arn) &&
      JSON.stringify(Condition)?.toLowerCase() === `{"stringequals":{"aws:sourceowner":"${account}"}}`
    );
  });
}

function allowsAll(policy: PolicyDocument | undefined, needed: NeededAccess): boolean {
  const { services, actions, resource, sourceArn } = needed;
  return services.every((service) =>
    actions.every((action) => policyAllows(policy, { service, action, resource, sourceArn })),
  );
}
