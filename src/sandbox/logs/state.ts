/** CloudWatch Logs' state per account and Region. */
import type { AccountPolicy, LogGroupClass } from '@aws-sdk/client-cloudwatch-logs';
import { AwsError, type Call, type SandboxWorld } from '../service.ts';
import { logGroupName, parseArn } from '../values/arn.ts';
import { EventList, type LogStream, type StoredLogEvent } from './log-event.ts';

export interface LogGroup {
  name: string;
  createdAt: number;
  retentionInDays?: number | undefined;
  kmsKeyId?: string | undefined;
  logGroupClass: LogGroupClass;
  deletionProtectionEnabled: boolean;
  tags: Map<string, string>;
  streams: Map<string, LogStream>;
  events: EventList;
  nextSeq: number;
  /** Live tail sessions. Each one receives every event as it arrives. */
  listeners: Set<(event: StoredLogEvent) => void>;
}

export interface ResourcePolicy {
  document: string;
  updatedAt: number;
}

export interface LogsState {
  groups: Map<string, LogGroup>;
  policies: Map<string, ResourcePolicy>;
  /** Account policies by type and name. */
  accountPolicies: Map<string, AccountPolicy>;
  liveTails: number;
}

export function logsOf(world: SandboxWorld, account: string, region: string): LogsState {
  return world.state<LogsState>('logs', account, region, () => ({
    groups: new Map(),
    policies: new Map(),
    accountPolicies: new Map(),
    liveTails: 0,
  }));
}

export function makeGroup(name: string, now: number): LogGroup {
  return {
    name,
    createdAt: now,
    logGroupClass: 'STANDARD',
    deletionProtectionEnabled: false,
    tags: new Map(),
    streams: new Map(),
    events: new EventList(),
    nextSeq: 0,
    listeners: new Set(),
  };
}

export function notFound(what = 'log group'): AwsError {
  return new AwsError('ResourceNotFoundException', `The specified ${what} does not exist.`);
}

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

export function findStream(group: LogGroup, name: string | undefined): LogStream {
  const stream = group.streams.get(name ?? '');
  if (!stream) throw notFound('log stream');
  return stream;
}

/** Returns the name from a name or ARN (`…:log-group:NAME` with or without `:*`). */
export function groupNameOf(nameOrArn: string): string {
  const arn = parseArn(nameOrArn);
  return arn ? logGroupName(arn) : nameOrArn;
}

/** Finds the group of a request, which can name it in two ways. */
export function findGroup(
  world: SandboxWorld,
  call: Pick<Call, 'account' | 'region'>,
  names: { logGroupName?: string | undefined; logGroupIdentifier?: string | undefined },
): LogGroup {
  const given = names.logGroupName ?? names.logGroupIdentifier;
  if (given === undefined || (names.logGroupName !== undefined && names.logGroupIdentifier !== undefined)) {
    throw new AwsError(
      'ValidationException',
      'Exactly one of logGroupName and logGroupIdentifier must be specified.',
    );
  }
  const account = parseArn(given)?.account || call.account;
  const group = logsOf(world, account, call.region).groups.get(groupNameOf(given));
  if (!group) throw notFound();
  return group;
}
