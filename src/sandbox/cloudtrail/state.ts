/** CloudTrail's state: trails by account and home Region, event history by account and Region. */
import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import { AwsError, type Call, type SandboxWorld, type TrailRecord } from '../service.ts';

/** A log file's entry in a digest. */
export type RecordSource = Pick<Call, 'account' | 'region'>;

export const sourceKey = ({ account, region }: RecordSource): string => `${account} ${region}`;

/** What a digest says of a log file. */
export interface LogFile {
  s3Bucket: string;
  s3Object: string;
  hashValue: string;
  hashAlgorithm: 'SHA-256';
  newestEventTime: string;
  oldestEventTime: string;
}

/** The chain of digests of one trail, account and Region. */
export interface DigestChain {
  /** Log files since the last digest. */
  logFiles: LogFile[];
  startTime: number;
  previous?: { bucket: string; object: string; hash: string; signature: string } | undefined;
}

export interface Trail {
  name: string;
  arn: string;
  account: string;
  homeRegion: string;
  s3BucketName: string;
  s3KeyPrefix?: string | undefined;
  snsTopicName?: string | undefined;
  includeGlobalServiceEvents: boolean;
  isMultiRegionTrail: boolean;
  isOrganizationTrail: boolean;
  logFileValidationEnabled: boolean;
  cloudWatchLogsLogGroupArn?: string | undefined;
  cloudWatchLogsRoleArn?: string | undefined;
  kmsKeyId?: string | undefined;
  tags: Map<string, string>;
  isLogging: boolean;
  startedAt?: number | undefined;
  stoppedAt?: number | undefined;
  deliveredAt?: number | undefined;
  deliveryError?: string | undefined;
  eventSelectors: EventSelector[];
  advancedEventSelectors?: AdvancedEventSelector[] | undefined;
  hasCustomEventSelectors: boolean;
  /** Records that wait for the next log file, by account and Region. */
  pending: Map<string, TrailRecord[]>;
  /** Digests of the log files, by account and Region. */
  digests: Map<string, DigestChain>;
  digestDeliveredAt?: number | undefined;
  digestError?: string | undefined;
}

export interface TrailHome {
  trails: Map<string, Trail>;
  /** Calls that stop or narrow a trail are still logged by it: request id -> the trail before the call. */
  lastWords: Map<string, { trail: Trail; before: Trail }>;
}

export interface EventHistory {
  /** By time, oldest first. */
  records: TrailRecord[];
  /** Times of the latest LookupEvents calls, epoch ms. */
  lookups: number[];
}

/** An organization, if a test adds one. The sandbox starts without one. */
export interface Organization {
  id: string;
  managementAccount: string;
  members: Set<string>;
}

export function trailHome(world: SandboxWorld, account: string, region: string): TrailHome {
  return world.state<TrailHome>('cloudtrail', account, region, () => ({
    trails: new Map(),
    lastWords: new Map(),
  }));
}

export function historyOf(world: SandboxWorld, account: string, region: string): EventHistory {
  return world.state<EventHistory>('cloudtrail-history', account, region, () => ({
    records: [],
    lookups: [],
  }));
}

/** Joins accounts to an organization, so that the first one can create organization trails. */
export function organize(
  world: SandboxWorld,
  id: string,
  managementAccount: string,
  members: string[],
): void {
  const accounts = new Set([managementAccount, ...members]);
  const organization: Organization = { id, managementAccount, members: accounts };
  for (const account of accounts) world.state('organizations', account, 'global', () => organization);
}

export function organizationOf(world: SandboxWorld, account: string): Organization | undefined {
  const states = world.states<Organization>('organizations');
  return states.find((entry) => entry.account === account)?.state;
}

/** Returns the trails that cover an account in a Region: its own and those of its organization. */
export function trailsCovering(world: SandboxWorld, account: string, region: string): Trail[] {
  const organization = organizationOf(world, account);
  return world
    .states<TrailHome>('cloudtrail')
    .flatMap((home) => [...home.state.trails.values()])
    .filter((trail) => {
      const covered =
        trail.account === account ||
        (trail.isOrganizationTrail && trail.account === organization?.managementAccount);
      return covered && (trail.isMultiRegionTrail || trail.homeRegion === region);
    });
}

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9]|[._-](?![._-])){1,126}[A-Za-z0-9]$/;

export function checkTrailName(name: string): void {
  if (NAME.test(name) && !/^\d+\.\d+\.\d+\.\d+$/.test(name)) return;
  throw new AwsError(
    'InvalidTrailNameException',
    'Trail name must be between 3 and 128 characters, start and end with a letter or number, and have only letters, numbers, periods, underscores and dashes, none of them adjacent.',
  );
}

/** Returns the trail's name from a name or ARN. CloudTrailARNInvalidException, InvalidTrailNameException. */
export function trailNameOf(nameOrArn: string | undefined): string {
  const given = nameOrArn ?? '';
  if (!given.startsWith('arn:')) {
    checkTrailName(given);
    return given;
  }
  const name = /^arn:[\w-]+:cloudtrail:[\w-]+:\d{12}:trail\/([\w.-]+)$/.exec(given)?.[1];
  if (name === undefined) throw new AwsError('CloudTrailARNInvalidException', `Invalid trail ARN: ${given}`);
  return name;
}

export function unknownTrail(nameOrArn: string | undefined, account: string): AwsError {
  return new AwsError('TrailNotFoundException', `Unknown trail: ${nameOrArn} for the user: ${account}`);
}

/**
 * Finds a trail that is visible in this Region: by name only in its home Region, by ARN also its shadow
 * trails.
 */
export function findTrail(
  world: SandboxWorld,
  call: Pick<Call, 'account' | 'region'>,
  nameOrArn: string | undefined,
): Trail {
  const name = trailNameOf(nameOrArn);
  const trail = nameOrArn?.startsWith('arn:')
    ? trailsCovering(world, call.account, call.region).find((one) => one.arn === nameOrArn)
    : trailHome(world, call.account, call.region).trails.get(name);
  if (!trail) throw unknownTrail(nameOrArn, call.account);
  return trail;
}

/** Finds a trail that this call can change: only in its own account and home Region. */
export function findOwnTrail(
  world: SandboxWorld,
  call: Pick<Call, 'account' | 'region'>,
  nameOrArn: string | undefined,
): Trail {
  const trail = findTrail(world, call, nameOrArn);
  if (trail.account !== call.account) throw unknownTrail(nameOrArn, call.account);
  if (trail.homeRegion !== call.region) {
    throw new AwsError(
      'InvalidHomeRegionException',
      `The trail ${trail.arn} has its home in ${trail.homeRegion}, not in ${call.region}.`,
    );
  }
  return trail;
}
