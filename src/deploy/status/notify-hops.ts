import { howMany, say } from '../../core/words/say.ts';
import type { Hop } from '../../reports/status.ts';
import { refusalText } from '../rights/target-access.ts';
import { type HopFacts, installCommand, notSeen } from './hop-facts.ts';
import type { NotifyTarget, Subscriptions } from './notify-targets.ts';

/** Pure. Returns a hop for each target of `--notify`. */
export function notifyHops(facts: HopFacts): Hop[] {
  if ('failed' in facts.notify) return [notSeen('notify', facts.notify.failed)];
  return facts.notify.value.map((target) => notifyHop(facts, target));
}

function notifyHop(facts: HopFacts, { arn, looks, subscriptions }: NotifyTarget): Hop {
  const hop = 'notify';
  // Another version may have other rules.
  const rules = new Set(facts.desired.flatMap(({ kind, name }) => (kind === 'rule' ? [name] : [])));
  const hasAlarms = facts.desired.some(({ kind }) => kind === 'alarm');
  const found = looks
    .filter(({ receiver }) => (receiver.byAlarms === true ? hasAlarms : rules.has(receiver.rule)))
    .map((look) => look.found);
  if (found.includes('none')) return { hop, ok: false, detail: say`${arn} does not exist` };
  const missing = found.find((one) => typeof one === 'object');
  if (missing !== undefined) {
    const refusal = refusalText(arn, missing);
    if (missing.denied) return { hop, ok: false, detail: say`${refusal}: its policy denies them` };
    if (missing.ours) return { hop, ok: false, detail: refusal, remedy: installCommand(facts) };
    const statement = JSON.stringify(missing.statement);
    return { hop, ok: false, detail: say`${refusal}; add this statement to its policy: ${statement}` };
  }
  if (subscriptions !== undefined && 'failed' in subscriptions) return notSeen(hop, subscriptions.failed);
  if (found.includes('unknown')) {
    return { hop, ok: null, detail: say`access to the policy of ${arn} was denied` };
  }
  if (subscriptions === undefined) return { hop, ok: true, detail: say`${arn} accepts events` };
  return { hop, ...reach(arn, subscriptions.value) };
}

function reach(arn: string, { confirmed, pending }: Subscriptions): Pick<Hop, 'ok' | 'detail'> {
  const waiting = howMany(pending, 'subscription waits', 'subscriptions wait');
  if (confirmed > 0) {
    const count = howMany(confirmed, 'confirmed subscription');
    const detail = say`${arn} accepts events and has ${count}`;
    return { ok: true, detail: pending === 0 ? detail : say`${detail}; ${waiting} for confirmation` };
  }
  return pending === 0
    ? { ok: false, detail: say`${arn} has no subscription, so nobody receives its messages` }
    : {
        ok: false,
        detail: say`${arn} has no confirmed subscription, so nobody receives its messages; ${waiting} for confirmation`,
      };
}
