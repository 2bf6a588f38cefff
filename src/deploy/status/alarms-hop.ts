import { clauses, resourceWords } from '../../core/words/deploy-words.ts';
import { howMany, say } from '../../core/words/say.ts';
import type { Hop } from '../../reports/status.ts';
import { ourCommand } from '../command-line.ts';
import { changes } from '../plan/plan.ts';
import type { ActualOf } from '../plan/resource.ts';
import type { StackNames } from '../stack.ts';
import { type HopFacts, installCommand, notCompared, ours } from './hop-facts.ts';

/** The alarms of the stack: whether they are as installed, and whether one of them goes off. None with --no-alarms. */
export function alarmsHop(facts: HopFacts): Hop[] {
  const wanted = facts.desired.filter((one) => one.kind === 'alarm');
  if (wanted.length === 0) return [];
  const steps = changes(facts.plan).filter(({ kind }) => kind === 'alarm');
  if (steps.length > 0) {
    if (facts.uncompared !== undefined) return [notCompared('alarms', facts.uncompared)];
    const detail = clauses(steps.map((step) => `${resourceWords(step)}: ${step.reason}`));
    return [{ hop: 'alarms', ok: false, detail, remedy: installCommand(facts) }];
  }
  const found = wanted.flatMap(({ name }) => ours(facts, 'alarm', name) ?? []);
  const [first, ...others] = found.filter((alarm) => alarm.facts.state === 'ALARM');
  if (first !== undefined) {
    const detail = clauses(
      [first, ...others].map(({ name }) => say`${name} goes off: ${meaning(name, facts.names)}`),
    );
    return [{ hop: 'alarms', ok: false, detail, remedy: remedyFor(first, facts.names) }];
  }
  const topics = wanted.flatMap(({ kind, props }) => (kind === 'alarm' ? props.actions : []));
  const all = howMany(wanted.length, 'alarm');
  return [
    {
      hop: 'alarms',
      ok: true,
      detail:
        topics.length > 0
          ? say`${all}, none goes off; they notify ${[...new Set(topics)].join(', ')}`
          : say`${all}, none goes off; they notify nobody, because --notify has no SNS topic`,
    },
  ];
}

function remedyFor({ name }: ActualOf<'alarm'>, names: StackNames): string {
  if (name === `${names.rulePrefix}failed-events`) return ourCommand('redrive', names);
  return ourCommand('logs --kind error --since 1d', names);
}

const MEANINGS: Readonly<Record<string, () => string>> = {
  heartbeat: () => say`no sweep has succeeded in time`,
  'failed-events': () => say`events could not be delivered or handled`,
  errors: () => say`the function fails`,
  throttles: () => say`the function had no free capacity, so events waited`,
};

function meaning(name: string, { rulePrefix }: StackNames): string {
  return MEANINGS[name.slice(rulePrefix.length)]?.() ?? name;
}
