import { type CallLogEntry, Calls } from './calls.ts';
import { control } from './control.ts';
import { dispatch } from './dispatch.ts';
import { stackOf } from './error-message.ts';
import { type Fault, Faults } from './faults.ts';
import { codeDownload } from './lambda/code-download.ts';
import { services, slices } from './parts.ts';
import { serve } from './server.ts';
import type { SandboxWorld, Timing } from './service.ts';
import { authenticate } from './signature/authenticate.ts';
import { type TimingPreset, timingOf } from './timing.ts';
import type { ReceivedRequest } from './wire/message.ts';
import { createWorld, seeded } from './world.ts';

export interface StartSandboxOptions {
  /** Default 0 (any free port). */
  port?: number | undefined;
  /** Default `lifelike`. */
  timing?: TimingPreset | Timing | undefined;
  /** Secret access key of the root user of every account. Default: a random one. */
  secret?: string | undefined;
  /** Makes ids, delays and random faults repeatable. */
  seed?: number | undefined;
  /** Faults, or their text form (faults.ts). */
  faults?: (Fault | string)[] | undefined;
  /** Share of EventBridge deliveries that arrive twice, 0 to 1. */
  duplicateRate?: number | undefined;
  /**
   * Maximum processes of one function (default: one per core, at least 2). With 1, findings arrive in a fixed
   * order.
   */
  functionProcesses?: number | undefined;
  /** Called after each call is answered. */
  onCall?: ((call: CallLogEntry) => void) | undefined;
  /** Called for failures of the sandbox itself. Default: writes to standard error. */
  log?: ((line: string) => void) | undefined;
}

/** A running sandbox. */
export interface Sandbox {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** Secret that clients must sign with. Their access key is the account. */
  secret: string;
  world: SandboxWorld;
  /** Every API call, oldest first. */
  calls: CallLogEntry[];
  faults: Faults;
  /** Closes the server, connections, timers and child processes. */
  close(): Promise<void>;
}

/** Starts a local AWS on 127.0.0.1. Rejects with EADDRINUSE if the port is in use. */
export async function startSandbox(options: StartSandboxOptions = {}): Promise<Sandbox> {
  const log = options.log ?? ((line: string) => process.stderr.write(`${line}\n`));
  const onError = (error: unknown) => log(`sandbox: ${stackOf(error)}`);
  const { seed, duplicateRate, secret } = options;
  const managed = createWorld(
    { timing: timingOf(options.timing), seed, duplicateRate, secret, onError },
    slices,
  );
  const { world } = managed;
  world.functionProcesses = options.functionProcesses;
  // A separate generator: the number of created ids must not decide which calls fail.
  const faults = new Faults([], seed === undefined ? Math.random : seeded(seed));
  for (const fault of options.faults ?? []) faults.add(fault);
  const calls = new Calls(options.onCall);
  const parts = {
    world,
    services: services(world),
    faults,
    calls,
    authenticate: (request: ReceivedRequest) => authenticate(request, world.iam.accessKey),
    onError,
  };
  const listening = await serve(
    async (request, origin) =>
      codeDownload(world, request) ??
      control(request, { faults, calls, secret: world.secret }) ??
      dispatch(parts, request, origin),
    options.port ?? 0,
    onError,
  );
  managed.listening(listening.url);
  return {
    url: listening.url,
    secret: world.secret,
    world,
    calls: calls.entries,
    faults,
    async close() {
      await listening.close();
      await managed.close();
    },
  };
}
