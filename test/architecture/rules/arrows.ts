import type { Import } from '../syntax/imports.ts';
import { type Permissions, partFinder } from './unused-permissions.ts';
import type { Violation } from './violations.ts';

/** Returns imports for which a part has no permission. */
export function forbiddenImports(parts: Record<string, Permissions>, imports: Import[]): Violation[] {
  const partOf = partFinder(Object.keys(parts));
  return imports.flatMap(({ file, line, target, typeOnly }) => {
    const own = partOf(file);
    const other = partOf(target);
    if (own === undefined || other === own) return [];
    const { parts: run, types = [], packages } = parts[own]!;
    const allowed =
      other === undefined
        ? packages.some((prefix) => target.startsWith(prefix))
        : run.includes(other) || (typeOnly && types.includes(other));
    return allowed ? [] : [{ key: `${file} > ${target}`, text: `${file}:${line} imports ${target}` }];
  });
}

/** Returns permissions that point upwards. The keys of `parts` are in order from bottom to top. */
export function upwardArrows(parts: Record<string, Permissions>): Violation[] {
  const order = Object.keys(parts);
  return order.flatMap((name, index) => {
    const { parts: run, types = [] } = parts[name]!;
    return [...run, ...types]
      .filter((other) => order.indexOf(other) >= index)
      .map((other) => ({
        key: `${name} > ${other}`,
        text: `${name} may import ${other}, which comes after it`,
      }));
  });
}

/** Returns imports within one part from a folder to a later one, types included. */
export function upwardImports(part: string, rooms: readonly string[], imports: Import[]): Violation[] {
  const roomOf = (path: string) => rooms.findIndex((room) => path.startsWith(`${part}/${room}/`));
  return imports
    .filter(({ file, target }) => file.startsWith(`${part}/`) && roomOf(target) > roomOf(file))
    .filter(({ file, target }) => !(roomOf(file) === -1 && roomOf(target) === 0))
    .map(({ file, line, target }) => ({
      key: `${file} > ${target}`,
      text: `${file}:${line} imports ${target}, whose folder comes after its own`,
    }));
}
