import { slices } from '../../../src/sandbox/parts.ts';
import type { Call, Deliverer, Delivery, SandboxWorld, Timing } from '../../../src/sandbox/service.ts';
import { timings } from '../../../src/sandbox/timing.ts';
import { createWorld } from '../../../src/sandbox/world.ts';

export interface Delivered {
  service: 'lambda' | 'sqs' | 'sns' | 'kinesis';
  arn: string;
  body: string;
  via: Deliverer;
  attributes?: Record<string, string>;
  partitionKey?: string;
}

/** Creates a World without a server, whose receiving services only record the deliveries of the bus. */
export function deliveryWorld(options: { timing?: Partial<Timing>; duplicateRate?: number } = {}) {
  const delivered: Delivered[] = [];
  const errors: unknown[] = [];
  /** Answers of the receivers by ARN, in order. Deliveries without an answer succeed. */
  const answers = new Map<string, Delivery[]>();
  const denied = { assume: new Set<string>(), actions: new Set<string>() };
  const receive = (one: Delivered): Delivery => {
    delivered.push(one);
    return answers.get(one.arn)?.shift() ?? { ok: true };
  };
  const { world, close } = createWorld(
    {
      timing: { ...timings.instant, ...options.timing },
      seed: 1,
      duplicateRate: options.duplicateRate,
      onError: (error) => errors.push(error),
    },
    {
      ...slices,
      lambda: () => ({
        ...({} as SandboxWorld['lambda']),
        invokeAsync: (arn, body, via) => receive({ service: 'lambda', arn, body, via }),
      }),
      sqs: () => ({
        ...({} as SandboxWorld['sqs']),
        send: (arn, body, attributes, via) => receive({ service: 'sqs', arn, body, via, attributes }),
      }),
      sns: () => ({
        ...({} as SandboxWorld['sns']),
        publish: (arn, body, via) => receive({ service: 'sns', arn, body, via }),
      }),
      kinesis: () => ({
        ...({} as SandboxWorld['kinesis']),
        put: (arn, body, partitionKey, via) => receive({ service: 'kinesis', arn, body, via, partitionKey }),
      }),
      iam: () => ({
        ...({} as SandboxWorld['iam']),
        allows: () => true,
        canAssume: (role) => !denied.assume.has(role),
        roleAllows: (_role, requirement) => !denied.actions.has(requirement.action),
      }),
    },
  );
  return { world, close, delivered, errors, answers, denied };
}

/** Returns a call in the form that the dispatcher passes to a service. */
export function callFrom(account = '111122223333', region = 'eu-west-1', requestId = 'request-1'): Call {
  const caller = {
    type: 'Root' as const,
    accountId: account,
    arn: `arn:aws:iam::${account}:root`,
    principalId: account,
    accessKeyId: account,
  };
  return {
    service: '',
    operation: '',
    requestId,
    account,
    region,
    caller,
    partition: 'aws',
    sourceIp: '127.0.0.1',
    userAgent: 'test',
    endpoint: 'http://127.0.0.1',
    signal: new AbortController().signal,
  };
}
