import { stringify } from 'yaml';
import { SEVERITIES } from '../../core/baseline/baseline.ts';
import { isAlert } from '../../core/finding/finding.ts';
import type { Proposals, RehearsedFinding } from '../../reports/rehearsal.ts';

const DAY_MS = 86_400_000;
/** A proposed exception expires after this time, so that somebody decides about it. */
const EXCEPTION_DAYS = 30;
/** If a tool ends its own drift within this time, the drift is part of its normal work. */
const MAX_SETTLE_MS = 15 * 60_000;
/** From this severity on, nothing is proposed. A person must write an exception for the entire internet. */
const WITHHELD_FROM = SEVERITIES.indexOf('high');

/**
 * Proposes exceptions for the unexpected rules that groups still have at the end of the window, and trust for roles
 * whose drifts all ended within minutes, as in deployments.
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

/** Returns the drift of each group whose last judgement in the window is a drift. */
function lastDrifts(findings: readonly RehearsedFinding[]): Map<string, RehearsedFinding> {
  const last = new Map<string, RehearsedFinding>();
  for (const finding of findings) {
    if (finding.group === undefined || finding.kind === 'denied-attempt' || finding.kind === 'error')
      continue;
    if (isAlert(finding)) last.set(finding.group.id, finding);
    // It refers to the finding of the same state, which is still the last.
    else if (finding.args.sameAs !== undefined) continue;
    else last.delete(finding.group.id);
  }
  return last;
}

function trusted(findings: readonly RehearsedFinding[]): Proposals['trusted'] {
  /** For each role, the longest duration of a drift that it caused. */
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

/**
 * True for a role that people don't use themselves, by its verified identity and because it does not use the
 * console.
 */
function isTool({ change: { actor, via } }: RehearsedFinding): boolean {
  return /:role\//.test(actor.arn) && !actor.arn.includes('/aws-reserved/sso.') && via !== 'console';
}
