import { type CallContext, toAppError } from './errors.ts';

/** One method per operation, with AWS's name for it in camel case. */
export type Gateway<Ops> = {
  [K in keyof Ops]: Ops[K] extends new (...args: never[]) => infer C ? MethodOf<C> : never;
};

type MethodOf<C> = C extends { readonly input: infer I }
  ? (input: I, signal?: AbortSignal) => Promise<OutputOf<C>>
  : never;

type OutputOf<C> = C extends {
  // biome-ignore lint/suspicious/noExplicitAny: only the output is of interest
  resolveMiddleware(...args: any[]): (...args: any[]) => Promise<{ output: infer O }>;
}
  ? O
  : never;

// biome-ignore lint/suspicious/noExplicitAny: a constructor of any command
type CommandTable = Record<string, new (input: any) => object>;

interface Sender {
  // biome-ignore lint/suspicious/noExplicitAny: every client's send has its own overloads
  send(command: any, options?: any): Promise<any>;
}

/**
 * Creates the gateway of one service from its table of commands. A failed call throws an AwsCallError with the
 * service, the operation and AWS's code.
 */
export function gateway<Ops extends CommandTable>(
  service: string,
  client: Sender,
  ops: Ops,
  context: CallContext = {},
): Gateway<Ops> {
  const methods: Record<string, unknown> = {};
  for (const [name, Command] of Object.entries(ops)) {
    const operation = name[0]!.toUpperCase() + name.slice(1);
    methods[name] = async (input: unknown, signal?: AbortSignal) => {
      try {
        return await client.send(new Command(input), { abortSignal: signal });
      } catch (error) {
        throw toAppError(error, service, operation, context);
      }
    };
  }
  return methods as Gateway<Ops>;
}
