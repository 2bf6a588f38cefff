import { type ESTree, Visitor } from 'rolldown/utils';
import type { FunctionSize } from './functions.ts';

export interface Cast {
  line: number;
  kind: 'as' | '!';
  /** Full name of the innermost enclosing function, or of the module's constant; otherwise `module`. */
  within: string;
  /** Set if the assertion discards what the compiler knows: `as never`, `as any`, `as unknown as`. */
  blind?: string;
}

const BLIND: Partial<Record<ESTree.TSType['type'], string>> = {
  TSNeverKeyword: 'as never',
  TSAnyKeyword: 'as any',
};

/** Returns type assertions (`as`, `<T>`) except `as const`, and `!`, in the order of the text. */
export function castsIn(
  program: ESTree.Program,
  functions: FunctionSize[],
  lineOf: (position: number) => number,
): Cast[] {
  const found: Cast[] = [];
  const add = ({ start, end }: ESTree.Span, kind: Cast['kind'], blind?: string) => {
    const around = functions.findLast((each) => each.start <= start && start < each.end);
    const within = around?.name ?? constantAt(program, start);
    // The line is where the assertion ends, because a chain of calls can start far above it.
    found.push({ line: lineOf(end - 1), kind, within, ...(blind && { blind }) });
  };
  const assertion = (node: ESTree.TSAsExpression | ESTree.TSTypeAssertion) => {
    const { typeAnnotation, expression } = node;
    if (isConst(typeAnnotation)) return;
    const twice = isAssertion(expression) && expression.typeAnnotation.type === 'TSUnknownKeyword';
    add(node, 'as', BLIND[typeAnnotation.type] ?? (twice ? 'as unknown as' : undefined));
  };
  new Visitor({
    TSAsExpression: assertion,
    TSTypeAssertion: assertion,
    TSNonNullExpression: (node) => add(node, '!'),
    // `let start!: () => void` is also an unchecked promise to the compiler.
    VariableDeclarator: (node) => node.definite && add(node, '!'),
    PropertyDefinition: (node) => node.definite && add(node, '!'),
  }).visit(program);
  return found;
}

function isAssertion(node: ESTree.Expression): node is ESTree.TSAsExpression | ESTree.TSTypeAssertion {
  return node.type === 'TSAsExpression' || node.type === 'TSTypeAssertion';
}

function isConst(type: ESTree.TSType): boolean {
  return (
    type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'const'
  );
}

function constantAt({ body }: ESTree.Program, position: number): string {
  const statement = body.find(({ start, end }) => start <= position && position < end);
  const declaration = statement?.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
  if (declaration?.type !== 'VariableDeclaration') return 'module';
  const constant = declaration.declarations.find(({ start, end }) => start <= position && position < end);
  return constant?.id.type === 'Identifier' ? constant.id.name : 'module';
}
