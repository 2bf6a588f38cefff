import { posix } from 'node:path';
import { type ESTree, Visitor } from 'rolldown/utils';

export interface Import {
  /** The importing file. */
  file: string;
  line: number;
  /** A path from the repository's root, or a package as written: `node:fs`. */
  target: string;
  /**
   * True if nothing of it is left at run time: `import type`, `export type … from`, `typeof import('…')`.
   * `import { type A }` runs the module (verbatimModuleSyntax).
   */
  typeOnly: boolean;
}

/** Returns static and dynamic imports, re-exports, and imports in types, in the order of the text. */
export function importsIn(
  file: string,
  program: ESTree.Program,
  lineOf: (position: number) => number,
): Import[] {
  const found: Import[] = [];
  const add = (specifier: unknown, start: number, typeOnly: boolean) => {
    if (typeof specifier !== 'string') return;
    found.push({ file, line: lineOf(start), target: targetOf(file, specifier), typeOnly });
  };
  new Visitor({
    ImportDeclaration: ({ source, start, importKind }) => add(source.value, start, importKind === 'type'),
    ExportNamedDeclaration: ({ source, start, exportKind }) =>
      add(source?.value, start, exportKind === 'type'),
    ExportAllDeclaration: ({ source, start, exportKind }) => add(source.value, start, exportKind === 'type'),
    ImportExpression: ({ source, start }) => add('value' in source && source.value, start, false),
    TSImportType: ({ source, start }) => add(source.value, start, true),
  }).visit(program);
  return found;
}

/** @param file the importing file */
export function targetOf(file: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier;
}
