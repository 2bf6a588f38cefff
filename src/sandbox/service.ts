/**
 * The contract between the parts of the sandbox: what a call is, and the World, through which alone the
 * services reach each other. Nothing here knows a wire format.
 */

/** Who signed a call. The access key decides: twelve digits name an account's root-like operator. */
export interface Caller {
  type: 'Root' | 'IAMUser' | 'AssumedRole';
  accountId: string;
  /** ARN as CloudTrail's userIdentity.arn has it. */
  arn: string;
  principalId: string;
  accessKeyId: string;
  userName?: string | undefined;
  /** For AssumedRole: the role whose policies are enforced on this call. */
  roleArn?: string | undefined;
}

/** One call on its way through a service. */
export interface Call {
  /** IAM's and endpoint's name of the service: ec2, iam, lambda, events, logs, cloudtrail, sqs, … */
  service: string;
  operation: string;
  requestId: string;
  account: string;
  region: string;
  caller: Caller;
  /** Partition of the Region: aws, aws-cn or aws-us-gov. For the ARNs that a service makes. */
  partition: string;
  sourceIp: string;
  userAgent: string;
  /** Base URL under which the sandbox is reached, for answers that hold URLs. */
  endpoint: string;
  signal: AbortSignal;
}

/** AWS's own error answer. `code` is the wire code (`InvalidGroup.NotFound`, `NoSuchEntity`). */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of the error shape. */
  readonly extra: Record<string, unknown>;

  constructor(code: string, message: string, status = 400, extra: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.extra = extra;
  }
}

/** What IAM must allow for a call: actions (`ec2:DescribeSecurityGroups`) on resource ARNs (or `*`). */
export interface Requirement {
  action: string;
  resource: string;
  conditions?: Record<string, string | string[] | undefined> | undefined;
}

/** How long eventual things take, in milliseconds. Presets: `instant` (tests), `lifelike` (default), `aws`. */
export interface Timing {
  /** From CreateRole/PutRolePolicy until other services can use the role. */
  iamPropagationMs: number;
  /** Pending -> Active, and InProgress -> Successful. */
  functionPendingMs: number;
  /** From the call until its record is on the bus and in LookupEvents. */
  cloudTrailDelayMs: { min: number; max: number };
  /** From PutRule/PutTargets until they take effect. */
  ruleEffectMs: number;
  /** From a log write until FilterLogEvents shows it. */
  logIngestionMs: { min: number; max: number };
  /** One minute of `rate(…)` rules. Default: a minute; `cron(…)` always follows the clock. */
  scheduleMinuteMs?: number | undefined;
  /** How long a trail gathers records before it writes a log file. Default: 5 minutes of retryMinuteMs. */
  trailFileMs?: number | undefined;
  /** Live tail: between two updates, and until the session ends. Default: 1 second and 3 hours. */
  liveTailMs?: { update: number; session: number } | undefined;
  /** One "minute" of retry back-off (Lambda async retries after 1 and 2 of them; EventBridge backs off in tenths). */
  retryMinuteMs: number;
}

export interface EventBridgeEvent {
  version: '0';
  id: string;
  source: string;
  'detail-type': string;
  account: string;
  /** ISO 8601, whole seconds. */
  time: string;
  region: string;
  resources: string[];
  detail: Record<string, unknown>;
}

/** The answer of a delivery from one service to another. */
export type Delivery = { ok: true } | FailedDelivery;

export interface FailedDelivery {
  ok: false;
  retryable: boolean;
  code: string;
  message: string;
}

/** A delivery that no retry will fix. */
export function undeliverable(code: string, message: string): FailedDelivery {
  return { ok: false, retryable: false, code, message };
}

/**
 * Who delivers, on behalf of which resource. A service principal (`events.amazonaws.com`) is checked
 * against the receiver's resource policy; a role's ARN against that role's own policies.
 */
export interface Deliverer {
  principal: string;
  sourceArn: string;
}

/** The other side of every service: state, time and the neighbours. */
export interface SandboxWorld {
  timing: Timing;
  /** Epoch milliseconds. */
  now(): number;
  /** Runs later; cleared when the sandbox closes. Errors are reported, never lost. */
  after(ms: number, run: () => void | Promise<void>): void;
  /** State of one service in one account and Region ('global' for IAM and S3), made on first use. */
  state<T extends object>(service: string, account: string, region: string, init: () => T): T;
  /** All accounts and Regions that a service holds state for. */
  states<T extends object>(service: string): { account: string; region: string; state: T }[];
  /** Share of EventBridge deliveries that arrive twice, 0 to 1. Default: none. */
  duplicateRate?: number | undefined;
  /** Processes of one function at a time; 1 makes the order of its findings repeatable. Default: one per core, at least 2. */
  functionProcesses?: number | undefined;
  /** Log events that one page of FilterLogEvents looks through; small = many short and empty pages. Default: 10,000. */
  logScanEvents?: number | undefined;
  /** Seeded in tests. 0 <= x < 1. */
  random(): number;
  newId(prefix: string, hexDigits: number): string;
  /** Base URL of the sandbox, for functions that call it and answers that hold URLs. */
  endpoint(): string;
  /** Runs when the sandbox closes, before `close` resolves: ends child processes, removes folders. */
  onClose(run: () => void | Promise<void>): void;
  bus: { put(event: EventBridgeEvent, busName?: string): void };
  lambda: {
    /** Queues an asynchronous invocation. Checks the function's resource policy. */
    invokeAsync(functionArn: string, payload: string, via: Deliverer): Delivery;
  };
  sqs: {
    send(queueArn: string, body: string, attributes: Record<string, string>, via: Deliverer): Delivery;
  };
  sns: { publish(topicArn: string, message: string, via: Deliverer): Delivery };
  kinesis: { put(streamArn: string, data: string, partitionKey: string, via: Deliverer): Delivery };
  logs: {
    /** Writes lines as a role (Lambda) or a service; creates the stream, and the group only if the role may. */
    write(target: {
      account: string;
      region: string;
      group: string;
      stream: string;
      roleArn?: string | undefined;
      /** A service that writes on its own (EventBridge): the account's resource policies must allow it. */
      via?: Deliverer | undefined;
      lines: { timestamp: number; message: string }[];
    }): Delivery;
  };
  trails: {
    /** Would a trail that is logging pick such a call up, here and now? */
    logging(account: string, region: string, call: { readOnly: boolean; eventSource: string }): boolean;
    /**
     * Keeps a management event of its account and Region for LookupEvents; if a trail logs it, also puts
     * it on the default bus and into the trail's bucket. Every call is to be given, trail or not.
     */
    record(record: TrailRecord): void;
  };
  s3: {
    /** Does the bucket's policy let a service do this? Undefined when there is no such bucket. */
    serviceMay(bucket: string, servicePrincipal: string, requirement: Requirement): boolean | undefined;
    /** Writes an object as a service principal; the bucket's policy must allow it. */
    put(bucket: string, key: string, body: Uint8Array, options: S3PutOptions, via: Deliverer): Delivery;
  };
  iam: {
    /** Evaluates the caller's policies. Callers that are not roles may do all. */
    allows(caller: Caller, requirement: Requirement): boolean;
    /** The same for a role by ARN, as a service that acts with it would see it (propagation included). */
    roleAllows(roleArn: string, requirement: Requirement): boolean;
    /** Can this service principal assume the role by now? */
    canAssume(roleArn: string, servicePrincipal: string): boolean;
    /** The same for a caller; `externalId` is what AssumeRole was given. */
    callerMayAssume(roleArn: string, caller: Caller, externalId: string | undefined): boolean;
    /** Makes credentials for a session of the role; the access key resolves to its Caller. */
    session(roleArn: string, sessionName: string): SessionCredentials;
    /** Makes credentials that stand for the caller himself for a time. */
    callerSession(caller: Caller, seconds: number): SessionCredentials;
    /** Throws InvalidClientTokenId or ExpiredToken. The Region gives the partition of an operator's ARN. */
    callerOf(accessKeyId: string, region?: string): Caller;
  };
  config: {
    /**
     * EC2 tells what became of a resource; where a recorder records its type, AWS Config's event follows.
     * `configuration` undefined means deleted. `resourceType` is AWS::EC2::SecurityGroup and the like.
     */
    itemChanged(
      account: string,
      region: string,
      resourceType: string,
      resourceId: string,
      configuration: Record<string, unknown> | undefined,
    ): void;
  };
}

/** A CloudTrail record, as `Records[]` of a log file has it; only what the sandbox itself reads is named. */
export interface TrailRecord {
  eventID: string;
  /** ISO 8601, whole seconds. */
  eventTime: string;
  /** `ec2.amazonaws.com` */
  eventSource: string;
  eventName: string;
  awsRegion: string;
  recipientAccountId: string;
  readOnly: boolean;
  userIdentity: Record<string, unknown>;
  resources?: { type?: string; ARN?: string; [member: string]: unknown }[] | undefined;
  [member: string]: unknown;
}

export interface S3PutOptions {
  contentType?: string | undefined;
  contentEncoding?: string | undefined;
  metadata?: Record<string, string> | undefined;
  /** Canned ACL that the service sends (`bucket-owner-full-control`); policies may ask for it. */
  acl?: string | undefined;
}

export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
}

/** A part of the World that a service brings. It may reach its neighbours only when it is called. */
export type Slice<K extends keyof SandboxWorld> = (world: SandboxWorld) => SandboxWorld[K];
