import { usageError } from '../../core/errors.ts';
import { isDict } from '../../core/json-shape.ts';
import { say } from '../../core/words/say.ts';
import type { TemplateText } from './template-text.ts';

/**
 * Parameters of a stack as the AWS CLI takes them (`[{ParameterKey, ParameterValue}]`, `["Key=Value"]`), as
 * CodePipeline does (`{Parameters: {…}}`), or as a map.
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
    say`${place}: this is not a parameter.`,
    say`Write a list of {"ParameterKey", "ParameterValue"}, or a map.`,
  );
}
