import { usageError } from '../../core/errors.ts';
import { inARow, say } from '../../core/words/say.ts';
import { ourCommand } from '../command-line.ts';
import type { DeployHost } from '../host.ts';
import { recordedDigests } from '../plan/installed-digest.ts';
import type { Actual } from '../plan/resource.ts';
import type { StackNames } from '../stack.ts';
import { type CopiedBaseline, readCopiedBaseline, type StoredBaseline } from './stored-baseline.ts';

/**
 * How a command names the baseline: not at all, by a file or preset, or as the last installed one (`last`), of which a
 * copy survives the function.
 */
export type BaselineNaming = 'no' | 'yes' | 'last';

interface StoredFacts {
  host: DeployHost;
  found: readonly Actual[];
  /** What the function carries; undefined if it is missing or unreadable. */
  installed: StoredBaseline | undefined;
  /** Why what the function carries is not used, as a sentence. */
  doubt: string | undefined;
  notes: string[];
}

/**
 * The baseline and options of the last install: those in the function, or in their copy. Without the function, a
 * baseline must be named: a snapshot would allow what was changed since the function was deleted.
 *
 * @throws AppError kind usage, codes `baseline-needed` and `no-last-baseline`.
 */
export async function chooseStored(
  named: BaselineNaming,
  { host, found, installed, doubt, notes }: StoredFacts,
): Promise<StoredBaseline | undefined> {
  const { names } = host;
  if (named !== 'last' && installed !== undefined) return installed;
  if (named !== 'last' && !found.some(({ ours, lost }) => ours || lost !== undefined)) return undefined;
  const copy = await readCopiedBaseline(host, recordedDigests(found, names.baselineGroup).slice(0, 1));
  if (named === 'no') throw baselineNeeded(names, copy, doubt);
  if (named === 'last' && copy === undefined) {
    throw usageError(
      'no-last-baseline',
      say`The stack ${names.stack} in ${names.region} has no copy of its last baseline.`,
      say`Use --baseline with your file, or another --preset.`,
    );
  }
  if (doubt !== undefined) {
    notes.push(
      copy === undefined
        ? say`${doubt} This run uses the options of this command, and defaults for the rest.`
        : say`${doubt} This run keeps the options of the last install (${copy.writtenAt}).`,
    );
  } else if (installed === undefined) {
    notes.push(
      copy === undefined
        ? say`The function, which stores the stack's baseline and options, is missing. This run uses the options of this command, and defaults for the rest.`
        : say`The function, which stores the stack's baseline and options, is missing. This run keeps the options of the last install (${copy.writtenAt}).`,
    );
  }
  return copy;
}

function baselineNeeded(
  names: StackNames,
  copy: CopiedBaseline | undefined,
  doubt: string | undefined,
): Error {
  const message =
    doubt ??
    say`Stack ${names.stack} exists in ${names.region} without its function, which stores the baseline. A snapshot would allow everything that was changed since.`;
  const again = ourCommand(`install --preset ${presetFor(copy !== undefined)}`, names);
  if (copy === undefined) {
    return usageError(
      'baseline-needed',
      inARow([message, say`Nothing was changed.`]),
      say`Use --baseline with your file, or run \`${again}\`. Use --preset snapshot only if the groups admit what they should now.`,
    );
  }
  const difference = ourCommand('baseline diff', names);
  return usageError(
    'baseline-needed',
    inARow([
      message,
      say`A copy of the last baseline (${copy.baseline.origin}, ${copy.writtenAt}) still exists. Nothing was changed.`,
    ]),
    say`To see how the groups differ from it, run \`${difference}\`. To install it again, run \`${again}\`.`,
  );
}

/** The preset to install where the function is missing: never a snapshot of a state that somebody may have changed. */
export function presetFor(hasCopy: boolean): 'last' | 'guard' {
  return hasCopy ? 'last' : 'guard';
}
