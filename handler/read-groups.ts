import type { MonitorEc2 } from '../src/aws/monitor/ec2.ts';
import { prefixListsUsed } from '../src/core/baseline/prefix-lists-used.ts';
import type { PreparedBaseline } from '../src/core/baseline/prepared-baseline.ts';
import {
  entriesFrom,
  type GroupPlace,
  groupFrom,
  groupRulesFrom,
  rowsByGroup,
} from '../src/core/ec2/aws-groups.ts';
import type { AwsSecurityGroupRule } from '../src/core/ec2/aws-permissions.ts';
import { unlessCode } from '../src/core/errors.ts';
import type { PrefixLists, SecurityGroup } from '../src/core/exposure/group.ts';
import type { AddressSource, IngressRule } from '../src/core/exposure/rule.ts';

/** EC2 accepts at most 200 values in one filter. Source: EC2 API reference, DescribeSecurityGroups. */
const FILTER_VALUES = 200;
/** The number of groups on a page of a sweep. With 60 rules in each group, a page has a few megabytes. */
const SWEEP_PAGE = 200;
const RULE_PAGE = 1000;

/** The filter that finds the groups of a record that does not contain their ids. */
export type GroupFilter = 'vpc-id' | 'group-name' | 'ip-permission.prefix-list-id';

type DescribeInput = Parameters<MonitorEc2['describeSecurityGroups']>[0];
type Filters = DescribeInput['Filters'];

/** Reads these groups with the ids of their rules. A group that is not in the result does not exist (any more). */
export async function readGroups(
  ec2: MonitorEc2,
  place: GroupPlace,
  ids: readonly string[],
): Promise<Map<string, SecurityGroup>> {
  const groups = new Map<string, SecurityGroup>();
  for (let start = 0; start < ids.length; start += FILTER_VALUES) {
    const filters = [{ Name: 'group-id', Values: ids.slice(start, start + FILTER_VALUES) }];
    const readMembers = async () => {
      for await (const page of pages(ec2, place, { Filters: filters })) {
        for (const group of page) groups.set(group.id, group);
      }
    };
    const [rows] = await Promise.all([readRows(ec2, filters), readMembers()]);
    for (const [id, ofGroup] of rowsByGroup(rows)) {
      const group = groups.get(id);
      if (group) Object.assign(group, groupRulesFrom(ofGroup, group.account));
    }
  }
  return groups;
}

/** Returns the ids of the groups in a VPC, with a name, or that use a prefix list in their ingress. */
export async function findGroupIds(
  ec2: MonitorEc2,
  place: GroupPlace,
  filter: GroupFilter,
  values: readonly string[],
): Promise<string[]> {
  const ids: string[] = [];
  // In a filter, `*` and `?` are wildcards, and a group can be named `*`.
  const isMeant = (group: SecurityGroup) => filter !== 'group-name' || values.includes(group.name);
  for (let start = 0; start < values.length; start += FILTER_VALUES) {
    const Filters = [{ Name: filter, Values: values.slice(start, start + FILTER_VALUES) }];
    for await (const page of pages(ec2, place, { Filters })) {
      ids.push(...page.filter(isMeant).map((group) => group.id));
    }
  }
  return ids;
}

/** Yields every group of the Region, a page at a time, without rule ids. One call returns 200 groups. */
export function allGroups(ec2: MonitorEc2, place: GroupPlace): AsyncGenerator<SecurityGroup[]> {
  return pages(ec2, place, { MaxResults: SWEEP_PAGE });
}

async function* pages(
  ec2: MonitorEc2,
  place: GroupPlace,
  input: DescribeInput,
): AsyncGenerator<SecurityGroup[]> {
  let NextToken: string | undefined;
  do {
    const page = await ec2.describeSecurityGroups({ ...input, NextToken });
    yield (page.SecurityGroups ?? []).map((row) => groupFrom(row, place));
    NextToken = page.NextToken;
  } while (NextToken);
}

async function readRows(ec2: MonitorEc2, Filters: Filters): Promise<AwsSecurityGroupRule[]> {
  const rows: AwsSecurityGroupRule[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ec2.describeSecurityGroupRules({ Filters, NextToken, MaxResults: RULE_PAGE });
    rows.push(...(page.SecurityGroupRules ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return rows;
}

/** The groups and rules that refer to prefix lists. */
export interface Referring {
  groups: readonly SecurityGroup[];
  /** Rules that a change added or removed. Their groups might no longer use the lists. */
  rules?: readonly IngressRule[] | undefined;
}

/**
 * Reads the entries of the prefix lists that these groups or the baseline's rules for them refer to. Each list is
 * read only once: the result also contains the known lists, and is `known` itself if no list was read. A list that
 * cannot be read (deleted, or no longer shared with this account) is not in the result, and is judged as opaque.
 */
export async function readPrefixLists(
  ec2: MonitorEc2,
  referring: Referring,
  baseline: PreparedBaseline,
  known: PrefixLists = new Map(),
): Promise<PrefixLists> {
  const used = prefixListsUsed(referring.groups, baseline, referring.rules);
  const wanted = [...used].filter((id) => !known.has(id));
  const read = await Promise.all(wanted.map(async (id) => [id, await readEntries(ec2, id)] as const));
  const found = read.filter((pair): pair is [string, AddressSource[]] => pair[1] !== undefined);
  return found.length === 0 ? known : new Map([...known, ...found]);
}

async function readEntries(ec2: MonitorEc2, PrefixListId: string): Promise<AddressSource[] | undefined> {
  const entries: AddressSource[] = [];
  let NextToken: string | undefined;
  do {
    const page = await unlessCode(
      ec2.getManagedPrefixListEntries({ PrefixListId, NextToken }),
      'InvalidPrefixListID.NotFound',
      'InvalidPrefixListId.NotFound',
    );
    if (!page) return undefined;
    entries.push(...entriesFrom(page.Entries ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return entries;
}
