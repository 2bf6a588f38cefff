import { createHash } from 'node:crypto';
import type { Actual } from './resource.ts';

/** The tag of the baseline's log group with what the last installs put into the function. */
export const INSTALLED_TAG = 'secgroup-monitor:installed';

/** Names what an install puts into the function: 32 hexadecimal digits of SHA-256 over the two files in its zip. */
export function installedDigest(baselineText: string, optionsText: string): string {
  return createHash('sha256').update(`${baselineText}\n${optionsText}`).digest('hex').slice(0, 32);
}

/** The digests in the tag: of the last install and, if there was another one before it, of that one. */
export function recordedDigests(actual: readonly Actual[], baselineGroup: string): string[] {
  const group = actual.find(({ kind, name }) => kind === 'log-group' && name === baselineGroup);
  const tags = group?.kind === 'log-group' ? group.props.tags : undefined;
  return tags?.[INSTALLED_TAG]?.split('+') ?? [];
}

/** The tag's value before the function is updated. An interrupted install leaves the earlier content in the function. */
export function nextRecord(recorded: readonly string[], digest: string): string {
  const [last] = recorded;
  return last === digest ? recorded.join('+') : [digest, ...(last === undefined ? [] : [last])].join('+');
}
