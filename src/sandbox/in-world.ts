import type { Operations, OperationTable, World } from './service.ts';

type Run = (world: World, input: object, call: object) => unknown;

/** The operations of a table, in one world. `before` looks at the input of every call and may refuse it. */
export function inWorld<M>(
  world: World,
  table: OperationTable<M>,
  before: (input: object) => void = () => {},
): Operations<M> {
  const bound = Object.entries(table as Record<string, Run>).map(([name, run]) => [
    name,
    (input: object, call: object) => {
      before(input);
      return run(world, input, call);
    },
  ]);
  return Object.fromEntries(bound) as Operations<M>;
}
