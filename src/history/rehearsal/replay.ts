import type { PrefixLists, SecurityGroup } from '../../core/exposure/group.ts';
import { renderRule } from '../../core/exposure/render-rules.ts';
import type { FindingChange, Verdict } from '../../core/finding/finding.ts';
import { deniedVerdict } from '../../core/judge/denied.ts';
import { evaluateGroup, netNew, type PreparedBaseline, trustedSettleMs } from '../../core/judge/evaluate.ts';
import type { Change } from '../../core/record/change.ts';
import type { FoundChange } from '../merge.ts';
import type { Gap } from './group-states.ts';
import { stateTimeline } from './state-timeline.ts';

/** A verdict that the monitor would have written, with what led to it. */
export interface RehearsedFinding extends Verdict {
  /** ISO 8601: the change's own time. */
  time: string;
  account: string;
  region: string;
  change: FindingChange;
}

export interface Replayed {
  findings: RehearsedFinding[];
  gaps: Gap[];
}

export interface ReplayInput {
  /** Oldest first, all of them: a filter would falsify the states. */
  changes: readonly FoundChange[];
  /** The groups as they are now. */
  groups: readonly SecurityGroup[];
  lists: PrefixLists;
  baseline: PreparedBaseline;
}

/**
 * Judges every change as the installed monitor would have: the groups' states before the window are worked
 * out by undoing the changes from now backwards, then each change is done again and its groups are judged.
 */
export function replay({ changes, groups, lists, baseline }: ReplayInput): Replayed {
  const states = stateTimeline(changes, groups, lists);
  const findings: RehearsedFinding[] = [];
  changes.forEach(({ change, category }, index) => {
    const tell = (verdicts: readonly Verdict[], isNew?: boolean) => {
      for (const verdict of verdicts) findings.push(finding(verdict, change, isNew));
    };
    if (change.errorCode !== undefined) {
      tell([deniedVerdict(change)]);
      return;
    }
    const judgeAt = (id: string, n: number): Verdict[] => {
      const group = states.groupAt(id, n);
      if (group === undefined) return [];
      const now = Date.parse(change.time);
      return evaluateGroup(group, baseline, { now, lists: states.listsAt(n), change });
    };
    const ids = states.affected(index);
    const settleMs = trustedSettleMs(change.actor, baseline);
    const trusted = settleMs !== undefined;
    const n =
      trusted && ids.some((id) => judgeAt(id, index + 1).some(isDrift))
        ? stateAt(changes, Date.parse(change.time) + settleMs, index + 1)
        : index + 1;
    for (const id of ids) {
      const group = states.groupAt(id, n);
      if (group === undefined) {
        tell([deletedVerdict(id)]);
        continue;
      }
      const verdicts = settled(judgeAt(id, n), judgeAt(id, index), category);
      const marked = trusted ? verdicts.map((v) => ({ ...v, args: { ...v.args, trusted } })) : verdicts;
      tell(marked, netNew(change, group, states.listsAt(n)));
    }
  });
  return { findings, gaps: states.gaps };
}

/** The number of the state at a time, but not before the n-th. */
function stateAt(changes: readonly FoundChange[], at: number, n: number): number {
  let last = n;
  while (last < changes.length && Date.parse(changes[last]!.change.time) <= at) last++;
  return last;
}

/** As the handler words a judgement without drift. */
function settled(after: Verdict[], before: Verdict[], category: FoundChange['category']): Verdict[] {
  if (after.some(isDrift)) return after;
  return after.map((verdict): Verdict => {
    if (verdict.code !== 'in-line') return verdict;
    if (before.some(isDrift)) return { ...verdict, kind: 'resolved', code: 'back-in-line' };
    if (category === 'cosmetic') return { ...verdict, code: 'description-changed' };
    if (category === 'attachment') return { ...verdict, code: 'attachment-changed' };
    return verdict;
  });
}

export function isDrift(verdict: Pick<Verdict, 'kind'>): boolean {
  return verdict.kind === 'drift';
}

function deletedVerdict(id: string): Verdict {
  return {
    kind: 'resolved',
    code: 'group-deleted',
    severity: 'info',
    group: { id },
    unexpected: [],
    missing: [],
    args: {},
  };
}

function finding(verdict: Verdict, change: Change, isNew: boolean | undefined): RehearsedFinding {
  const { eventId, requestId, eventName, time, actor, sourceIp, userAgent, via, errorCode } = change;
  return {
    ...verdict,
    time,
    account: change.account,
    region: change.region,
    change: {
      ...{ eventId, requestId, eventName, time, actor, sourceIp, userAgent, via, errorCode },
      added: change.added.map(renderRule),
      removed: change.removed.map(renderRule),
      netNew: isNew,
    },
  };
}
