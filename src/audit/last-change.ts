import type { Aws } from '../aws/aws.ts';
import { AwsCallError } from '../core/errors.ts';
import { parseRecord } from '../core/record/parse-record.ts';
import { say } from '../core/words/say.ts';
import type { AuditLastChange } from '../reports/audit.ts';

/** LookupEvents allows two calls a second per account and Region. Source: CloudTrail API reference. */
const SPACING_MS = 500;
/** The maximum number of pages, of 50 events each, for one group. */
const PAGES = 4;

/**
 * Finds the newest successful change of a group's ingress in CloudTrail's event history (90 days, management
 * events, no trail needed). Calls in one Region are spaced to stay within the rate limit.
 */
export function lastChangeOf(
  aws: Aws,
  note: (text: string) => void,
  sleep: (ms: number) => Promise<void>,
  signal: AbortSignal,
): (groupId: string) => Promise<AuditLastChange | undefined> {
  let isRefused = false;
  let isFirst = true;
  return async (groupId) => {
    if (isRefused) return undefined;
    const cloudtrail = await aws.cloudtrail();
    let NextToken: string | undefined;
    for (let page = 0; page < PAGES; page++) {
      if (!isFirst) await sleep(SPACING_MS);
      isFirst = false;
      try {
        const answer = await cloudtrail.lookupEvents(
          {
            LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: groupId }],
            MaxResults: 50,
            NextToken,
          },
          signal,
        );
        for (const { CloudTrailEvent } of answer.Events ?? []) {
          const found = changeIn(CloudTrailEvent ?? '', groupId);
          if (found !== undefined) return found;
        }
        NextToken = answer.NextToken;
        if (!NextToken) return undefined;
      } catch (error) {
        if (!(error instanceof AwsCallError) || signal.aborted) throw error;
        isRefused = true;
        note(say`The last changes of the groups could not be read: ${error.message}`);
        return undefined;
      }
    }
    return undefined;
  };
}

/** Categories of calls that set the ingress of a group, including its creation. */
const SETS_INGRESS: ReadonlySet<string> = new Set(['ingress', 'group-life']);

function changeIn(text: string, groupId: string): AuditLastChange | undefined {
  const result = parseRecord(text);
  if (result.kind !== 'change' || !SETS_INGRESS.has(result.category)) return undefined;
  const { change } = result;
  if (change.errorCode !== undefined || !change.groupIds.includes(groupId)) return undefined;
  const { time, eventId, eventName, actor, via, sourceIp } = change;
  return { time, eventId, eventName, actor, via, ...(sourceIp === undefined ? {} : { sourceIp }) };
}
