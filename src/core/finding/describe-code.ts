import type { FindingCode } from './finding.ts';

/** What a finding's code means, whatever the group: for formats that describe their rules by themselves. */
export interface CodeWords {
  /** A few words, as a heading. */
  title: string;
  /** One or two sentences. */
  meaning: string;
  /** What to do about it. */
  remedy: string;
}

const WORDS: Record<FindingCode, CodeWords> = {
  'unexpected-ingress': {
    title: 'Unexpected ingress',
    meaning: 'The security group admits traffic that its baseline does not mean it to admit.',
    remedy:
      'Revoke the rules that cause it, or take the present state into the baseline if it is meant (secgroup-monitor baseline accept).',
  },
  'missing-ingress': {
    title: 'Missing ingress',
    meaning: 'The security group does not admit traffic that its baseline means it to admit.',
    remedy: 'Authorize what is missing, or take it out of the baseline.',
  },
  'forbidden-ingress': {
    title: 'Forbidden ingress',
    meaning: 'The security group admits traffic that the baseline never allows for any group.',
    remedy: 'Revoke or narrow the rules that cause it; where it has to stay, add an exception with an end.',
  },
  'unlisted-group': {
    title: 'Unlisted security group',
    meaning: 'No entry of the baseline is for this security group, so nobody has said what it may admit.',
    remedy: 'Add an entry for it to the baseline, or delete the group.',
  },
  'group-deleted': {
    title: 'Security group deleted',
    meaning: 'A security group that the baseline lists was deleted.',
    remedy: 'Take its entry out of the baseline, or create the group again.',
  },
  'in-line': {
    title: 'In line',
    meaning: 'The security group admits what the baseline means it to admit.',
    remedy: 'Nothing is to be done.',
  },
  'back-in-line': {
    title: 'Back in line',
    meaning: 'The security group admits again what the baseline means it to admit.',
    remedy: 'Nothing is to be done.',
  },
  'description-changed': {
    title: 'Description changed',
    meaning: 'Only descriptions of rules changed.',
    remedy: 'Nothing is to be done.',
  },
  'exception-expired': {
    title: 'Exception ended',
    meaning: 'An exception of the baseline has ended, and the security group still admits what it was for.',
    remedy: 'Revoke the rules that it was for, or give the exception a new end.',
  },
  'opaque-prefix-list': {
    title: 'Unreadable prefix list',
    meaning: 'A rule admits a prefix list whose entries could not be read, so they were not judged.',
    remedy: 'Grant ec2:GetManagedPrefixListEntries for the prefix list, or write its id into the baseline.',
  },
  'attachment-changed': {
    title: 'Attachment changed',
    meaning: 'The security group was attached to or taken from a network interface.',
    remedy: 'Nothing is to be done.',
  },
  'denied-attempt': {
    title: 'Denied attempt',
    meaning: 'A call that was to change the security group was refused.',
    remedy: 'Ask whoever made the call what it was for.',
  },
  'monitoring-tampered': {
    title: 'Monitoring tampered with',
    meaning: 'A call touched the trail, the rules or the function that this monitoring depends on.',
    remedy: 'Run secgroup-monitor status, and install again what is broken.',
  },
  'monitoring-changed-by-operator': {
    title: 'Monitoring changed by its operator',
    meaning: 'secgroup-monitor itself changed what it depends on.',
    remedy: 'Nothing is to be done.',
  },
  enforced: {
    title: 'Put back',
    meaning: 'The security group was put back to its baseline.',
    remedy: 'Ask whoever made the change what it was for.',
  },
  'enforce-dry-run': {
    title: 'Would be put back',
    meaning: 'The security group would be put back to its baseline if enforcing were switched on.',
    remedy: 'Put the group back, or take the change into the baseline.',
  },
  'enforce-stopped': {
    title: 'Putting back stopped',
    meaning: 'The security group was put back so often within an hour that it was given up.',
    remedy: 'Find out what changes the group again and again.',
  },
  'unreadable-event': {
    title: 'Unreadable event',
    meaning: 'An event could not be understood.',
    remedy: 'Read the event in the log, and report it.',
  },
};

/** The words for a code. A code of a later version is its own title. */
export function describeCode(code: FindingCode): CodeWords {
  if (Object.hasOwn(WORDS, code)) return WORDS[code];
  return { title: code, meaning: code, remedy: 'See the documentation.' };
}
