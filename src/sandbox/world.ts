import type { SandboxWorld, Slice, Timing } from './service.ts';
import { StateStore } from './state.ts';
import { newSecret } from './values/secret.ts';

/** The parts of the World that services provide. */
type Neighbour = 'bus' | 'lambda' | 'sqs' | 'sns' | 'kinesis' | 'logs' | 'trails' | 's3' | 'iam' | 'config';

export type Slices = { [K in Neighbour]: Slice<K> };

interface WorldOptions {
  timing: Timing;
  /** Makes random() and newId() repeatable. Ids do not depend on other draws or on the order of creation. */
  seed?: number | undefined;
  duplicateRate?: number | undefined;
  /** Secret access key of the root users. Default: a random one. */
  secret?: string | undefined;
  /** Called for errors in background work. */
  onError(error: unknown): void;
}

/** The World, and the sandbox's own functions on it. */
interface ManagedWorld {
  world: SandboxWorld;
  /** Called once the port is known. */
  listening(endpoint: string): void;
  /** Cancels all timers, runs the work registered with onClose, and waits for running work. */
  close(): Promise<void>;
}

/** Builds the World from the services' slices. */
export function createWorld(options: WorldOptions, slices: Slices): ManagedWorld {
  const store = new StateStore();
  const timers = new Set<NodeJS.Timeout>();
  const working = new Set<Promise<void>>();
  const closers: (() => void | Promise<void>)[] = [];
  const random = options.seed === undefined ? Math.random : seeded(options.seed);
  const lots = new Map<string, () => number>();
  /** Returns the random generator for one kind of id. */
  const lotsOf = (prefix: string): (() => number) => {
    if (options.seed === undefined) return random;
    const known = lots.get(prefix) ?? seeded([...prefix].reduce(mix, options.seed));
    lots.set(prefix, known);
    return known;
  };
  let endpoint = '';
  let closed = false;

  const own = {
    timing: options.timing,
    duplicateRate: options.duplicateRate,
    secret: options.secret ?? newSecret(),
    now: () => Date.now(),
    random,
    state: store.state.bind(store),
    states: store.states.bind(store),
    newId(prefix: string, hexDigits: number) {
      const drawn = lotsOf(prefix);
      let digits = '';
      while (digits.length < hexDigits) {
        digits += Math.floor(drawn() * 2 ** 32)
          .toString(16)
          .padStart(8, '0');
      }
      return prefix + digits.slice(0, hexDigits);
    },
    endpoint: () => endpoint,
    onClose(run: () => void | Promise<void>) {
      closers.push(run);
    },
    after(ms: number, run: () => void | Promise<void>) {
      if (closed) return;
      const timer = setTimeout(() => {
        timers.delete(timer);
        const work = Promise.resolve()
          .then(run)
          .catch(options.onError)
          .finally(() => working.delete(work));
        working.add(work);
      }, ms);
      timers.add(timer);
    },
  };
  const world = own as SandboxWorld;
  for (const [name, slice] of Object.entries(slices)) Object.assign(own, { [name]: slice(world) });

  return {
    world,
    listening(url) {
      endpoint = url;
    },
    async close() {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
      for (const run of closers) await run();
      await Promise.all(working);
    },
  };
}

/** Returns a different seed for each text (FNV-1a's step, one character at a time). */
function mix(seed: number, character: string): number {
  return Math.imul(seed ^ character.charCodeAt(0), 0x0100_0193) >>> 0;
}

/** Mulberry32: a small repeatable generator with 0 <= x < 1. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
