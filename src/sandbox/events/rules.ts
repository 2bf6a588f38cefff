/** EventBridge: rules. */
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import { brokenConstraint } from '../constraint.ts';
import type { OperationTable } from '../operations.ts';
import { AwsError, type Call, type SandboxWorld } from '../service.ts';
import { byName } from '../values/by-name.ts';
import { tagMap } from '../values/tags.ts';
import { checkName, invalid, onePage, tooMany } from './checks.ts';
import { ruleChanged } from './live.ts';
import { compilePattern, MAX_PATTERN_CHARS } from './pattern-compile.ts';
import { parseSchedule } from './schedule.ts';
import { type Bus, type BusRule, findBus, findRule, type RuleState, ruleArn } from './state.ts';

/** User Guide, "Amazon EventBridge quotas". */
const rulesPerBus = (region: string) => (['af-south-1', 'eu-south-1'].includes(region) ? 100 : 300);
const WILDCARD_RULES_PER_BUS = 30;
const STATES: readonly RuleState[] = ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'];

export const ruleOperations: OperationTable<typeof EventBridge> = {
  PutRule(world, input, call) {
    const bus = findBus(world, call, input.EventBusName);
    const rule = readRule(bus, input, call);
    const before = bus.rules.get(rule.name);
    checkQuotas(bus, rule, before);
    // The call replaces the rule, except for its tags (ignored in an update) and targets.
    bus.rules.set(rule.name, before ? { ...rule, tags: before.tags, targets: before.targets } : rule);
    ruleChanged(world, bus, rule.name);
    return { RuleArn: rule.arn };
  },
  DescribeRule(world, input, call) {
    const rule = findRule(findBus(world, call, input.EventBusName), input.Name);
    return { ...summary(rule), CreatedBy: rule.createdBy };
  },
  DeleteRule(world, input, call) {
    const bus = findBus(world, call, input.EventBusName);
    const rule = bus.rules.get(input.Name ?? '');
    if (!rule) return {};
    if (rule.targets.size > 0) throw invalid("Rule can't be deleted since it has targets.");
    bus.rules.delete(rule.name);
    ruleChanged(world, bus, rule.name);
    return {};
  },
  EnableRule: (world, input, call) =>
    setState(world, findBus(world, call, input.EventBusName), input.Name, 'ENABLED'),
  DisableRule: (world, input, call) =>
    setState(world, findBus(world, call, input.EventBusName), input.Name, 'DISABLED'),
  ListRules(world, input, call) {
    const rules = sortedRules(findBus(world, call, input.EventBusName));
    const chosen = rules.filter((rule) => rule.name.startsWith(input.NamePrefix ?? ''));
    const { items, NextToken } = onePage(chosen, input);
    return { Rules: items.map(summary), NextToken };
  },
  ListRuleNamesByTarget(world, input, call) {
    const rules = sortedRules(findBus(world, call, input.EventBusName));
    const chosen = rules.filter((rule) =>
      [...rule.targets.values()].some((one) => one.Arn === input.TargetArn),
    );
    const { items, NextToken } = onePage(chosen, input);
    return { RuleNames: items.map((rule) => rule.name), NextToken };
  },
};

function sortedRules(bus: Bus): BusRule[] {
  return [...bus.rules.values()].sort(byName);
}

function summary(rule: BusRule) {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.eventPattern,
    ScheduleExpression: rule.scheduleExpression,
    State: rule.state,
    Description: rule.description,
    RoleArn: rule.roleArn,
    EventBusName: rule.busName,
  };
}

function readRule(bus: Bus, input: EventBridge.PutRuleCommandInput, call: Call): BusRule {
  const name = checkName(input.Name, 'name');
  const asked = input.State ?? 'ENABLED';
  const state = STATES.find((one) => one === asked);
  if (!state) {
    throw invalid(brokenConstraint('state', `satisfy enum value set: [${STATES.join(', ')}]`, asked));
  }
  const { EventPattern: eventPattern, ScheduleExpression: scheduleExpression } = input;
  if (!eventPattern && !scheduleExpression) {
    throw invalid('Parameter(s) EventPattern or ScheduleExpression must be specified.');
  }
  if (scheduleExpression && bus.name !== 'default') {
    throw invalid('ScheduleExpression is supported only on the default event bus.');
  }
  const pattern = eventPattern ? readPattern(eventPattern) : undefined;
  return {
    name,
    arn: ruleArn(bus.account, bus.region, bus.name, name),
    busName: bus.name,
    state,
    eventPattern: eventPattern || undefined,
    scheduleExpression: scheduleExpression || undefined,
    description: input.Description,
    roleArn: input.RoleArn,
    createdBy: call.account,
    tags: tagMap(input.Tags),
    targets: new Map(),
    pattern,
    schedule: scheduleExpression ? parseSchedule(scheduleExpression) : undefined,
  };
}

function readPattern(text: string) {
  if (text.length > 4096) {
    throw invalid(brokenConstraint('eventPattern', 'have length less than or equal to 4096'));
  }
  if (text.length > MAX_PATTERN_CHARS) {
    throw new AwsError(
      'LimitExceededException',
      `Event pattern exceeds the maximum length of ${MAX_PATTERN_CHARS} characters.`,
    );
  }
  return compilePattern(text);
}

function checkQuotas(bus: Bus, rule: BusRule, before: BusRule | undefined): void {
  if (!before && bus.rules.size >= rulesPerBus(bus.region)) throw tooMany();
  if (rule.pattern?.hasWildcard && !before?.pattern?.hasWildcard) {
    const wildcards = [...bus.rules.values()].filter((one) => one.pattern?.hasWildcard).length;
    if (wildcards >= WILDCARD_RULES_PER_BUS) throw tooMany();
  }
}

function setState(
  world: SandboxWorld,
  bus: Bus,
  name: string | undefined,
  state: RuleState,
): Record<string, never> {
  const rule = findRule(bus, name);
  rule.state = state;
  ruleChanged(world, bus, rule.name);
  return {};
}
