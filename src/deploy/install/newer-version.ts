import { usageError } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import type { StackNames } from '../stack.ts';

interface VersionFacts {
  /** The version that installed the stack; undefined if it is not known. */
  installed: string | undefined;
  /** This version. */
  version: string;
  names: StackNames;
  /** Asks whether to replace a newer version; throws if not. Undefined: the command line does not ask for it. */
  downgrade?: ((question: string) => Promise<void>) | undefined;
  dryRun: boolean;
}

/**
 * An older version does not know what a newer one installed, so it must not replace it by accident.
 *
 * @throws AppError kind usage, code `newer-installed`.
 */
export async function askToDowngrade(facts: VersionFacts): Promise<void> {
  const { installed, version, names, downgrade, dryRun } = facts;
  if (installed === undefined || !isNewer(installed, version)) return;
  if (downgrade === undefined) {
    throw usageError(
      'newer-installed',
      say`Stack ${names.stack} in ${names.region} was installed by version ${installed} of secgroup-monitor; this is version ${version}. Nothing was changed.`,
      say`Update secgroup-monitor to version ${installed} or later, or use --downgrade to replace what it installed.`,
    );
  }
  if (dryRun) return;
  await downgrade(
    say`Replace stack ${names.stack} in ${names.region}, installed by version ${installed}, by the older version ${version}?`,
  );
}

/** Compares `major.minor.patch`. What follows is ignored. */
export function isNewer(version: string, than: string): boolean {
  const [a, b] = [numbers(version), numbers(than)];
  const at = a.findIndex((part, index) => part !== (b[index] ?? 0));
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0);
}

function numbers(version: string): number[] {
  return [...(version.match(/^\d{1,9}(?:\.\d{1,9}){0,2}/)?.[0] ?? '').split('.')].map(Number);
}
