import type { ESTree } from 'rolldown/utils';

type Statement = ESTree.Program['body'][number];

const TYPES = new Set([
  'TSInterfaceDeclaration',
  'TSTypeAliasDeclaration',
  'TSEnumDeclaration',
  'ClassDeclaration',
]);
const ERASED = new Set(['TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'TSDeclareFunction']);

/** Returns the exported names of the types that a file declares itself, without re-exports. */
export function exportedTypes({ body }: ESTree.Program): string[] {
  const local = new Set(body.flatMap(typeName));
  const names = body.flatMap((statement) => {
    if (statement.type === 'ExportDefaultDeclaration') return typeName(statement.declaration);
    if (statement.type !== 'ExportNamedDeclaration' || statement.source) return [];
    const listed = statement.specifiers.filter((each) => local.has(nameOf(each.local)));
    return [...typeName(statement.declaration), ...listed.map((each) => nameOf(each.exported))];
  });
  return [...new Set(names)];
}

/** Returns whether a file contains only imports and types, so that there is nothing to test. */
export function isTypesAlone({ body }: ESTree.Program): boolean {
  return body.every(isErased);
}

function isErased(statement: Statement): boolean {
  switch (statement.type) {
    case 'ImportDeclaration':
      return statement.specifiers.length > 0;
    case 'ExportAllDeclaration':
      return statement.exportKind === 'type';
    case 'ExportNamedDeclaration':
      if (statement.declaration) return isErased(statement.declaration);
      return (
        statement.exportKind === 'type' || statement.specifiers.every((each) => each.exportKind === 'type')
      );
    default:
      return ERASED.has(statement.type) || ('declare' in statement && statement.declare === true);
  }
}

function typeName(node: { type: string; id?: unknown } | null): string[] {
  if (!node || !TYPES.has(node.type)) return [];
  const { id } = node;
  return typeof id === 'object' && id && 'name' in id && typeof id.name === 'string' ? [id.name] : [];
}

const nameOf = (name: ESTree.ModuleExportName): string => (name.type === 'Literal' ? name.value : name.name);
