import { stringify } from 'yaml';
import { SEVERITIES, type Severity } from '../../core/baseline/baseline.ts';
import { isAlert } from '../../core/finding/finding.ts';
import type { RehearsedFinding } from './replay.ts';

/** Additions to a baseline that would have kept a window quiet; for people to confirm. */
export interface Proposals {
  exceptions: { group: string; rule: string; until: string; reason: string }[];
  trusted: { principal: string; settle: string }[];
  /** What is worse than may be proposed: it needs a person's decision. */
  withheld: { group: string; rule: string; severity: Severity }[];
  /** Both lists as they stand in a baseline file; empty when there is nothing to propose. */
  yaml: string;
}

const DAY_MS = 86_400_000;
/** A proposed exception ends so soon, so that it is decided and not forgotten. */
const EXCEPTION_DAYS = 30;
/** A tool that puts things right within this time was at work, not at fault. */
const MAX_SETTLE_MS = 15 * 60_000;
/** From this severity on nothing is proposed: an exception for the whole internet must be someone's own idea. */
const WITHHELD_FROM = SEVERITIES.indexOf('high');

/**
 * Proposes exceptions for what groups still admit against the baseline at the end of the window, and trust
 * for roles whose every drift was put right by itself within minutes, as deployments do.
 */
export function propose(findings: readonly RehearsedFinding[], now: number): Proposals {
  const until = new Date(now + EXCEPTION_DAYS * DAY_MS).toISOString().slice(0, 10);
  const proposals: Proposals = { exceptions: [], trusted: trusted(findings), withheld: [], yaml: '' };
  for (const [group, finding] of lastDrifts(findings)) {
    const since = finding.time.slice(0, 10);
    for (const { rule } of finding.unexpected) {
      if (SEVERITIES.indexOf(finding.severity) >= WITHHELD_FROM) {
        proposals.withheld.push({ group, rule, severity: finding.severity });
      } else {
        const reason = `present since ${since}, by ${finding.change.actor.name}: confirm or remove`;
        proposals.exceptions.push({ group, rule, until, reason });
      }
    }
  }
  const snippet = {
    ...(proposals.exceptions.length > 0 ? { exceptions: proposals.exceptions } : {}),
    ...(proposals.trusted.length > 0 ? { trusted: proposals.trusted } : {}),
  };
  if (Object.keys(snippet).length > 0) proposals.yaml = stringify(snippet, { lineWidth: 0 });
  return proposals;
}

/** The drift of each group whose last judgement in the window is drift. */
function lastDrifts(findings: readonly RehearsedFinding[]): Map<string, RehearsedFinding> {
  const last = new Map<string, RehearsedFinding>();
  for (const finding of findings) {
    if (finding.group === undefined || finding.kind === 'denied-attempt' || finding.kind === 'error')
      continue;
    if (isAlert(finding)) last.set(finding.group.id, finding);
    else last.delete(finding.group.id);
  }
  return last;
}

function trusted(findings: readonly RehearsedFinding[]): Proposals['trusted'] {
  /** Per role the longest time that a drift of its making lasted. */
  const longest = new Map<string, number>();
  findings.forEach((finding, at) => {
    if (!isAlert(finding) || !isTool(finding) || finding.args.trusted === true) return;
    const principal = finding.change.actor.arn;
    const end = findings
      .slice(at + 1)
      .find((later) => later.group?.id === finding.group?.id && later.kind === 'resolved');
    const lastedMs =
      end === undefined ? Number.POSITIVE_INFINITY : Date.parse(end.time) - Date.parse(finding.time);
    longest.set(principal, Math.max(longest.get(principal) ?? 0, lastedMs));
  });
  return [...longest]
    .filter(([, lastedMs]) => lastedMs <= MAX_SETTLE_MS)
    .map(([principal, lastedMs]) => ({
      principal,
      settle: `${Math.max(1, Math.ceil(lastedMs / 60_000))}m`,
    }));
}

/** A role that people do not work with: by its verified identity, and not from the console. */
function isTool({ change: { actor, via } }: RehearsedFinding): boolean {
  return /:role\//.test(actor.arn) && !actor.arn.includes('/aws-reserved/sso.') && via !== 'console';
}
