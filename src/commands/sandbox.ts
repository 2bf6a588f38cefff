import type { Command } from 'commander';
import { AppError, usageError } from '../core/errors.ts';
import { howMany, say } from '../core/words/say.ts';
import { shownUrl } from '../core/words/shown-url.ts';
import type { CommonOptions, Context } from '../host/context.ts';
import { SANDBOX_SCHEMA, type SandboxItem } from '../reports/sandbox.ts';
import type { CallLogEntry } from '../sandbox/calls.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { oneOf } from './options/one-of.ts';
import { repeatable } from './options/repeatable.ts';
import type { Shell, StreamResult } from './shell.ts';

export interface SandboxFlags {
  port?: string;
  timing: string;
  fault?: string[];
  calls?: boolean;
  upstream?: string;
  secret?: string;
}

export interface SandboxCommandOptions extends CommonOptions {
  port: number;
  timing: (typeof TIMINGS)[number];
  faults: string[];
  calls: boolean;
  /** Secret access key of the root users. Default: a random one. */
  secret?: string | undefined;
  /** Base URL of another emulator. With it, the sandbox emulates only CloudTrail. */
  upstream?: string | undefined;
}

const TIMINGS = ['instant', 'lifelike', 'aws'] as const;
/** Used as the access key: twelve digits mean the operator of that account.*/
const ACCOUNT = '111122223333';

export function register(program: Command, shell: Shell, run = sandbox): void {
  shell
    .command(program, 'sandbox')
    .option('--port <port>', say`port on 127.0.0.1 (default: any free port)`)
    .option('--timing <timing>', say`how fast changes take effect: ${TIMINGS.join(', ')}`, 'lifelike')
    .option(
      '--fault <fault>',
      say`make calls fail, for example lambda:CreateFunction#1=throttle; repeatable`,
      repeatable,
    )
    .option(
      '--upstream <url>',
      say`emulate only CloudTrail and its events; the emulator at this URL answers all other calls`,
    )
    .option('--secret <key>', say`secret access key that clients must sign with (default: a random one)`)
    .option('--calls', say`show each call when it is answered`)
    .action(shell.action<SandboxFlags>((flags, common) => run(parse(flags, common), shell.ctx)));
}

/** @throws AppError kind usage. */
export function parse(flags: SandboxFlags, common: CommonOptions): SandboxCommandOptions {
  const { port: given = '0' } = flags;
  const port = Number(given);
  if (!/^\d+$/.test(given) || port > 65_535) {
    throw usageError(
      'bad-port',
      say`--port "${given}" is not a port number.`,
      say`Use a number from 1 to 65535, or 0 for any free port.`,
    );
  }
  const timing = oneOf(flags.timing, TIMINGS, '--timing');
  const { fault: faults = [], upstream, secret } = flags;
  if (upstream !== undefined) checkUpstream(upstream, faults);
  if (secret !== undefined && !/^[\w+/=-]{16,128}$/.test(secret)) {
    throw usageError(
      'bad-secret',
      say`--secret is not a secret access key.`,
      say`Use 16 to 128 letters, digits and + / = - _, or leave it out for a random one.`,
    );
  }
  return { ...common, port, timing, faults, calls: flags.calls === true, upstream, secret };
}

function checkUpstream(upstream: string, faults: string[]): void {
  if (!/^https?:$/.test(URL.canParse(upstream) ? new URL(upstream).protocol : '')) {
    throw usageError(
      'bad-url',
      say`--upstream "${upstream}" is not a URL.`,
      say`Use the base URL of the other emulator, for example http://127.0.0.1:4566.`,
    );
  }
  if (faults.length > 0) {
    throw usageError(
      'conflicting-options',
      say`--fault cannot be used with --upstream, which forwards every call unchanged.`,
      say`Use only one of them.`,
    );
  }
}

/** Runs a local AWS until Ctrl-C. */
export async function sandbox(
  options: SandboxCommandOptions,
  ctx: Pick<Context, 'signal'>,
): Promise<StreamResult> {
  const waiting: SandboxItem[] = [];
  let wake = () => {};
  const started = await start(options, (item) => {
    waiting.push(item);
    wake();
  });
  waiting.unshift(readyItem(started, options));
  ctx.signal.addEventListener('abort', () => wake());

  async function* items(): AsyncGenerator<SandboxItem[]> {
    try {
      while (!ctx.signal.aborted) {
        if (waiting.length > 0) yield waiting.splice(0);
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      await started.close();
    }
  }
  return {
    stream: SANDBOX_SCHEMA,
    items: items(),
    summary: () =>
      options.upstream === undefined
        ? say`The sandbox stopped after ${howMany(started.calls.length, 'call')}; its contents are gone.`
        : say`The sandbox stopped after ${howMany(started.calls.length, 'call')}; its trails and records are gone.`,
    failed: () => false,
  };
}

type Started = Pick<Sandbox, 'url' | 'secret' | 'calls' | 'close'>;

async function start(options: SandboxCommandOptions, emit: (item: SandboxItem) => void): Promise<Started> {
  const { port, timing, faults, upstream, secret } = options;
  const onCall = (call: CallLogEntry) => {
    if (!options.calls) return;
    emit({
      schema: SANDBOX_SCHEMA,
      type: 'call',
      at: new Date(call.at).toISOString(),
      call: `${call.service}:${call.operation}`,
      region: call.region,
      caller: call.caller,
      durationMs: call.ms,
      outcome: call.outcome,
    });
  };
  try {
    if (upstream === undefined) {
      const { startSandbox } = await import('../sandbox/sandbox.ts');
      return await startSandbox({ port, timing, faults, secret, onCall });
    }
    const { startUpstreamSandbox } = await import('../sandbox/upstream/upstream-sandbox.ts');
    const onNote = (text: string) => emit({ schema: SANDBOX_SCHEMA, type: 'note', text });
    return await startUpstreamSandbox({ upstream, port, timing, secret, onCall, onNote });
  } catch (cause) {
    throw explain(cause, options);
  }
}

function explain(cause: unknown, { port, upstream }: SandboxCommandOptions): unknown {
  const { code, name, message } = cause as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE' || code === 'EACCES') {
    return new AppError({
      kind: 'usage',
      code: code === 'EADDRINUSE' ? 'port-in-use' : 'port-refused',
      message:
        code === 'EADDRINUSE'
          ? say`Another program is using port ${port} on 127.0.0.1.`
          : say`The system does not allow listening on port ${port}.`,
      hint: say`Choose another with --port, or omit --port to use any free one.`,
      cause,
    });
  }
  if (name === 'UpstreamUnreachable') {
    return new AppError({
      kind: 'aws',
      code: 'upstream-unreachable',
      message: say`Nothing answers at ${shownUrl(upstream ?? '')} (${message}).`,
      hint: say`Start the other emulator first, then use its base URL with --upstream.`,
      cause,
    });
  }
  if (name === 'FaultSyntaxError') {
    return usageError(
      'bad-fault',
      say`--fault: ${message}.`,
      say`Write it as lambda:CreateFunction#1=throttle*2, or ec2:*%5=error.`,
    );
  }
  return cause;
}

function readyItem(
  started: Started,
  { timing, faults, region, upstream }: SandboxCommandOptions,
): SandboxItem {
  return {
    schema: SANDBOX_SCHEMA,
    type: 'ready',
    url: started.url,
    exports: sandboxExports(started, region),
    timing,
    faults,
    ...(upstream !== undefined && { upstream: shownUrl(upstream) }),
  };
}

/** Returns the environment variables with which any AWS tool uses the sandbox. */
export function sandboxExports(
  { url, secret }: Pick<Sandbox, 'url' | 'secret'>,
  region = 'eu-west-1',
): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
}
