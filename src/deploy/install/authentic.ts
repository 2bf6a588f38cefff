import type { CompiledBaseline } from '../../core/baseline/baseline.ts';
import { say } from '../../core/words/say.ts';
import type { DeployHost } from '../host.ts';
import { canonicalJson } from '../kinds/kind.ts';
import { recordedDigests } from '../plan/installed-digest.ts';
import type { Actual } from '../plan/resource.ts';
import type { UnpackedFunction } from './function-zip.ts';
import { readCopiedBaseline, type StoredBaseline } from './stored-baseline.ts';

type CheckHost = Pick<DeployHost, 'aws' | 'names' | 'shared'>;

/**
 * Why the baseline and the options in the function are not those of the last install, as a sentence; undefined if they
 * are. The digest in the tag of the baseline's log group decides: whoever may replace the function's code may not
 * write that tag, and the lines of the log group can be forged.
 */
export async function doubtAbout(
  installed: UnpackedFunction,
  actual: readonly Actual[],
  host: CheckHost,
): Promise<string | undefined> {
  const { names } = host;
  const [last, previous] = recordedDigests(actual, names.baselineGroup);
  if (installed.digest === last) return undefined;
  if (last === undefined) {
    return say`Log group ${names.baselineGroup} does not record which baseline and options the last install put into the function ${names.function}, so those in its code are not trusted.`;
  }
  const copy = await readCopiedBaseline(host, [last]);
  // The copy is written last, so without it that install was interrupted, and the function may have what it had before.
  if (installed.digest === previous && copy === undefined) return undefined;
  const differing = copy === undefined ? say`unknown` : differences(copy, installed);
  return say`The baseline or the options in the function ${names.function} are not those of the last install. What differs: ${differing}.`;
}

/** Names what differs: parts of the baseline, with the names of their entries, and options. */
function differences(wanted: StoredBaseline, found: StoredBaseline): string {
  const parts = differingKeys(wanted.baseline, found.baseline).map((key) => {
    const names = entryNames(wanted.baseline, found.baseline, key);
    return names.length === 0 ? key : `${key} (${names.slice(0, 5).join(', ')})`;
  });
  const options = differingKeys(wanted.install, found.install).map((key) => say`option ${key}`);
  return [...parts, ...options].join(', ');
}

function differingKeys(a: object, b: object): string[] {
  const [one, other] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  const keys = [...new Set([...one.keys(), ...other.keys()])].sort();
  return keys.filter((key) => canonicalJson(one.get(key)) !== canonicalJson(other.get(key)));
}

/** The names or texts of the entries that only one of the two has. */
function entryNames(a: CompiledBaseline, b: CompiledBaseline, key: string): string[] {
  const entries = (baseline: CompiledBaseline): unknown[] => {
    const value: unknown = new Map(Object.entries(baseline)).get(key);
    return Array.isArray(value) ? value : [];
  };
  const texts = (list: unknown[]) => new Set(list.map((entry) => canonicalJson(entry)));
  const [inA, inB] = [texts(entries(a)), texts(entries(b))];
  const changed = [...entries(b), ...entries(a)].filter(
    (entry) => !(inA.has(canonicalJson(entry)) && inB.has(canonicalJson(entry))),
  );
  return [...new Set(changed.map(nameOf))];
}

function nameOf(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return String(entry);
  const name: unknown = 'name' in entry ? entry.name : undefined;
  return typeof name === 'string' ? name : canonicalJson(entry).slice(0, 80);
}
