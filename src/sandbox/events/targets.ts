/** EventBridge: targets of rules. */
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import type { OperationTable } from '../operations.ts';
import { type Arn, parseArn } from '../values/arn.ts';
import { checkLength, checkName, invalid, onePage, tooMany } from './checks.ts';
import { checkInput } from './input.ts';
import { ruleChanged } from './live.ts';
import { type Bus, findBus, findRule } from './state.ts';

const TARGETS_PER_RULE = 5;
/** Kinds of targets that the bus delivers to. */
const SERVICES: readonly string[] = ['lambda', 'sqs', 'sns', 'kinesis', 'logs', 'events'];

export const targetOperations: OperationTable<typeof EventBridge> = {
  PutTargets(world, input, call) {
    const bus = findBus(world, call, input.EventBusName);
    const rule = findRule(bus, input.Rule);
    const targets = input.Targets ?? [];
    checkLength(targets.length, 'targets');
    const checked = targets.map((target) => checkTarget(bus, target));
    const failed = checked.flatMap((one) => failedEntry(bus, one));
    const good = checked.filter(({ id }) => !failed.some((one) => one.TargetId === id));
    const after = new Map([...rule.targets, ...good.map(({ id, target }) => [id, target] as const)]);
    if (after.size > TARGETS_PER_RULE) throw tooMany();
    rule.targets = after;
    ruleChanged(world, bus, rule.name);
    return { FailedEntryCount: failed.length, FailedEntries: failed };
  },
  RemoveTargets(world, input, call) {
    const bus = findBus(world, call, input.EventBusName);
    const rule = findRule(bus, input.Rule);
    checkLength(input.Ids?.length ?? 0, 'ids');
    rule.targets = new Map([...rule.targets].filter(([id]) => !input.Ids?.includes(id)));
    ruleChanged(world, bus, rule.name);
    return { FailedEntryCount: 0, FailedEntries: [] };
  },
  ListTargetsByRule(world, input, call) {
    const rule = findRule(findBus(world, call, input.EventBusName), input.Rule);
    const { items, NextToken } = onePage([...rule.targets.values()], input);
    return { Targets: items, NextToken };
  },
};

interface CheckedTarget {
  id: string;
  arn: Arn;
  target: EventBridge.Target;
}

/** What makes AWS refuse the whole call. */
function checkTarget(bus: Bus, target: EventBridge.Target): CheckedTarget {
  const id = checkName(target.Id, 'targets.1.member.id');
  const arn = parseArn(target.Arn ?? '');
  if (!arn) {
    throw invalid(`Parameter ${target.Arn} is not valid. Reason: Provided Arn is not in correct format.`);
  }
  checkInput(target);
  if (arn.service === 'logs') checkLogInput(target);
  const otherBus = arn.service === 'events' && arn.account !== bus.account;
  if ((arn.service === 'kinesis' || otherBus) && target.RoleArn === undefined) {
    throw invalid(`RoleArn is required for target ${target.Arn}.`);
  }
  if (otherBus && target.InputTransformer) {
    throw invalid(`InputTransformer is not supported for target ${target.Id}.`);
  }
  const { MaximumRetryAttempts: attempts = 185, MaximumEventAgeInSeconds: age = 86_400 } =
    target.RetryPolicy ?? {};
  if (attempts < 0 || attempts > 185 || age < 60 || age > 86_400) {
    throw invalid(`RetryPolicy of target ${target.Id} is not valid.`);
  }
  checkDeadLetterQueue(bus, target);
  return { id, arn, target };
}

/**
 * A log group accepts events, or objects with a timestamp and a message (EventBridge guide, "Input transform
 * examples"; the CDK refuses anything else, aws-cdk issue 20748). The texts of these errors are guesses.
 */
function checkLogInput({ Id, Input, InputPath, InputTransformer }: EventBridge.Target): void {
  if (Input !== undefined || InputPath !== undefined) {
    throw invalid(`Input and InputPath are not supported for target ${Id}.`);
  }
  const template = InputTransformer?.InputTemplate;
  if (template !== undefined && !(/"timestamp"\s*:/.test(template) && /"message"\s*:/.test(template))) {
    throw invalid(`Invalid InputTemplate for target ${Id} : ${template}`);
  }
}

function checkDeadLetterQueue(bus: Bus, target: EventBridge.Target): void {
  const queue = target.DeadLetterConfig?.Arn;
  if (queue === undefined) return;
  const arn = parseArn(queue);
  if (arn?.service !== 'sqs' || arn.region !== bus.region || arn.resource.endsWith('.fifo')) {
    throw invalid(
      `Parameter DeadLetterConfig.Arn is not valid. Reason: ${queue} is not a standard SQS queue here.`,
    );
  }
}

/** Errors for which AWS refuses only the entry: the response is 200 with FailedEntries. */
function failedEntry(bus: Bus, { id, arn, target }: CheckedTarget): EventBridge.PutTargetsResultEntry[] {
  const failed = (message: string) => [
    { TargetId: id, ErrorCode: 'ValidationException', ErrorMessage: message },
  ];
  if (!SERVICES.includes(arn.service)) return failed(`Target ${target.Arn} is not supported by the sandbox.`);
  if (arn.service !== 'events' && arn.region !== bus.region) {
    return failed(`Target ${target.Arn} is not in the Region of the rule.`);
  }
  return [];
}
