/**
 * The contract between the parts of the sandbox: a call, and the World, the only way from one service to
 * another. Nothing here depends on a wire format.
 */

/**
 * The signer of a call. The access key decides: twelve digits mean an account's operator, who has root's
 * permissions.
 */
export interface Caller {
  type: 'Root' | 'IAMUser' | 'AssumedRole';
  accountId: string;
  /** ARN as in CloudTrail's userIdentity.arn. */
  arn: string;
  principalId: string;
  accessKeyId: string;
  userName?: string | undefined;
  /** Only for AssumedRole: the role with the policies that apply to this call. */
  roleArn?: string | undefined;
}

/** One call of a service. */
export interface Call {
  /** The service's name in IAM and in endpoints: ec2, iam, lambda, events, logs, cloudtrail, sqs, … */
  service: string;
  operation: string;
  requestId: string;
  account: string;
  region: string;
  caller: Caller;
  /** Partition of the Region (aws, aws-cn or aws-us-gov), for the ARNs that a service creates. */
  partition: string;
  sourceIp: string;
  userAgent: string;
  /** Base URL of the sandbox, for responses that contain URLs. */
  endpoint: string;
  signal: AbortSignal;
}

/** AWS's own error response. `code` is the code on the wire (`InvalidGroup.NotFound`, `NoSuchEntity`). */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Other members of the error shape. */
  readonly extra: Record<string, unknown>;

  constructor(code: string, message: string, status = 400, extra: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.extra = extra;
  }
}

/** The permissions that a call needs: actions (`ec2:DescribeSecurityGroups`) on resource ARNs (or `*`). */
export interface Requirement {
  action: string;
  resource: string;
  conditions?: Record<string, string | string[] | undefined> | undefined;
}

/**
 * Delays of eventually consistent behaviour, in milliseconds. Presets: `instant` (tests), `lifelike`
 * (default), `aws`.
 */
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
  /** One minute of `rate(…)` rules. Default: a minute. `cron(…)` always follows the clock. */
  scheduleMinuteMs?: number | undefined;
  /** How long a trail collects records before it writes a log file. Default: 5 minutes of retryMinuteMs. */
  trailFileMs?: number | undefined;
  /** Live tail: interval of updates, and length of the session. Default: 1 second and 3 hours. */
  liveTailMs?: { update: number; session: number } | undefined;
  /**
   * One "minute" of retry back-off (Lambda's async retries wait for 1 and 2 of them, EventBridge backs off in
   * tenths).
   */
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

/** The response to a delivery from one service to another. */
export type Delivery = { ok: true } | FailedDelivery;

export interface FailedDelivery {
  ok: false;
  retryable: boolean;
  code: string;
  message: string;
}

/** A delivery that retries can't fix. */
export function undeliverable(code: string, message: string): FailedDelivery {
  return { ok: false, retryable: false, code, message };
}

/**
 * The sender of a delivery, and the resource on whose behalf it acts. A service principal
 * (`events.amazonaws.com`) is checked against the receiver's resource policy, a role's ARN against that
 * role's own policies.
 */
export interface Deliverer {
  principal: string;
  sourceArn: string;
}

/** The environment of every service: state, time and the other services. */
export interface SandboxWorld {
  timing: Timing;
  /** Epoch milliseconds. */
  now(): number;
  /** Runs work later. Closing the sandbox cancels it. Errors are always reported. */
  after(ms: number, run: () => void | Promise<void>): void;
  /**
   * Returns the state of one service in one account and Region ('global' for IAM and S3), created on first
   * use.
   */
  state<T extends object>(service: string, account: string, region: string, init: () => T): T;
  /** All accounts and Regions with state of a service. */
  states<T extends object>(service: string): { account: string; region: string; state: T }[];
  /** Share of EventBridge deliveries that arrive twice, 0 to 1. Default: none. */
  duplicateRate?: number | undefined;
  /**
   * Maximum processes of one function. With 1, the order of its findings is repeatable. Default: one per
   * core, at least 2.
   */
  functionProcesses?: number | undefined;
  /**
   * Number of log events that one page of FilterLogEvents scans. A small number makes many short and empty
   * pages. Default: 10,000.
   */
  logScanEvents?: number | undefined;
  /** Random number with 0 <= x < 1, seeded in tests. */
  random(): number;
  newId(prefix: string, hexDigits: number): string;
  /** The secret access key of the root user of every account. */
  secret: string;
  /** Base URL of the sandbox, for functions that call it and responses that contain URLs. */
  endpoint(): string;
  /**
   * Registers work for the end of the sandbox, before `close` resolves: ending child processes, removing
   * folders.
   */
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
    /**
     * Writes lines as a role (Lambda) or a service. Creates the stream, and the group only if the role is
     * allowed to.
     */
    write(target: {
      account: string;
      region: string;
      group: string;
      stream: string;
      roleArn?: string | undefined;
      /** For a service that writes by itself (EventBridge): the account's resource policies must allow it. */
      via?: Deliverer | undefined;
      lines: { timestamp: number; message: string }[];
    }): Delivery;
  };
  trails: {
    /** Returns whether a trail logs this call now. */
    logging(account: string, region: string, call: { readOnly: boolean; eventSource: string }): boolean;
    /**
     * Stores a management event of its account and Region for LookupEvents. If a trail logs it, also sends it
     * to the default bus and to the trail's bucket. Pass every call, even without a trail.
     */
    record(record: TrailRecord): void;
  };
  s3: {
    /**
     * Returns whether the bucket's policy allows this for a service; undefined if the bucket does not exist.
     */
    serviceMay(bucket: string, servicePrincipal: string, requirement: Requirement): boolean | undefined;
    /** Writes an object as a service principal. The bucket's policy must allow it. */
    put(bucket: string, key: string, body: Uint8Array, options: S3PutOptions, via: Deliverer): Delivery;
  };
  iam: {
    /** Evaluates the caller's policies. Callers that are not roles are allowed everything. */
    allows(caller: Caller, requirement: Requirement): boolean;
    /**
     * Evaluates the policies of a role by ARN, as a service that uses it sees them (including the propagation
     * delay).
     */
    roleAllows(roleArn: string, requirement: Requirement): boolean;
    /** Returns whether this service principal can assume the role now. */
    canAssume(roleArn: string, servicePrincipal: string): boolean;
    /** Returns whether a caller can assume the role; `externalId` is from the AssumeRole request. */
    callerMayAssume(roleArn: string, caller: Caller, externalId: string | undefined): boolean;
    /** Creates credentials for a session of the role. The access key resolves to its Caller. */
    session(roleArn: string, sessionName: string): SessionCredentials;
    /** Creates temporary credentials for the caller itself. */
    callerSession(caller: Caller, seconds: number): SessionCredentials;
    /** Returns what a request with this key must be signed with. Throws InvalidClientTokenId or ExpiredToken. */
    accessKey(accessKeyId: string): AccessKey;
    /** Throws InvalidClientTokenId or ExpiredToken. The Region decides the partition of an operator's ARN. */
    callerOf(accessKeyId: string, region?: string): Caller;
  };
  config: {
    /**
     * EC2 reports the new configuration of a resource. If a recorder records its type, AWS Config sends an
     * event. `configuration` undefined means deleted. `resourceType` is AWS::EC2::SecurityGroup and the like.
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

/** A CloudTrail record, as in `Records[]` of a log file. Only the members that the sandbox reads are listed. */
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
  userIdentity: TrailIdentity;
  resources?: { type?: string; ARN?: string; [member: string]: unknown }[] | undefined;
  [member: string]: unknown;
}

/** `userIdentity` of a record; only what the sandbox itself reads is named. */
export interface TrailIdentity {
  type?: string | undefined;
  arn?: string | undefined;
  accessKeyId?: string | undefined;
  userName?: string | undefined;
  [member: string]: unknown;
}

export interface S3PutOptions {
  contentType?: string | undefined;
  contentEncoding?: string | undefined;
  metadata?: Record<string, string> | undefined;
  /** Canned ACL that the service sends (`bucket-owner-full-control`). Policies can require it. */
  acl?: string | undefined;
}

/** The secret part of an access key. */
export interface AccessKey {
  secretAccessKey: string;
  /** Undefined if the key has no token. Then any token is accepted. */
  sessionToken: string | undefined;
}

export interface SessionCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
}

/** A service's part of the World. It can use the other services only when it is called. */
export type Slice<K extends keyof SandboxWorld> = (world: SandboxWorld) => SandboxWorld[K];
