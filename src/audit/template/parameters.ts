import { usageError } from '../../core/errors.ts';
import { isDict } from '../../core/json-shape.ts';
import { say } from '../../core/words/say.ts';
import type { TemplateText } from './template-text.ts';

/**
 * Reads the parameters of a stack: in the form of the AWS CLI (`[{ParameterKey, ParameterValue}]`, `["Key=Value"]`),
 * of CodePipeline (`{Parameters: {…}}`), or as a map.
 * @throws AppError kind usage that names the file.
 */
export function readParameters({ value }: TemplateText, file: string): ReadonlyMap<string, unknown> {
  if (Array.isArray(value)) {
    return new Map(
      value.map((entry, index): [string, unknown] => {
        if (isDict(entry) && typeof entry.ParameterKey === 'string')
          return [entry.ParameterKey, entry.ParameterValue];
        const pair = typeof entry === 'string' ? /^([A-Za-z0-9]+)=(.*)$/s.exec(entry) : null;
        if (pair === null) throw notParameters(`${file}[${index}]`);
        return [pair[1] ?? '', pair[2]];
      }),
    );
  }
  if (!isDict(value)) throw notParameters(file);
  return new Map(Object.entries(isDict(value.Parameters) ? value.Parameters : value));
}

function notParameters(place: string): Error {
  return usageError(
    'not-parameters',
    say`${place} is not a parameter.`,
    say`Use a list of {"ParameterKey", "ParameterValue"}, or a map.`,
  );
}
