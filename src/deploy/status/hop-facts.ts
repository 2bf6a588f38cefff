import type { AppError, Attempt } from '../../core/errors.ts';
import type { Heartbeat } from '../../core/finding/finding.ts';
import { resourceWords } from '../../core/words/deploy-words.ts';
import { say } from '../../core/words/say.ts';
import type { PreflightCheck } from '../../reports/install.ts';
import type { Hop } from '../../reports/status.ts';
import { ourCommand } from '../command-line.ts';
import { presetFor } from '../install/choose-stored.ts';
import type { TrailCheck } from '../install/trail-check.ts';
import type { Plan } from '../plan/plan.ts';
import type { Actual, ActualOf, Resource, ResourceKind } from '../plan/resource.ts';
import { STACK_TAG, type StackNames } from '../stack.ts';
import type { NotifyTarget } from './notify-targets.ts';

/** The facts that determine the results of the hops. */
export interface HopFacts {
  names: StackNames;
  source: 'cloudtrail' | 'config';
  sweep: string;
  trails: Attempt<TrailCheck>;
  /** Undefined unless the source is `config`. */
  recorder: Attempt<PreflightCheck> | undefined;
  actual: readonly Actual[];
  desired: readonly Resource[];
  plan: Plan;
  /** Why AWS did not show the resources of these kinds; `plan` has no steps for them. */
  unread: ReadonlyMap<ResourceKind, AppError>;
  /** Set if another version installed the stack and recorded the resources, which `desired` and `plan` then show. */
  versions: { installed: string; own: string } | undefined;
  /** What is wrong with the installed code. */
  unreadable: string | undefined;
  /** Why the options of the installation are not known, so a difference may be intended. */
  uncompared: AppError | undefined;
  /** False if the stack has no function, because the function stores the options. */
  storedIn: 'function' | 'copy' | undefined;
  heartbeat: Attempt<Heartbeat | undefined>;
  /** The targets of `--notify`. */
  notify: Attempt<NotifyTarget[]>;
  /** Epoch milliseconds. */
  now: number;
}

/** A hop that could not be read. The error's hint is advice, and not always a command. */
export function notSeen(hop: Hop['hop'], { message }: AppError): Hop {
  return { hop, ok: null, detail: say`could not be read: ${message}` };
}

/** A hop that differs from an installation without options, while the options of this installation are not known. */
export function notCompared(hop: Hop['hop'], { message }: AppError): Hop {
  return { hop, ok: null, detail: say`can't be compared with the installed options: ${message}` };
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

/**
 * The install that fixes the stack. It refuses resources without the tag unless it is to adopt them, and needs a
 * baseline if the function, which stores it, is missing or unreadable.
 */
export function installCommand({ names, actual, storedIn }: HopFacts): string {
  const words = ['install'];
  if (actual.some((one) => one.lost !== undefined)) words.push('--adopt');
  if (storedIn !== 'function' && actual.some((one) => one.ours)) {
    words.push('--preset', presetFor(actual.some(({ kind, ours }) => ours && kind === 'baseline-copy')));
  }
  return ourCommand(words.join(' '), names);
}

/** Why the stack does not have a resource of this kind and name: it does not exist, or not with the stack's tag. */
export function absence(facts: HopFacts, kind: ResourceKind, name: string, missing: string) {
  const there = facts.actual.some((actual) => actual.kind === kind && actual.name === name);
  return there
    ? { ok: false, detail: withoutTag(facts, kind, name) }
    : { ok: false, detail: missing, remedy: installCommand(facts) };
}

export function withoutTag({ names }: HopFacts, kind: ResourceKind, name: string): string {
  return say`${resourceWords({ kind, name })} exists but does not have the tag ${STACK_TAG}=${names.stack}`;
}
