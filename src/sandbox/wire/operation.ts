import { NormalizedSchema } from '@smithy/core/schema';

export { NormalizedSchema };

/** A schema of the SDK's tables: https://smithy.io/2.0/spec/model.html, in the SDK's compact form. */
export type Schema = NormalizedSchema;

/** HTTP binding of an operation: method, path template with its fixed query, and status of success. */
type HttpBinding = [method: string, path: string, status: number];

/** What the codec knows of one operation. */
export interface OperationShape {
  name: string;
  http: HttpBinding | undefined;
  input: Schema;
  output: Schema;
}

type Deferred = unknown | (() => unknown);

/** Turns an exported `X$` operation of an SDK client (`[9, namespace, name, traits, input, output]`) into our shape. */
function operationShape(exported: readonly unknown[]): OperationShape {
  const [, , name, traits, input, output] = exported as [
    9,
    string,
    string,
    { http?: HttpBinding } | 0,
    Deferred,
    Deferred,
  ];
  return {
    name,
    http: typeof traits === 'object' ? traits.http : undefined,
    input: NormalizedSchema.of(input as never),
    output: NormalizedSchema.of(output as never),
  };
}

/** The operations among a set of exported schemas, by name. */
export function operationShapes(exported: Record<string, unknown>): Map<string, OperationShape> {
  const shapes = new Map<string, OperationShape>();
  for (const schema of Object.values(exported)) {
    if (Array.isArray(schema) && schema[0] === 9) {
      const shape = operationShape(schema);
      shapes.set(shape.name, shape);
    }
  }
  return shapes;
}

/** Names and counts that a query reader or JSON reader needs: which members a request must have. */
export function requiredMembers(schema: Schema): string[] {
  const struct = schema.getSchema();
  if (!Array.isArray(struct) || struct[0] !== 3) return [];
  const count = typeof struct[6] === 'number' ? struct[6] : 0;
  return (struct[4] as string[]).slice(0, count);
}
