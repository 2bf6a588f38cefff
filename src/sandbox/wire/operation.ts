import { NormalizedSchema } from '@smithy/core/schema';
import type { StaticErrorSchema, StaticOperationSchema } from '@smithy/types';

export { NormalizedSchema };

/** A schema from the SDK's tables: https://smithy.io/2.0/spec/model.html, in the SDK's compact form. */
export type Schema = NormalizedSchema;

/** HTTP binding of an operation: method, path template with its fixed query, and success status. */
type HttpBinding = [method: string, path: string, status: number];

/** The codec's data of one operation. */
export interface OperationShape {
  name: string;
  http: HttpBinding | undefined;
  input: Schema;
  output: Schema;
}

/** Returns whether it is an exported `X$` operation of an SDK client. */
function isOperation(exported: unknown): exported is StaticOperationSchema {
  return Array.isArray(exported) && exported[0] === 9;
}

/** Returns whether it is an exported `X$` error of an SDK client. */
export function isError(exported: unknown): exported is StaticErrorSchema {
  return Array.isArray(exported) && exported[0] === -3;
}

function operationShape([, , name, traits, input, output]: StaticOperationSchema): OperationShape {
  return {
    name,
    http: typeof traits === 'object' ? traits.http : undefined,
    input: NormalizedSchema.of(input),
    output: NormalizedSchema.of(output),
  };
}

/** Returns the operations in a set of exported schemas, by name. */
export function operationShapes(exported: Record<string, unknown>): Map<string, OperationShape> {
  const shapes = new Map<string, OperationShape>();
  for (const schema of Object.values(exported)) {
    if (isOperation(schema)) shapes.set(schema[2], operationShape(schema));
  }
  return shapes;
}

/** Returns the required members of a request, for a query or JSON reader. */
export function requiredMembers(schema: Schema): string[] {
  const struct = schema.getSchema();
  if (!Array.isArray(struct) || struct[0] !== 3) return [];
  const [, , , , members, , count = 0] = struct;
  return members.slice(0, count);
}
