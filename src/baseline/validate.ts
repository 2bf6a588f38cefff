import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

import { nearest } from '../core/words/nearest.ts';
import { say, sayText } from '../core/words/say.ts';
import type { BaselineProblem } from './problem.ts';
import { BASELINE_FILE_SCHEMA } from './schema.ts';
import type { Path, SourceText } from './source-text.ts';

let compiled: ValidateFunction | undefined;

function validator(): ValidateFunction {
  compiled ??= new Ajv({
    allErrors: true,
    verbose: true,
    strict: true,
    strictTypes: false,
    allowUnionTypes: true,
  }).compile(BASELINE_FILE_SCHEMA);
  return compiled;
}

/** Checks the shape of a baseline file. Returns every problem with its position and, if possible, a suggestion. */
export function validateShape(source: SourceText): BaselineProblem[] {
  const validate = validator();
  if (validate(source.value)) return [];
  const problems = (validate.errors ?? [])
    .filter((error) => error.keyword !== 'if')
    .map((error) => problemOf(error, source));
  const seen = new Set<string>();
  return problems.filter((problem) => {
    const key = `${problem.line}:${problem.column}:${problem.message}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

function problemOf(error: ErrorObject, source: SourceText): BaselineProblem {
  const path = pathOf(error.instancePath);
  const schema = (error.parentSchema ?? {}) as { title?: string; properties?: object };
  const noun = schema.title === undefined ? say`another value` : sayText(schema.title);
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(error.params.additionalProperty);
      const known = Object.keys(schema.properties ?? {});
      return {
        ...source.atKey(path, key),
        message:
          known.length > 0
            ? say`unknown key ${quote(key)} (known here: ${known.join(', ')})`
            : say`unknown key ${quote(key)}`,
        suggestion: nearest(key, known),
      };
    }
    case 'required':
      return { ...source.at(path), message: say`${quote(String(error.params.missingProperty))} is missing` };
    case 'enum':
      return {
        ...source.at(path),
        message: say`expected ${noun}, but found ${quote(error.data)}`,
        suggestion:
          typeof error.data === 'string' ? nearest(error.data, error.params.allowedValues) : undefined,
      };
    default:
      return {
        ...source.at(path),
        message: ownMessage(path, error.data) ?? say`expected ${noun}, but found ${quote(error.data)}`,
      };
  }
}

/** Messages for the mistakes that every user makes once: an empty file, another version. */
function ownMessage(path: Path, value: unknown): string | undefined {
  if (path.length === 0 && value === null) return say`the file is empty; start with \`version: 1\``;
  const isVersion = path.length === 1 && path[0] === 'version';
  return isVersion && (typeof value === 'number' || typeof value === 'string')
    ? say`version ${quote(value)} is not supported; write \`version: 1\``
    : undefined;
}

function pathOf(pointer: string): Path {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Shows a value of the file on one line, shortened. */
function quote(value: unknown): string {
  if (value === undefined || value === null) return say`nothing`;
  if (Array.isArray(value)) return say`a list`;
  if (typeof value === 'object') return Object.keys(value).length === 0 ? say`an empty map` : say`a map`;
  const text = String(value);
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : value);
}
