import { SEVERITIES, type Severity } from '../../core/baseline/baseline.ts';
import { AppError, usageError } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import { type ExtraTarget, fifoRefused, parseTarget } from '../target-option.ts';

/** The options of install. An option that is not set keeps its installed value, or has its default. */
export interface InstallRequest {
  source?: 'cloudtrail' | 'config' | undefined;
  /** EventBridge schedule expression, or `off`. */
  sweep?: string | undefined;
  retentionDays?: number | undefined;
  /** ARN of the user's own role; `none` returns to the stack's role. */
  functionRoleArn?: string | undefined;
  permissionsBoundary?: string | undefined;
  /** `ARN[=shape]`; a single `none` removes them. */
  targets?: string[] | undefined;
  /** `ARN[@severity]`; a single `none` removes them. */
  notify?: string[] | undefined;
  enforce?: 'off' | 'dry-run' | 'on' | undefined;
  attachments?: boolean | undefined;
  createTrail?: boolean | undefined;
  alarms?: boolean | undefined;
  dashboard?: boolean | undefined;
}

/** The options of an installation. They are stored in the function's zip, so no state file is needed. */
export interface InstallSettings {
  schema: 'secgroup-monitor/install/1';
  source: 'cloudtrail' | 'config';
  sweep: string;
  retentionDays: number;
  functionRoleArn: string | null;
  permissionsBoundary: string | null;
  targets: string[];
  notify: string[];
  enforce: 'off' | 'dry-run' | 'on';
  attachments: boolean;
  createTrail: boolean;
  /** CloudWatch alarms that watch the monitor. */
  alarms: boolean;
  dashboard: boolean;
}

export const DEFAULT_SETTINGS: InstallSettings = {
  schema: 'secgroup-monitor/install/1',
  source: 'cloudtrail',
  sweep: 'rate(1 hour)',
  retentionDays: 30,
  functionRoleArn: null,
  permissionsBoundary: null,
  targets: [],
  notify: [],
  enforce: 'off',
  attachments: false,
  createTrail: false,
  alarms: true,
  dashboard: false,
};

/** Days that CloudWatch Logs accepts (PutRetentionPolicy). */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/**
 * Returns the settings for an install.
 *
 * @throws AppError kind usage if AWS would reject a value.
 */
export function resolveSettings(
  request: InstallRequest,
  installed: InstallSettings | undefined,
): InstallSettings {
  const base = installed ?? DEFAULT_SETTINGS;
  const settings: InstallSettings = {
    schema: 'secgroup-monitor/install/1',
    source: request.source ?? base.source,
    sweep: request.sweep ?? base.sweep,
    retentionDays: request.retentionDays ?? base.retentionDays,
    functionRoleArn: unlessNone(request.functionRoleArn, base.functionRoleArn),
    permissionsBoundary: unlessNone(request.permissionsBoundary, base.permissionsBoundary),
    targets: cleared(request.targets) ?? base.targets,
    notify: cleared(request.notify) ?? base.notify,
    enforce: request.enforce ?? base.enforce,
    attachments: request.attachments ?? base.attachments,
    createTrail: request.createTrail ?? base.createTrail,
    alarms: request.alarms ?? base.alarms,
    dashboard: request.dashboard ?? base.dashboard,
  };
  check(settings);
  return settings;
}

export function parseInstallSettings(value: unknown): InstallSettings {
  const found = value as InstallSettings | null;
  if (typeof found !== 'object' || found === null || found.schema !== 'secgroup-monitor/install/1') {
    throw new AppError({
      kind: 'deploy',
      code: 'unknown-installation',
      message: say`The installed function is from a version of secgroup-monitor that this version does not support.`,
      hint: say`Update secgroup-monitor, or use --baseline to install over it.`,
    });
  }
  return { ...DEFAULT_SETTINGS, ...found };
}

/** The receivers of findings at or above a severity. */
export interface Notification {
  severity: Severity;
  arns: string[];
}

export function notifications(notify: readonly string[]): Notification[] {
  const bySeverity = new Map<Severity, string[]>();
  for (const text of notify) {
    const { arn, severity } = parseNotify(text);
    bySeverity.set(severity, [...(bySeverity.get(severity) ?? []), arn]);
  }
  return SEVERITIES.filter((severity) => bySeverity.has(severity)).map((severity) => ({
    severity,
    arns: [...new Set(bySeverity.get(severity))].sort(),
  }));
}

/** Returns the lowest severity of findings that are sent as events: `low`, or `info` if --notify needs it. */
export function emitLevel(notify: readonly string[]): Severity {
  return notifications(notify)[0]?.severity === 'info' ? 'info' : 'low';
}

/** Returns all ARNs in --notify, at most five. EventBridge notifies them directly of calls that blind the monitor. */
export function notified(notify: readonly string[]): string[] {
  return [...new Set(notifications(notify).flatMap(({ arns }) => arns))].slice(0, 5);
}

/** Returns the SNS topics in --notify, at most five: the alarms act on them (PutMetricAlarm, AlarmActions). */
export function alarmTopics({ alarms, notify }: Pick<InstallSettings, 'alarms' | 'notify'>): string[] {
  return alarms ? notified(notify).filter((arn) => arn.includes(':sns:')) : [];
}

export function extraTargets(targets: readonly string[]): ExtraTarget[] {
  return targets.map(parseTarget);
}

/** The ARNs in --notify and --target. */
export function receiverArns({ notify, targets }: Pick<InstallSettings, 'notify' | 'targets'>): string[] {
  const arns = [
    ...notifications(notify).flatMap((one) => one.arns),
    ...extraTargets(targets).map(({ arn }) => arn),
  ];
  return [...new Set(arns)].sort();
}

function parseNotify(text: string): { arn: string; severity: Severity } {
  const [, arn, severity = 'medium'] = text.match(/^(.*?)(?:@([a-z]+))?$/) ?? [];
  if (!SEVERITIES.includes(severity as Severity)) {
    throw usageError(
      'bad-notify',
      say`"${severity}" is not a severity.`,
      say`Use one of ${SEVERITIES.join(', ')}.`,
    );
  }
  if (!/^arn:[\w-]+:(sns|sqs):[a-z0-9-]+:\d{12}:[\w.-]+$/.test(arn ?? '')) {
    throw usageError(
      'bad-notify',
      say`--notify needs the ARN of an SNS topic or an SQS queue, not "${arn}".`,
      say`Use ARN or ARN@severity, for example arn:aws:sns:eu-west-1:111122223333:alerts@high.`,
    );
  }
  if (arn!.endsWith('.fifo')) throw fifoRefused(arn!);
  return { arn: arn!, severity: severity as Severity };
}

/** Parses the value of --retention. @throws AppError kind usage, code `bad-retention`. */
export function parseRetention(text: string): number {
  const days = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  checkRetention(days, text);
  return days;
}

function checkRetention(days: number, text = String(days)): void {
  if (RETENTION_DAYS.includes(days)) return;
  throw usageError(
    'bad-retention',
    say`CloudWatch Logs does not support the retention "${text}" (in days).`,
    say`Use one of ${RETENTION_DAYS.join(', ')}.`,
  );
}

function check(settings: InstallSettings): void {
  checkRetention(settings.retentionDays);
  const { sweep } = settings;
  const one = /^rate\(1 (minute|hour|day)\)$/;
  const several = /^rate\(([2-9]|[1-9]\d+) (minutes|hours|days)\)$/;
  if (sweep !== 'off' && !one.test(sweep) && !several.test(sweep) && !/^cron\((\S+ ){5}\S+\)$/.test(sweep)) {
    throw usageError(
      'bad-sweep',
      say`"${sweep}" is not a valid schedule.`,
      say`Use "rate(1 hour)", "rate(15 minutes)", "cron(0 8 * * ? *)" or off.`,
    );
  }
  if (
    settings.functionRoleArn !== null &&
    !/^arn:[\w-]+:iam::\d{12}:role\/.+/.test(settings.functionRoleArn)
  ) {
    throw usageError(
      'bad-role',
      say`"${settings.functionRoleArn}" is not the ARN of a role.`,
      say`Use an ARN like arn:aws:iam::111122223333:role/NAME.`,
    );
  }
  notifications(settings.notify);
  // A rule can have five targets, and the function is one of them (a fixed EventBridge quota).
  if (
    extraTargets(settings.targets).length > 4 ||
    notifications(settings.notify).some(({ arns }) => arns.length > 5)
  ) {
    throw usageError(
      'too-many-targets',
      say`An EventBridge rule can have at most five targets, and the function is one of the targets of the change rule.`,
      say`Use at most four --target options, and five --notify options per severity. An SNS topic can reach more receivers.`,
    );
  }
}

function unlessNone(requested: string | undefined, installed: string | null): string | null {
  if (requested === undefined) return installed;
  return requested === 'none' ? null : requested;
}

function cleared(requested: string[] | undefined): string[] | undefined {
  if (requested === undefined || requested.length === 0) return undefined;
  return requested.length === 1 && requested[0] === 'none' ? [] : [...new Set(requested)];
}
