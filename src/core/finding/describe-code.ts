import { toSay } from '../words/say.ts';
import type { FindingCode } from './finding.ts';

/** A general description of a finding code, for formats that describe each rule once (SARIF, OCSF, ASFF, HTML). */
export interface CodeWords {
  /** A heading of a few words, in English. Translate it with sayText() where people read it. */
  title: string;
  /** One or two sentences. */
  meaning: string;
  /** What to do about it, as an instruction. */
  remedy: string;
}

const WORDS: Record<FindingCode, CodeWords> = {
  'unexpected-ingress': {
    title: toSay('Unexpected ingress'),
    meaning: 'The security group admits traffic that its baseline does not allow.',
    remedy:
      'Revoke the rules that cause it. If the traffic is intended, add it to the baseline (secgroup-monitor baseline accept).',
  },
  'missing-ingress': {
    title: toSay('Missing ingress'),
    meaning: 'The security group does not admit all traffic that its baseline requires.',
    remedy: 'Authorize the missing rules, or remove them from the baseline.',
  },
  'forbidden-ingress': {
    title: toSay('Forbidden ingress'),
    meaning: 'The security group admits traffic that the baseline forbids for every group.',
    remedy: 'Revoke or narrow the rules that cause it. If they must stay, add an exception with an end date.',
  },
  'unlisted-group': {
    title: toSay('Unlisted security group'),
    meaning:
      'No entry of the baseline matches this security group, so the baseline does not define what it may admit.',
    remedy: 'Add an entry for the group to the baseline, or delete the group.',
  },
  'group-deleted': {
    title: toSay('Security group deleted'),
    meaning: 'A security group that the baseline lists was deleted.',
    remedy: 'Remove its entry from the baseline, or create the group again.',
  },
  'in-line': {
    title: toSay('Matches the baseline'),
    meaning: 'The security group matches the baseline.',
    remedy: 'No action is needed.',
  },
  'back-in-line': {
    title: toSay('Matches the baseline again'),
    meaning: 'The security group differed from the baseline and matches it again.',
    remedy: 'No action is needed.',
  },
  'transient-exposure': {
    title: toSay('Transient exposure'),
    meaning:
      'The security group admitted traffic that its baseline does not allow, and no longer did when it was read. Connections made in that time can still be open.',
    remedy:
      'Ask the caller for the reason. Look for connections from that time, for example in VPC flow logs.',
  },
  'description-changed': {
    title: toSay('Description changed'),
    meaning: 'Only descriptions of rules changed.',
    remedy: 'No action is needed.',
  },
  'entry-changed': {
    title: toSay('Baseline entry changed'),
    meaning:
      'The tags of the security group changed, so that another entry of the baseline matches it, or none.',
    remedy: 'Restore the tags, or confirm that the group belongs to its new entry.',
  },
  'exception-expired': {
    title: toSay('Exception expired'),
    meaning:
      'An exception in the baseline has expired, but the security group still admits the traffic that it covered.',
    remedy: 'Revoke the rules that the exception covered, or give it a new end date.',
  },
  'unreadable-rule': {
    title: toSay('Unreadable rule'),
    meaning:
      'A rule of the security group has a form that this version does not know, so it was not judged. The other rules were judged.',
    remedy:
      'Look at the rule in AWS. Revoke it if it is wrong, or update secgroup-monitor if the form is new.',
  },
  'opaque-prefix-list': {
    title: toSay('Unreadable prefix list'),
    meaning: 'A rule admits a prefix list whose entries could not be read, so they were not judged.',
    remedy: 'Grant ec2:GetManagedPrefixListEntries for the prefix list, or allow its id in the baseline.',
  },
  'attachment-changed': {
    title: toSay('Attachment changed'),
    meaning: 'The security group was attached to, or detached from, a network interface.',
    remedy: 'No action is needed.',
  },
  'denied-attempt': {
    title: toSay('Denied attempt'),
    meaning: 'A call that tried to change the security group was refused.',
    remedy: 'Ask the caller for the reason of the call.',
  },
  'monitoring-tampered': {
    title: toSay('Monitoring tampered with'),
    meaning: 'A call targeted the trail, the rules or the function that this monitoring depends on.',
    remedy: 'Run secgroup-monitor status, and run the commands that it shows for broken hops.',
  },
  'monitoring-changed-by-operator': {
    title: toSay('Monitoring changed by its operator'),
    meaning: 'secgroup-monitor itself changed a resource that the monitoring depends on.',
    remedy: 'No action is needed.',
  },
  enforced: {
    title: toSay('Restored'),
    meaning: 'secgroup-monitor restored the security group to its baseline.',
    remedy: 'Ask the person who made the change for the reason.',
  },
  'enforce-dry-run': {
    title: toSay('Would be restored'),
    meaning: 'secgroup-monitor would restore the security group to its baseline if --enforce were on.',
    remedy: 'Restore the group, or add the change to the baseline.',
  },
  'enforce-stopped': {
    title: toSay('Reverts stopped'),
    meaning:
      'secgroup-monitor stopped reverting changes of the security group, because the hourly limit was reached.',
    remedy: 'Find out what keeps changing the group.',
  },
  'unreadable-event': {
    title: toSay('Unreadable event'),
    meaning: 'The function could not read an event.',
    remedy: 'Look for the event in the log group of the function, and report it as a bug.',
  },
};

/** Returns the description of a code. For an unknown code, which a later version may write, the code itself. */
export function describeCode(code: FindingCode): CodeWords {
  if (Object.hasOwn(WORDS, code)) return WORDS[code];
  return { title: code, meaning: code, remedy: 'See the documentation.' };
}
