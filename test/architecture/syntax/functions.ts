import { type ESTree, Visitor } from 'rolldown/utils';

export interface FunctionSize {
  /**
   * Its name after those of the enclosing functions and classes: `install.apply`, `World.add`,
   * `register.action()`.
   */
  name: string;
  start: number;
  end: number;
  line: number;
  /** From the first line of the signature to the last of the body. */
  lines: number;
  /** A destructured object counts as one. */
  parameters: number;
}

interface Above {
  name: string;
  /** Start of a method, because its function starts after its name. */
  start?: number;
}

/** Returns every function with a body, outer ones first. */
export function functionsIn(program: ESTree.Program, lineOf: (position: number) => number): FunctionSize[] {
  const found: FunctionSize[] = [];
  const above = namesFromAbove(program);
  const around: string[] = [];
  const leave = () => void around.pop();
  const enterClass = (node: ESTree.Class) => void around.push(ownName(node, above));
  const enter = (node: ESTree.Function | ESTree.ArrowFunctionExpression) => {
    around.push(ownName(node, above));
    if (!node.body) return;
    const line = lineOf(above.get(node)?.start ?? node.start);
    found.push({
      name: around.join('.'),
      start: node.start,
      end: node.end,
      line,
      lines: lineOf(node.end) - line + 1,
      parameters: node.params.filter((each) => !(each.type === 'Identifier' && each.name === 'this')).length,
    });
  };
  new Visitor({
    ClassDeclaration: enterClass,
    'ClassDeclaration:exit': leave,
    ClassExpression: enterClass,
    'ClassExpression:exit': leave,
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
  }).visit(program);
  return found;
}

/** A function that is a value gets its name from its constant, property or call. */
function namesFromAbove(program: ESTree.Program): Map<unknown, Above> {
  const above = new Map<unknown, Above>();
  const callbacks = (call: ESTree.CallExpression | ESTree.NewExpression) => {
    for (const argument of call.arguments) above.set(argument, { name: `${textOf(call.callee)}()` });
  };
  new Visitor({
    VariableDeclarator: ({ id, init }) => void above.set(init, { name: textOf(id) }),
    AssignmentExpression: ({ left, right }) => void above.set(right, { name: textOf(left) }),
    Property: ({ key, value, method, kind, start }) =>
      void above.set(value, { name: textOf(key), ...((method || kind !== 'init') && { start }) }),
    PropertyDefinition: ({ key, value }) => void above.set(value, { name: textOf(key) }),
    MethodDefinition: ({ key, value, start }) => void above.set(value, { name: textOf(key), start }),
    CallExpression: callbacks,
    NewExpression: callbacks,
  }).visit(program);
  return above;
}

function ownName(node: { id?: { name: string } | null }, above: Map<unknown, Above>): string {
  return node.id?.name ?? above.get(node)?.name ?? 'anonymous';
}

/** Returns the last name of an expression: `action` of `program.command('x').action`. */
function textOf(node: ESTree.Node): string {
  switch (node.type) {
    case 'Identifier':
      return node.name;
    case 'PrivateIdentifier':
      return `#${node.name}`;
    case 'Literal':
      return String(node.value);
    case 'MemberExpression':
      return textOf(node.property);
    default:
      return 'anonymous';
  }
}
