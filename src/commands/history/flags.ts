import { usageError } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import type { HistorySource } from '../../history/read-history.ts';
import type { HistoryFlags } from './options.ts';

/**
 * Refuses options that choose a place in AWS if nothing is read from AWS. Otherwise the output would look restricted
 * but contain everything. @throws AppError kind usage.
 */
export function refuseIdleFlags(
  flags: HistoryFlags,
  sources: readonly HistorySource[],
  readsGroups: boolean,
): void {
  const lookup = sources.some(({ kind }) => kind === 'lookup');
  const s3 = sources.some(({ kind }) => kind === 's3');
  const groups = readsGroups && flags.groups === undefined;
  const idle = [
    flags.regions !== undefined && !lookup && !groups ? '--regions' : undefined,
    flags.roleArn !== undefined && !lookup && !s3 && !groups ? '--role-arn' : undefined,
    flags.resume !== undefined && !lookup ? '--resume' : undefined,
  ].find((flag) => flag !== undefined);
  if (idle !== undefined) {
    throw usageError(
      'idle-flag',
      say`${idle} applies to the event history, but this command does not read it.`,
      say`Remove it, or add --from lookup.`,
    );
  }
  for (const arn of flags.roleArn ?? []) {
    if (/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(arn)) continue;
    throw usageError(
      'bad-role',
      say`"${arn}" is not the ARN of a role.`,
      say`Write it as arn:aws:iam::111122223333:role/NAME.`,
    );
  }
}
