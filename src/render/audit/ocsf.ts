import type { Severity } from '../../core/baseline/baseline.ts';
import { describe } from '../../core/finding/describe.ts';
import { describeCode } from '../../core/finding/describe-code.ts';
import { escapeText } from '../../core/words/terminal-text.ts';
import type { AuditFinding, AuditReport } from '../../reports/audit.ts';
import { groupArn, partitionOf } from '../group-arn.ts';
import { PRODUCT } from '../product.ts';
import { safeJson } from '../safe-json.ts';
import { sha256Hex } from '../sha256.ts';

/** The ids of a Detection Finding in OCSF (schema.ocsf.io, 1.8.0: category Findings, class 2004). */
const VERSION = '1.8.0';
const CATEGORY = 2;
const CLASS = 2004;
const SEVERITY_IDS: Record<Severity, [number, string]> = {
  info: [1, 'Informational'],
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
  critical: [5, 'Critical'],
};
const ACTIVITIES = { create: [1, 'Create'], update: [2, 'Update'], close: [3, 'Close'] } as const;
const STATUSES = { new: [1, 'New'], resolved: [4, 'Resolved'] } as const;
const RULE_ANALYTIC = { type_id: 1, type: 'Rule' } as const;

/**
 * Writes the findings as OCSF Detection Findings, one event per line. With an earlier report, findings that it
 * contains are updates, and its findings that no longer exist are closed.
 */
export function auditOcsf(report: AuditReport): string {
  const open = report.findings.map((finding) =>
    event(finding, report, finding.status === 'unchanged' ? 'update' : 'create'),
  );
  const closed = (report.against?.fixed ?? []).map((finding) => event(finding, report, 'close'));
  return [...open, ...closed].map((line) => `${safeJson(line)}\n`).join('');
}

function event(finding: AuditFinding, report: AuditReport, activity: keyof typeof ACTIVITIES) {
  const { severity, account, region, code, group, context, mend } = finding;
  const time = Date.parse(report.time);
  const [activityId, activityName] = ACTIVITIES[activity];
  const [statusId, status] = STATUSES[activity === 'close' ? 'resolved' : 'new'];
  const [severityId, severityName] = SEVERITY_IDS[severity];
  const { title, remedy } = describeCode(code);
  const name = escapeText(group?.name || group?.id || '');
  const text = `${name} ${escapeText(describe(finding))}`;
  return {
    category_uid: CATEGORY,
    category_name: 'Findings',
    class_uid: CLASS,
    class_name: 'Detection Finding',
    type_uid: CLASS * 100 + activityId,
    type_name: `Detection Finding: ${activityName}`,
    activity_id: activityId,
    activity_name: activityName,
    time,
    severity_id: severityId,
    severity: severityName,
    status_id: statusId,
    status,
    is_alert: activity === 'create' && severity !== 'info',
    message: text,
    metadata: {
      version: VERSION,
      profiles: ['cloud'],
      event_code: code,
      product: {
        name: PRODUCT.name,
        vendor_name: PRODUCT.name,
        version: report.version,
        url_string: PRODUCT.url,
      },
    },
    cloud: {
      provider: 'AWS',
      ...(account === '' ? {} : { account: { uid: account, type_id: 10, type: 'AWS Account' } }),
      ...(region === '' ? {} : { region, cloud_partition: partitionOf(region) }),
    },
    finding_info: {
      uid: findingUid(finding),
      title: `${title}: ${name}`,
      desc: text,
      types: [title],
      analytic: {
        ...RULE_ANALYTIC,
        uid: code,
        name: title,
        ...(finding.baseline === undefined ? {} : { desc: escapeText(finding.baseline) }),
      },
      last_seen_time: activity === 'close' ? Date.parse(report.against!.time) : time,
      ...(activity === 'create' ? { created_time: time } : {}),
    },
    resources: [resource(finding)],
    ...(context?.lastChange === undefined ? {} : { evidences: [lastChange(context.lastChange)] }),
    remediation: { desc: [remedy, ...mend].join('\n') },
    unmapped: {
      unexpected: finding.unexpected,
      missing: finding.missing,
      attachments: context?.attachments ?? [],
      attachment_count: context?.attachmentCount,
      public_addresses: context?.publicAddresses ?? [],
      baseline: report.baseline,
    },
  };
}

/** Returns an id that depends only on the group, the code and the baseline entry. */
function findingUid({ account, region, file, group, code, baseline }: AuditFinding): string {
  const identity = [account, region, group?.id ?? '', code, baseline ?? ''];
  if (account === '' || region === '') identity.push(file ?? '');
  return sha256Hex(JSON.stringify(identity)).slice(0, 32);
}

function resource({ account, region, group, file }: AuditFinding) {
  const id = group?.id ?? '';
  return {
    uid: escapeText(groupArn(account, region, id) ?? id),
    uid_alt: escapeText(id),
    name: escapeText(group?.name || id),
    type: 'AWS::EC2::SecurityGroup',
    ...(region === '' ? {} : { region, cloud_partition: partitionOf(region) }),
    data: { vpc_id: group?.vpcId, file },
  };
}

function lastChange({ eventName, eventId, time, actor, via, sourceIp }: NonNullable<LastChange>) {
  return {
    name: 'Last change',
    uid: escapeText(eventId),
    api: { operation: escapeText(eventName) },
    actor: {
      user: {
        name: escapeText(actor.name || actor.arn || actor.type),
        uid: escapeText(actor.arn),
        type: escapeText(actor.type),
      },
    },
    data: { time, via, source_ip: sourceIp },
  };
}

type LastChange = NonNullable<AuditFinding['context']>['lastChange'];
