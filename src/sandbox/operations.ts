/** A service: operations with the types of the SDK's commands, and the permissions that IAM checks for each. */
import type { Call, Requirement, SandboxWorld } from './service.ts';

/** The commands of a module of `@aws-sdk/client-*`, by operation, as types. */
type Commands<M> = {
  [K in keyof M as K extends `${infer Op}Command` ? Op : never]: M[K] extends new (
    ...args: never[]
  ) => infer C
    ? C
    : never;
};

/** The input of an operation: a body or payload is read completely. */
type Received<I> = { [K in keyof I]: K extends 'Body' | 'Payload' ? Uint8Array | undefined : I[K] };

/** The output of an operation: no metadata, and blobs as plain bytes (a body also as text). */
type Answered<O> = {
  [K in keyof O as Exclude<K, '$metadata'>]: K extends 'Body'
    ? Uint8Array | string | undefined
    : NonNullable<O[K]> extends Uint8Array
      ? Uint8Array | undefined
      : O[K];
};

/** One operation: input and output have the types of the SDK's command, without $metadata. */
type OperationOf<C> = C extends {
  input: infer I;
  resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: infer O }>;
}
  ? (input: Received<NonNullable<I>>, call: Call) => NoInfer<Answered<O>> | Promise<NoInfer<Answered<O>>>
  : never;

/**
 * Operations of a service: name -> function. The types come from the SDK's commands, so an unknown operation
 * or a wrong shape does not compile. An operation without output answers `{}`.
 */
export type Operations<M> = { [Op in keyof Commands<M>]?: OperationOf<Commands<M>[Op]> };

/** A function with the world as its first parameter. */
type InWorld<F> = F extends (...given: infer Given) => infer R
  ? (world: SandboxWorld, ...given: Given) => R
  : never;

/** Operations of a service as its files define them: functions of the world, the input and the call. */
export type OperationTable<M> = { [Op in keyof Commands<M>]?: InWorld<OperationOf<Commands<M>[Op]>> };

/** One service of the sandbox. */
export interface Service<M = unknown> {
  /** Signing name in the credential scope: ec2, iam, lambda, events, logs, … */
  signingName: string;
  operations: Operations<M>;
  /**
   * The permissions that a call needs. Default: `<signingName>:<operation>` on `*`. The input is the
   * operation's.
   */
  requirements?(operation: string, input: object, call: Call): Requirement[];
}

/** Any service. The input is the result of the wire's reader for the operation. */
export interface AnyService extends Pick<Service, 'signingName' | 'requirements'> {
  operations: { [operation: string]: AnyOperation | undefined };
}

/** A method's type, not a function property's, so that operations with any input type are assignable. */
export type AnyOperation = { run(input: object, call: Call): unknown }['run'];

type Run = (world: SandboxWorld, input: object, call: object) => unknown;

/** Binds the operations of a table to one world. `before` sees the input of every call and can refuse it. */
export function inWorld<M>(
  world: SandboxWorld,
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
