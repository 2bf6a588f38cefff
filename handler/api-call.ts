import { usesPrefixList } from '../src/core/ec2/aws-groups.ts';
import { judgeChange } from '../src/core/judge/judge-change.ts';
import type { Change } from '../src/core/record/change.ts';
import type { RecordResult } from '../src/core/record/parse-record.ts';
import { hidesItsGroups } from '../src/core/record/state-before.ts';
import { type Host, type Invocation, judgeOptions } from './host.ts';
import { judgeGroups } from './judge-groups.ts';
import { findGroupIds } from './read-groups.ts';
import { sweep } from './sweep.ts';
import { tamperVerdict } from './tamper.ts';
import { unreadableVerdict } from './verdicts.ts';

type ChangeResult = Extract<RecordResult, { kind: 'change' }>;

/** Handles one CloudTrail record. It shows which groups to judge, and who changed them if they drift. */
export async function handleApiCall(
  parsed: RecordResult,
  record: unknown,
  host: Host,
  invocation: Invocation,
): Promise<void> {
  const { receivedAt } = invocation;
  if (parsed.kind === 'irrelevant') return;
  if (parsed.kind === 'unknown') {
    host.writer.write([unreadableVerdict(parsed.reason, parsed.groupIds)], { receivedAt });
    await judgeGroups(parsed.groupIds, host, invocation, {});
    return;
  }
  const { change, category } = parsed;
  if (category === 'tamper') {
    const verdict = tamperVerdict(change, record, host.settings);
    if (verdict) host.writer.write(host.refusals.together([verdict], change), { receivedAt, change });
    return;
  }
  if (change.errorCode !== undefined) {
    const { verdicts } = judgeChange({ change }, judgeOptions(host));
    host.writer.write(host.refusals.together(verdicts, change), { receivedAt, change });
    return;
  }
  if (hidesItsGroups(change)) {
    host.writer.write(judgeChange({ change }, judgeOptions(host)).verdicts, { receivedAt, change });
    return sweep(host, invocation, { scheduled: false });
  }
  const ids = await affectedGroups(parsed, host);
  // The record of an IPAM resolver does not contain the ids of the lists that the resolver rewrites.
  if (!Array.isArray(ids)) return sweep(host, invocation, { change, concerns: usesPrefixList });
  await judgeGroups(ids, host, invocation, { change, category });
}

async function affectedGroups(
  { change, category }: ChangeResult,
  host: Host,
): Promise<string[] | 'all that use a prefix list'> {
  const { ec2 } = host.aws;
  const { account, region } = host.settings;
  const find = (filter: Parameters<typeof findGroupIds>[2], values: string[]) =>
    findGroupIds(ec2, { account, region }, filter, values);

  if (category === 'prefix-list') {
    return change.prefixListIds.length > 0
      ? find('ip-permission.prefix-list-id', change.prefixListIds)
      : 'all that use a prefix list';
  }
  const ids = new Set(change.groupIds);
  if (change.groupNames.length > 0) for (const id of await find('group-name', change.groupNames)) ids.add(id);
  if (bringsDefaultGroup(change)) for (const id of await find('vpc-id', [change.vpcId!])) ids.add(id);
  return [...ids];
}

/** A new VPC has a default group that admits its own members, and no record contains the id of that group. */
function bringsDefaultGroup(change: Change): boolean {
  return /^Create(Default)?Vpc$/.test(change.eventName) && change.vpcId !== undefined;
}
