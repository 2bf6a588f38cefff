import { unlessCode } from '../src/core/errors.ts';
import type { PrefixLists } from '../src/core/exposure/group.ts';
import type { IngressRule } from '../src/core/exposure/rule.ts';
import { parseRule } from '../src/core/exposure/rule-grammar.ts';
import { intersect, isEmpty, ruleSet } from '../src/core/exposure/rule-set.ts';
import type { FindingItem, Verdict } from '../src/core/finding/finding.ts';
import type { Change } from '../src/core/record/change.ts';
import { parseRecord, type RecordResult } from '../src/core/record/parse-record.ts';
import { hidesItsGroups } from '../src/core/record/state-before.ts';
import type { Host } from './host.ts';

type ChangeResult = Extract<RecordResult, { kind: 'change' }>;

/** LookupEvents allows two calls a second for an account and Region. A sweep must leave some of them to others. */
const MAX_LOOKUPS = 20;
const LOOKUP_INTERVAL_MS = 1_000;

/**
 * Returns the newest call in CloudTrail's event history that caused a part of this drift, or undefined if no event
 * explains it. Other calls on the group do not count, so that the finding does not name the wrong actor. Returns
 * undefined also after MAX_LOOKUPS in one sweep and if AWS throttles the call: the finding is more important than the
 * actor in it.
 */
export async function explainDrift(
  groupId: string,
  verdicts: readonly Verdict[],
  lists: PrefixLists,
  host: Host,
  lookupsBefore: number,
): Promise<Change | undefined> {
  if (lookupsBefore >= MAX_LOOKUPS) return undefined;
  if (lookupsBefore > 0) await host.sleep(LOOKUP_INTERVAL_MS);
  const cloudtrail = await host.aws.cloudtrail();
  const page = await unlessCode(
    cloudtrail.lookupEvents({
      LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: groupId }],
    }),
    'ThrottlingException',
  );
  for (const event of page?.Events ?? []) {
    const parsed = parseRecord(event.CloudTrailEvent);
    if (parsed.kind !== 'change' || parsed.change.errorCode !== undefined) continue;
    const { change } = parsed;
    // The answer names the group, even if the record lacks the request.
    if (parsed.category === 'ingress' && hidesItsGroups(change)) return change;
    if (change.groupIds.includes(groupId) && verdicts.some((verdict) => made(parsed, verdict, lists))) {
      return change;
    }
  }
  return undefined;
}

function made(
  { change, unreadable }: ChangeResult,
  { code, unexpected, missing, args }: Verdict,
  lists: PrefixLists,
): boolean {
  if (code === 'unlisted-group' && change.eventName === 'CreateSecurityGroup') return true;
  const unread = code === 'unreadable-rule' && Array.isArray(args.ids) ? args.ids : [];
  const causes = new Set([...unexpected.flatMap(({ ids }) => ids), ...unread]);
  const touched = [
    ...change.modifiedRuleIds,
    ...[...change.added, ...unreadable].flatMap(({ id }) => id ?? []),
  ];
  if (touched.some((id) => causes.has(id))) return true;
  // The record does not contain the earlier rules, and any of them can have admitted the missing traffic.
  const unknown = change.modifiedRuleIds.length + change.removedRuleIds.length > 0;
  if (missing.length > 0 && unknown) return true;
  return meets(change.added, unexpected, lists) || meets(change.removed, missing, lists);
}

function meets(rules: readonly IngressRule[], items: readonly FindingItem[], lists: PrefixLists): boolean {
  if (rules.length === 0 || items.length === 0) return false;
  const told = ruleSet(
    items.flatMap(({ rule }) => parseRule(rule).rules),
    lists,
  );
  return !isEmpty(intersect(ruleSet(rules, lists), told));
}
