import type { Source } from '../syntax/source.ts';
import type { Violation } from './violations.ts';

const LINES = 70;
const PARAMETERS = 5;

/** Returns functions that are too long to read at once, or have too many parameters to remember. */
export function largeFunctions(sources: Source[]): Violation[] {
  return sources.flatMap(({ path, functions }) =>
    functions.flatMap(({ name, line, lines, parameters }) => {
      const faults = [
        ...(lines > LINES ? [`${lines} lines, at most ${LINES}`] : []),
        ...(parameters > PARAMETERS ? [`${parameters} parameters, at most ${PARAMETERS}`] : []),
      ];
      if (faults.length === 0) return [];
      return { key: `${path}#${name}`, text: `${path}:${line} ${name} has ${faults.join('; ')}` };
    }),
  );
}
