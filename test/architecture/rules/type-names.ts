import type { Source } from '../syntax/source.ts';
import type { Violation } from './violations.ts';

/** Returns names of exported types that are declared in more than one file. */
export function ambiguousTypes(sources: Source[]): Violation[] {
  const files = new Map<string, string[]>();
  for (const { path, exportedTypes } of sources)
    for (const name of exportedTypes) files.set(name, [...(files.get(name) ?? []), path]);
  return [...files]
    .filter(([, paths]) => paths.length > 1)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, paths]) => ({ key, text: `${key} is declared in ${paths.join(' and ')}` }));
}
