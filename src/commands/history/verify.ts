import type { Command } from 'commander';
import { usageError } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import type { CommonOptions } from '../../host/context.ts';
import { parseBucketUrl } from '../options/parse-bucket-url.ts';
import { parseMoment } from '../options/parse-time.ts';
import { repeatable } from '../options/repeatable.ts';
import type { Shell } from '../shell.ts';
import type { VerifyContext, VerifyOptions } from './verify-options.ts';

export interface VerifyFlags {
  publicKeys?: string[];
  first?: string;
  last?: string;
}

/** Adds `history verify`. */
export function registerVerify(history: Command, shell: Shell, run = lazyVerify): void {
  const verify = history.command('verify');
  shell.offer(verify, ['pretty', 'json']);
  // The options of `history` have no effect here, so help omits them and using one is an error.
  const program = history.parent;
  verify
    .configureHelp({
      ...history.configureHelp(),
      visibleGlobalOptions: () => [...(program?.options ?? [])],
    })
    .description(say`check log files against CloudTrail's signed digests`)
    .argument('<place>', say`s3://bucket/prefix, or a folder with a copy of it`)
    .option(
      '--public-keys <file>',
      say`output of \`aws cloudtrail list-public-keys\` in a Region; repeatable (default: ask CloudTrail)`,
      repeatable,
    )
    .option('--first <time>', say`first day of the digests`)
    .option('--last <time>', say`last day of the digests`)
    .action(
      shell.action<VerifyFlags>((flags, common, place) => {
        refuseOptionsOf(history);
        return run(parseVerify(flags, common, place!), shell.ctx);
      }),
    );
}

function refuseOptionsOf(history: Command): void {
  const used = history.options.filter(
    (option) => history.getOptionValue(option.attributeName()) !== undefined,
  );
  if (used.length === 0) return;
  throw usageError(
    'option-of-history',
    say`\`history verify\` does not accept ${used.map(({ long }) => long).join(', ')}; only \`history\` does.`,
    say`Remove it. To choose the days, use --first and --last.`,
  );
}

/** @throws AppError kind usage. */
export function parseVerify(flags: VerifyFlags, common: CommonOptions, place: string): VerifyOptions {
  const moment = (value: string | undefined, flag: string) =>
    value === undefined ? undefined : parseMoment(value, flag, Date.now(), true);
  return {
    ...common,
    place: parseBucketUrl(place) ?? { kind: 'folder', path: place },
    since: moment(flags.first, '--first'),
    until: moment(flags.last, '--last'),
    keysFiles: flags.publicKeys ?? [],
  };
}

/** Loads the modules of `verify` late, so that listing changes starts at once. */
async function lazyVerify(options: VerifyOptions, ctx: VerifyContext) {
  const { historyVerify } = await import('./verify-history.ts');
  return historyVerify(options, ctx);
}
