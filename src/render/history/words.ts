import { howMany, say } from '../../core/words/say.ts';
import { escapeText } from '../../core/words/terminal-text.ts';
import type { HistoryItem } from '../../reports/history.ts';

/** Rules that are listed for one change; the others are only counted. */
const SHOWN = 8;

/** Describes what a change did, one line per rule or call. The text is safe for a terminal. */
export function changeWords(item: HistoryItem): string[] {
  const done = [...rules(item), ...calls(item)];
  const lines = done.length === 0 ? [item.eventName] : done;
  if (item.errorCode === undefined) return lines.map((line) => escapeText(line));
  return [say`failed (${item.errorCode})`, ...lines.map((line) => say`requested ${line}`)].map((line) =>
    escapeText(line),
  );
}

/** Returns the groups, prefix lists, interfaces or VPC of a change; `-` if it has none. The text is safe for a terminal. */
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
    ...item.removedRuleIds.map((id) => say`- ${id} (rule text is not in the record)`),
    ...item.added.map((rule) => `${verb} ${rule}`),
    ...(item.prefixListEntries?.removed ?? []).map((cidr) => `- ${cidr}`),
    ...(item.prefixListEntries?.added ?? []).map((cidr) => `+ ${cidr}`),
    ...item.unreadable.map((part) => `? ${part}`),
  ];
  if (lines.length === 0 && item.requestOmitted === true) {
    return [say`${item.eventName}: the request is too large for the record`];
  }
  if (lines.length <= SHOWN) return lines;
  return [...lines.slice(0, SHOWN - 1), say`and ${lines.length - SHOWN + 1} more`];
}

const CALLS: Record<string, () => string> = {
  CreateSecurityGroup: () => say`group created`,
  DeleteSecurityGroup: () => say`group deleted`,
  CreateVpc: () => say`VPC created, with its default group`,
  CreateDefaultVpc: () => say`default VPC created, with its default group`,
  UpdateSecurityGroupRuleDescriptionsIngress: () => say`descriptions changed`,
  AssociateSecurityGroupVpc: () => say`group associated with another VPC`,
  DisassociateSecurityGroupVpc: () => say`group disassociated from a VPC`,
  RestoreManagedPrefixListVersion: () => say`earlier version of the list restored`,
  CreateIpamPrefixListResolverTarget: () =>
    say`list became the target of an IPAM resolver, which writes its entries`,
  ModifyIpamPrefixListResolver: () =>
    say`rules changed of an IPAM resolver, which writes the entries of its lists`,
  ModifyIpamPrefixListResolverTarget: () =>
    say`settings changed of an IPAM resolver target, which decide the entries of the list`,
};

function calls(item: HistoryItem): string[] {
  const words = CALLS[item.eventName]?.();
  if (words !== undefined) return [item.vpcId === undefined ? words : `${words} (${item.vpcId})`];
  return item.category === 'attachment'
    ? [say`${item.eventName}: ${howMany(item.groupIds.length, 'group')} attached`]
    : [];
}
