import type { Aws } from '../aws/aws.ts';
import type { Ec2 } from '../aws/services/ec2.ts';
import type { PreparedBaseline } from '../core/baseline/prepared-baseline.ts';
import { type GroupPlace, groupFrom } from '../core/ec2/aws-groups.ts';
import type { Attempt } from '../core/errors.ts';
import type { SecurityGroup } from '../core/exposure/group.ts';
import { say } from '../core/words/say.ts';
import type { AuditScope } from '../reports/audit.ts';
import { attachmentsOf } from './attachments.ts';
import type { GroupDetails, ScopeSource } from './group-source.ts';
import { lastChangeOf } from './last-change.ts';
import { ownLists, prefixListReader } from './prefix-list-reader.ts';
import { readRulesWithIds } from './rules-with-ids.ts';

export interface LiveSourceOptions {
  aws: Aws;
  /** The account of the credentials. */
  account: string;
  who: boolean;
  /** The alias of the account, or why it could not be read. */
  alias?: Attempt<string | undefined> | undefined;
  /** Reads the baseline of this account and Region. */
  baseline?: (() => Promise<PreparedBaseline>) | undefined;
  sleep(ms: number): Promise<void>;
  signal: AbortSignal;
}

/** EC2's largest page. Source: EC2 API reference, DescribeSecurityGroups. */
const PAGE = 1000;

/** Reads the current groups of one account and Region. */
export function liveSource(options: LiveSourceOptions): ScopeSource {
  const { aws, account, who, alias, baseline, sleep, signal } = options;
  const scope: AuditScope = { account, region: aws.region, groups: 0, rules: 0, notes: [] };
  if (alias !== undefined && 'value' in alias && alias.value !== undefined) scope.alias = alias.value;
  const note = (text: string) => {
    if (!scope.notes.includes(text)) scope.notes.push(text);
  };
  if (alias !== undefined && 'failed' in alias)
    note(say`The alias of the account could not be read: ${alias.failed.message}`);
  const readLists = prefixListReader(aws, note, signal);
  return {
    scope,
    ...(baseline === undefined ? {} : { baseline }),
    async *pages() {
      yield* groupPages(await aws.ec2(), scope, signal);
    },
    lists: readLists,
    ownLists: (ids) => ownLists(aws, ids, note, signal),
    async details(groups) {
      const [rules, context] = await Promise.all([
        readRulesWithIds(aws, groups, note, signal),
        attachmentsOf(aws, groups, note, signal),
      ]);
      return new Map(
        groups.map(({ id }): [string, GroupDetails] => [
          id,
          { rules: rules?.get(id), context: context?.get(id) },
        ]),
      );
    },
    ...(who ? { lastChange: lastChangeOf(aws, note, sleep, signal) } : {}),
  };
}

/** Requests the next page before the current one is judged, so that judging adds no time. */
export async function* groupPages(
  ec2: Pick<Ec2, 'describeSecurityGroups'>,
  place: GroupPlace,
  signal: AbortSignal,
): AsyncGenerator<SecurityGroup[]> {
  const ask = (NextToken?: string) => {
    const answer = ec2.describeSecurityGroups({ MaxResults: PAGE, NextToken }, signal);
    // The caller that awaits it gets the error. Until then, it must not count as unhandled.
    answer.catch(() => undefined);
    return answer;
  };
  let asked: Promise<GroupPage> | undefined = ask();
  while (asked !== undefined) {
    let page: GroupPage | undefined = await asked;
    asked = page.NextToken ? ask(page.NextToken) : undefined;
    const groups = (page.SecurityGroups ?? []).map((row) => groupFrom(row, place));
    // Frees the response, which is much larger than the groups, before they are judged.
    page = undefined;
    yield groups;
  }
}

type GroupPage = Awaited<ReturnType<Ec2['describeSecurityGroups']>>;
