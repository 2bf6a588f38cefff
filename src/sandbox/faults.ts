/** The effect of a fault on a call. */
export type FaultAction =
  | { do: 'throttle' }
  /** An internal error (500), before the call does anything. */
  | { do: 'error' }
  | { do: 'deny' }
  /** Cuts the connection before the call acts, or after it acted but before its response is sent. */
  | { do: 'reset-before' }
  | { do: 'reset-after' }
  | { do: 'delay'; ms: number }
  /**
   * Test code that runs just before the call acts, or just after it acted. It can kill the client. If
   * `before` returns 'cut', the call does not act, as if its client had died before that point.
   */
  | {
      do: 'hook';
      before?: (call: FaultCall) => undefined | 'cut' | Promise<undefined | 'cut'>;
      after?: (call: FaultCall) => void | Promise<void>;
    };

interface FaultCall {
  service: string;
  operation: string;
  account: string;
  region: string;
}

export interface Fault {
  /** Signing name or glob. Default: all. */
  service?: string;
  /** Operation or glob. Default: all. */
  operation?: string;
  account?: string;
  /** Starts with the nth matching call, counted from 1. */
  nth?: number;
  /** Number of matching calls that it hits. Default: one if `nth` is given, otherwise all. */
  times?: number;
  /** Share of the matching calls that it hits, 0 to 1. Default: all. */
  rate?: number;
  action: FaultAction;
}

interface Armed {
  id: number;
  fault: Fault;
  seen: number;
  matches(call: FaultCall): boolean;
}

/** The faults of a running sandbox. */
export class Faults {
  #armed: Armed[] = [];
  #nextId = 1;
  readonly #random: () => number;

  constructor(initial: Fault[], random: () => number) {
    this.#random = random;
    for (const fault of initial) this.add(fault);
  }

  /** Adds a fault, or its text form (see parseFault). Returns a function that removes it. */
  add(fault: Fault | string): { id: number; remove(): void } {
    const parsed = typeof fault === 'string' ? parseFault(fault) : fault;
    const id = this.#nextId++;
    this.#armed.push({ id, fault: parsed, seen: 0, matches: matcher(parsed) });
    return { id, remove: () => this.remove(id) };
  }

  remove(id: number): void {
    this.#armed = this.#armed.filter((armed) => armed.id !== id);
  }

  clear(): void {
    this.#armed = [];
  }

  list(): { id: number; fault: Fault; seen: number }[] {
    return this.#armed.map(({ id, fault, seen }) => ({ id, fault, seen }));
  }

  /** Counts the call and returns the actions that hit it, in the order in which the faults were added. */
  hit(call: FaultCall): FaultAction[] {
    const actions: FaultAction[] = [];
    for (const armed of this.#armed) {
      if (!armed.matches(call)) continue;
      armed.seen++;
      const {
        nth = 1,
        times = armed.fault.nth === undefined ? Number.POSITIVE_INFINITY : 1,
        rate = 1,
      } = armed.fault;
      if (armed.seen < nth || armed.seen >= nth + times) continue;
      if (rate < 1 && this.#random() >= rate) continue;
      actions.push(armed.fault.action);
    }
    return actions;
  }
}

function matcher(fault: Fault): (call: FaultCall) => boolean {
  const glob = (pattern = '*') =>
    new RegExp(
      `^${pattern
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
      'i',
    );
  const service = glob(fault.service);
  const operation = glob(fault.operation);
  return (call) =>
    service.test(call.service) &&
    operation.test(call.operation) &&
    (fault.account === undefined || fault.account === call.account);
}

const grammar =
  /^(?:(?<service>[\w*?-]+):)?(?<operation>[\w*?]+)(?:@(?<account>\d{12}))?(?:#(?<nth>\d+))?(?:%(?<percent>\d+(?:\.\d+)?))?=(?<action>[\w-]+)(?::(?<ms>\d+)ms)?(?:\*(?<times>\d+|inf))?$/;

/**
 * Reads a fault from text: `[service:]operation[@account][#nth][%percent]=action[*times]`, globs allowed.
 * Actions: throttle, error (500), deny, reset-before, reset-after, delay:<ms>ms. Examples:
 * `lambda:CreateFunction#1=throttle*2`, `*=delay:100ms`, `ec2:*%5=reset-after`, `iam:PutRolePolicy=deny`.
 * Throws FaultSyntaxError.
 */
export function parseFault(text: string): Fault {
  const parts = grammar.exec(text.trim())?.groups;
  if (!parts) {
    throw new FaultSyntaxError(text, 'expected [service:]operation[@account][#nth][%percent]=action[*times]');
  }
  const { service, operation, account, nth, percent, action = '', ms, times } = parts;
  return {
    ...(service && { service }),
    ...(operation && { operation }),
    ...(account && { account }),
    ...(nth && { nth: Number(nth) }),
    ...(percent && { rate: Number(percent) / 100 }),
    ...(times && { times: times === 'inf' ? Number.POSITIVE_INFINITY : Number(times) }),
    action: parseAction(text, action, ms),
  };
}

function parseAction(text: string, action: string, ms: string | undefined): FaultAction {
  switch (action) {
    case 'delay':
      if (ms === undefined) throw new FaultSyntaxError(text, 'delay needs a time, for example delay:100ms');
      return { do: 'delay', ms: Number(ms) };
    case 'throttle':
    case 'error':
    case 'deny':
    case 'reset-before':
    case 'reset-after':
      return { do: action };
    default:
      throw new FaultSyntaxError(
        text,
        `unknown action ${action}; use throttle, error, deny, reset-before, reset-after or delay`,
      );
  }
}

/** The text of a fault is malformed. */
export class FaultSyntaxError extends Error {
  constructor(text: string, reason: string) {
    super(`fault "${text}": ${reason}`);
    this.name = 'FaultSyntaxError';
  }
}
