import { type CallLogEntry, Calls } from '../calls.ts';
import { stackOf } from '../error-message.ts';
import { type Listening, listen } from '../server.ts';
import type { Timing } from '../service.ts';
import { type TimingPreset, timingOf } from '../timing.ts';
import { createWorld } from '../world.ts';
import { Connection } from './connection.ts';
import { Front } from './front.ts';
import { Identities } from './identities.ts';
import type { Note } from './upstream.ts';
import { upstreamSlices } from './upstream-world.ts';

export interface UpstreamOptions {
  /** Base URL of another emulator of AWS. */
  upstream: string;
  /** Default 0: any free port. */
  port?: number | undefined;
  /** Secret that clients must sign with, for all access keys. Default: a random one. */
  secret?: string | undefined;
  /** Decides the delay of records. Default `lifelike`. */
  timing?: TimingPreset | Timing | undefined;
  onCall?: ((call: CallLogEntry) => void) | undefined;
  /** Called with notes for the user: who delivers the events, what could not be read. */
  onNote?: Note | undefined;
  /** Called for failures of the sandbox itself. Default: writes to standard error. */
  log?: ((line: string) => void) | undefined;
}

export interface UpstreamSandbox {
  /** `http://127.0.0.1:<port>` */
  url: string;
  secret: string;
  calls: CallLogEntry[];
  close(): Promise<void>;
}

/** The upstream does not answer at the given URL. */
export class UpstreamUnreachable extends Error {
  override readonly name = 'UpstreamUnreachable';
}

/**
 * Adds CloudTrail to an emulator that has none. Every call is forwarded unchanged, except calls of
 * CloudTrail, which are answered here. Each finished call becomes a record and an event on the upstream's
 * default bus.
 *
 * @throws UpstreamUnreachable, TypeError (invalid URL), or the system's EADDRINUSE.
 */
export async function startUpstreamSandbox(options: UpstreamOptions): Promise<UpstreamSandbox> {
  const log = options.log ?? ((line: string) => process.stderr.write(`${line}\n`));
  const onError = (error: unknown) => log(`sandbox: ${stackOf(error)}`);
  const connection = new Connection(options.upstream);
  await connection
    .ask({ accessKeyId: 'probe', service: 's3', region: 'us-east-1', method: 'GET' })
    .catch((cause) => {
      connection.close();
      throw new UpstreamUnreachable(cause.message || cause.code, { cause });
    });
  const note = once(options.onNote ?? (() => {}));
  const identities = new Identities(connection);
  const upstream = { connection, identities, note };
  const { secret } = options;
  const managed = createWorld(
    { timing: timingOf(options.timing), secret, onError },
    upstreamSlices(upstream),
  );
  const front = new Front(upstream, managed.world, new Calls(options.onCall), onError);
  const listening: Listening = await listen(
    (message, response) => front.take(message, response),
    options.port ?? 0,
    onError,
  ).catch((error) => {
    connection.close();
    throw error;
  });
  managed.listening(listening.url);
  return {
    url: listening.url,
    secret: managed.world.secret,
    calls: front.calls.entries,
    async close() {
      await listening.close();
      await managed.close();
      connection.close();
    },
  };
}

/** Reports each text once. Otherwise a bus that refuses events would be reported for every event. */
function once(note: Note): Note {
  const reported = new Set<string>();
  return (text) => {
    if (!reported.has(text)) note(text);
    reported.add(text);
  };
}
