import { clauses } from '../../core/words/deploy-words.ts';
import { say } from '../../core/words/say.ts';
import type { Hop } from '../../reports/status.ts';
import { freeConcurrency, neverRuns } from '../install/preflight.ts';
import { absence, type HopFacts, installCommand, ours } from './hop-facts.ts';

/** When AWS ends support of a runtime (Lambda developer guide, runtimes). */
const RUNTIME_ENDS: Readonly<Record<string, string>> = {
  'nodejs20.x': '2026-04-30',
  'nodejs22.x': '2027-04-30',
  'nodejs24.x': '2028-04-30',
};
const RUNTIME_WARNING_MS = 90 * 86_400_000;

export function functionHops(facts: HopFacts): Hop[] {
  const { names } = facts;
  const install = installCommand(facts);
  const found = ours(facts, 'function', names.function);
  if (found === undefined) {
    const missing = say`function ${names.function} does not exist`;
    const absent = absence(facts, 'function', names.function, withoutFunction(facts, missing));
    const detail = absent.remedy === undefined ? absent.detail : missing;
    return [
      { hop: 'function', ...absent },
      { hop: 'runtime', ok: false, detail },
    ];
  }
  const { state, stateReason, lastUpdateStatus, lastUpdateReason, reservedConcurrency } = found.facts;
  const extras = (found.props.extras ?? []).map(({ words }) => words);
  const bad = (detail: string, remedy = install): Hop => ({ hop: 'function', ok: false, detail, remedy });
  const functionHop =
    state !== 'Active' && state !== 'Inactive'
      ? bad(say`${names.function} is ${state}: ${stateReason ?? say`no reason given`}`)
      : lastUpdateStatus === 'Failed'
        ? bad(say`the last update of ${names.function} failed: ${lastUpdateReason ?? say`no reason given`}`)
        : reservedConcurrency === 0
          ? bad(neverRuns(names), freeConcurrency(names))
          : extras.length > 0
            ? bad(say`${names.function} has settings that \`install\` did not make: ${clauses(extras)}`)
            : { hop: 'function' as const, ok: true, detail: say`${names.function} is ${state}` };
  return [functionHop, runtimeHop(found.props.runtime, facts)];
}

/** Explains why the stack has no function: it was deleted together with its settings. */
function withoutFunction({ actual, names, storedIn }: HopFacts, missing: string): string {
  if (!actual.some(({ kind, ours }) => ours && kind === 'rule')) return missing;
  return storedIn === 'copy'
    ? say`${missing}; log group ${names.baselineGroup} has a copy of its baseline and options`
    : say`${missing}, so the stack's baseline and options are lost; pass them to install again`;
}

function runtimeHop(runtime: string | undefined, facts: HopFacts): Hop {
  const ends = RUNTIME_ENDS[runtime ?? ''];
  if (ends === undefined) return { hop: 'runtime', ok: true, detail: runtime ?? say`unknown` };
  const left = Date.parse(ends) - facts.now;
  if (left > RUNTIME_WARNING_MS)
    return { hop: 'runtime', ok: true, detail: say`${runtime}, supported until ${ends}` };
  return {
    hop: 'runtime',
    ok: left > 0,
    detail:
      left > 0
        ? say`${runtime} is supported only until ${ends}`
        : say`support for ${runtime} ended on ${ends}`,
    remedy: installCommand(facts),
  };
}
