/** What a service is: operations in the shapes of the SDK's own commands, and what IAM must allow for each. */
import type { Call, Requirement, SandboxWorld } from './service.ts';

/** The commands of a module of `@aws-sdk/client-*`, by operation, as far as types go. */
type Commands<M> = {
  [K in keyof M as K extends `${infer Op}Command` ? Op : never]: M[K] extends new (
    ...args: never[]
  ) => infer C
    ? C
    : never;
};

/** What reaches an operation: a body or payload has been read to its end. */
type Received<I> = { [K in keyof I]: K extends 'Body' | 'Payload' ? Uint8Array | undefined : I[K] };

/** What an operation answers: no metadata, and blobs as plain bytes (a body also as text). */
type Answered<O> = {
  [K in keyof O as Exclude<K, '$metadata'>]: K extends 'Body'
    ? Uint8Array | string | undefined
    : NonNullable<O[K]> extends Uint8Array
      ? Uint8Array | undefined
      : O[K];
};

/** One operation: input and output exactly as the SDK's command has them, less $metadata. */
type OperationOf<C> = C extends {
  input: infer I;
  resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: infer O }>;
}
  ? (input: Received<NonNullable<I>>, call: Call) => NoInfer<Answered<O>> | Promise<NoInfer<Answered<O>>>
  : never;

/**
 * Operations of a service: name -> function, typed from the SDK's own commands, so that an unknown
 * operation or a wrong shape does not compile. One without output answers `{}`.
 */
export type Operations<M> = { [Op in keyof Commands<M>]?: OperationOf<Commands<M>[Op]> };

/** A function that is told its world before all else. */
type InWorld<F> = F extends (...given: infer Given) => infer R
  ? (world: SandboxWorld, ...given: Given) => R
  : never;

/** Operations of a service as its files have them: functions of the world, the input and the call. */
export type OperationTable<M> = { [Op in keyof Commands<M>]?: InWorld<OperationOf<Commands<M>[Op]>> };

/** One service of the sandbox. */
export interface Service<M = unknown> {
  /** Signing name in the credential scope: ec2, iam, lambda, events, logs, … */
  signingName: string;
  operations: Operations<M>;
  /** What a call needs from IAM. Default: `<signingName>:<operation>` on `*`. The input is the operation's. */
  requirements?(operation: string, input: object, call: Call): Requirement[];
}

/** A service whichever it is. The input is what the wire has read for the operation. */
export interface AnyService extends Pick<Service, 'signingName' | 'requirements'> {
  operations: { [operation: string]: AnyOperation | undefined };
}

/** Declared as a method, so that operations with inputs of all shapes are among them. */
export type AnyOperation = { run(input: object, call: Call): unknown }['run'];

type Run = (world: SandboxWorld, input: object, call: object) => unknown;

/** The operations of a table, in one world. `before` looks at the input of every call and may refuse it. */
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
