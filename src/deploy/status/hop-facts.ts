import type { Heartbeat } from '../../core/finding/finding.ts';
import type { PreflightCheck } from '../../reports/install.ts';
import type { TrailCheck } from '../install/trail-check.ts';
import type { Plan } from '../plan/plan.ts';
import type { Actual, ActualOf, Resource, ResourceKind } from '../plan/resource.ts';
import type { StackNames } from '../stack.ts';

/** The facts that determine the results of the hops. */
export interface HopFacts {
  names: StackNames;
  source: 'cloudtrail' | 'config';
  sweep: string;
  trails: TrailCheck;
  /** Undefined unless the source is `config`. */
  recorder: PreflightCheck | undefined;
  actual: readonly Actual[];
  desired: readonly Resource[];
  plan: Plan;
  /** Why the installed code could not be read. */
  unreadable: string | undefined;
  /** False if the stack has no function, because the function stores the options. */
  settingsKnown: boolean;
  heartbeat: Heartbeat | undefined;
  /** Epoch milliseconds. */
  now: number;
}

/** Returns the existing resource of this kind and name that belongs to the stack. */
export function ours<K extends ResourceKind>(
  facts: HopFacts,
  kind: K,
  name: string,
): ActualOf<K> | undefined {
  const found = facts.actual.find((actual) => actual.kind === kind && actual.name === name && actual.ours);
  return found as ActualOf<K> | undefined;
}

export function installCommand({ names }: HopFacts): string {
  return `secgroup-monitor install --stack ${names.stack} --region ${names.region}`;
}
