import { howMany, say } from '../../core/words/say.ts';
import { escapeText } from '../../core/words/terminal-text.ts';
import type { HistoryItem } from '../../reports/history.ts';

/** Rules of one change that are written out; the rest is counted. */
const SHOWN = 8;

/** What a change did, as lines for people. Safe for a terminal. */
export function changeWords(item: HistoryItem): string[] {
  const done = [...rules(item), ...calls(item)];
  const lines = done.length === 0 ? [item.eventName] : done;
  if (item.errorCode === undefined) return lines.map((line) => escapeText(line));
  return [say`failed (${item.errorCode})`, ...lines.map((line) => say`wanted ${line}`)].map((line) =>
    escapeText(line),
  );
}

/** The groups, lists or whatever else a change is about. */
export function subjectWords(item: HistoryItem): string[] {
  const subjects = [...item.groupIds, ...item.groupNames, ...item.prefixListIds, ...item.attachmentIds];
  const shown = subjects.length === 0 ? [item.vpcId ?? '-'] : subjects.slice(0, 3);
  if (subjects.length > 3) shown.push(say`and ${subjects.length - 3} more`);
  return shown.map((subject) => escapeText(subject));
}

function rules(item: HistoryItem): string[] {
  const verb = item.modifiedRuleIds.length > 0 ? '~' : '+';
  const lines = [
    ...item.removed.map((rule) => `- ${rule}`),
    ...item.removedRuleIds.map((id) => say`- ${id} (the record lacks its text)`),
    ...item.added.map((rule) => `${verb} ${rule}`),
    ...(item.prefixListEntries?.removed ?? []).map((cidr) => `- ${cidr}`),
    ...(item.prefixListEntries?.added ?? []).map((cidr) => `+ ${cidr}`),
    ...item.unreadable.map((part) => `? ${part}`),
  ];
  if (lines.length <= SHOWN) return lines;
  return [...lines.slice(0, SHOWN - 1), say`and ${lines.length - SHOWN + 1} more`];
}

const CALLS: Record<string, () => string> = {
  CreateSecurityGroup: () => say`group created`,
  DeleteSecurityGroup: () => say`group deleted`,
  CreateVpc: () => say`VPC created, with its default group`,
  CreateDefaultVpc: () => say`default VPC created, with its default group`,
  UpdateSecurityGroupRuleDescriptionsIngress: () => say`descriptions changed`,
  AssociateSecurityGroupVpc: () => say`group made usable in a further VPC`,
  DisassociateSecurityGroupVpc: () => say`group taken from a VPC`,
  RestoreManagedPrefixListVersion: () => say`an earlier version of the list restored`,
  CreateIpamPrefixListResolverTarget: () => say`list given to an IPAM resolver, which writes its entries`,
  ModifyIpamPrefixListResolver: () => say`rules of an IPAM resolver changed, which writes its lists' entries`,
  ModifyIpamPrefixListResolverTarget: () => say`what an IPAM resolver writes into the list changed`,
};

function calls(item: HistoryItem): string[] {
  const words = CALLS[item.eventName]?.();
  if (words !== undefined) return [item.vpcId === undefined ? words : `${words} (${item.vpcId})`];
  return item.category === 'attachment'
    ? [say`${item.eventName}: ${howMany(item.groupIds.length, 'group')} put on it`]
    : [];
}
