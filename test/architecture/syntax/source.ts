import { posix } from 'node:path';
import { type ParseResult, parseSync } from 'rolldown/utils';
import { type Cast, castsIn } from './casts.ts';
import { exportedTypes, isTypesAlone } from './declarations.ts';
import { type FunctionSize, functionsIn } from './functions.ts';
import { type Import, importsIn, targetOf } from './imports.ts';

/** The facts that the rules need about one TypeScript file of src/ or handler/. */
export interface Source {
  /** Path from the repository's root, with `/`: `src/core/cidr.ts`. */
  path: string;
  imports: Import[];
  functions: FunctionSize[];
  casts: Cast[];
  /** Names of the types, interfaces, classes and enums that it declares and exports. */
  exportedTypes: string[];
  /** True if it contains nothing that runs. */
  typesAlone: boolean;
}

/** The facts that the rules need about a file of test/. */
export interface TestFile {
  path: string;
  /** The files and packages that it imports statically, named as in {@link Import.target}. */
  targets: string[];
  /** The text of its comments in order, without the comment signs. */
  comments: string;
}

/** @throws if the text is not TypeScript */
export function parseSource(path: string, text: string): Source {
  const { program } = parse(path, text);
  const lineOf = lines(text);
  const functions = functionsIn(program, lineOf);
  return {
    path,
    imports: importsIn(path, program, lineOf),
    functions,
    casts: castsIn(program, functions, lineOf),
    exportedTypes: exportedTypes(program),
    typesAlone: isTypesAlone(program),
  };
}

/**
 * Does not keep the syntax tree, because building it takes most of the time. @throws if the text is not
 * TypeScript
 */
export function parseTest(path: string, text: string): TestFile {
  const { comments, module } = parse(path, text);
  return {
    path,
    targets: module.staticImports.map(({ moduleRequest }) => targetOf(path, moduleRequest.value)),
    comments: comments.map(({ value }) => value.replaceAll(/^\s*\*+(?=\s|$)/gm, '').trim()).join('\n'),
  };
}

function parse(path: string, text: string): ParseResult {
  const result = parseSync(posix.basename(path), text, { lang: 'ts', preserveParens: false });
  const [error] = result.errors;
  if (error) throw new Error(`${path}: ${error.message}\n${error.codeframe ?? ''}`);
  return result;
}

/** @returns the line (from 1) of a position in the text */
function lines(text: string): (position: number) => number {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (position) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= position) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
