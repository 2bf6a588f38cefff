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
  // What `history` itself takes has no meaning here, so that help leaves it out and typing it is a mistake.
  const program = history.parent;
  verify
    .configureHelp({
      ...history.configureHelp(),
      visibleGlobalOptions: () => [...(program?.options ?? [])],
    })
    .description(say`check log files against the signed digests of CloudTrail`)
    .argument('<place>', say`s3://bucket/prefix, or a folder with a copy of it`)
    .option(
      '--public-keys <file>',
      say`what \`aws cloudtrail list-public-keys\` printed in a Region; may be repeated (default: ask CloudTrail)`,
      repeatable,
    )
    .option('--first <time>', say`digests from that day on`)
    .option('--last <time>', say`digests up to that day`)
    .action(
      shell.action<VerifyFlags>((flags, common, place) => {
        refuseOptionsOf(history);
        return run(parseVerify(flags, common, place!), shell.ctx);
      }),
    );
}

function refuseOptionsOf(history: Command): void {
  const typed = history.options.filter(
    (option) => history.getOptionValue(option.attributeName()) !== undefined,
  );
  if (typed.length === 0) return;
  throw usageError(
    'option-of-history',
    say`\`history verify\` does not take ${typed.map(({ long }) => long).join(', ')}: that is for \`history\`.`,
    say`Leave it out; times are given as --first and --last here.`,
  );
}

/** Throws AppError kind usage. */
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

/** Its modules are not needed to list changes, which is to start at once. */
async function lazyVerify(options: VerifyOptions, ctx: VerifyContext) {
  const { historyVerify } = await import('./verify-history.ts');
  return historyVerify(options, ctx);
}
