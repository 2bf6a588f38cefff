import type { Severity } from '../../core/baseline/baseline.ts';
import { usageError } from '../../core/errors.ts';
import { describe, describeOrigin } from '../../core/finding/describe.ts';
import { describeCode } from '../../core/finding/describe-code.ts';
import { escapeText } from '../../core/words/terminal-text.ts';
import type { AuditFinding, AuditReport } from '../../reports/audit.ts';
import { groupArn, partitionOf } from '../group-arn.ts';
import { PRODUCT } from '../product.ts';
import { safeJson } from '../safe-json.ts';
import { sha256Hex } from '../sha256.ts';

/** The most findings per call of BatchImportFindings (AWS Security Hub API Reference). */
export const ASFF_BATCH = 100;

const LABELS: Record<Severity, string> = {
  info: 'INFORMATIONAL',
  low: 'LOW',
  medium: 'MEDIUM',
  high: 'HIGH',
  critical: 'CRITICAL',
};

/** Limits in characters (AWS Security Hub User Guide, ASFF; API Reference, AwsSecurityFinding). */
const LIMITS = { title: 256, description: 1024, recommendation: 512, productField: 2048, resourceId: 512 };

const TYPES = ['Software and Configuration Checks/AWS Security Best Practices/Network Reachability'];

/**
 * Writes the findings in the AWS Security Finding Format. Each line is the input of one BatchImportFindings call,
 * with at most ASFF_BATCH findings of one account and Region. With an earlier report, findings that no longer exist
 * are archived.
 * @throws AppError kind usage if the account or Region of a group is unknown, because Security Hub requires both.
 */
export function auditAsff(report: AuditReport): string {
  const batches = new Map<string, object[]>();
  const put = (finding: AuditFinding, isFixed: boolean) => {
    const place = `${finding.account}/${finding.region}`;
    const list = batches.get(place) ?? [];
    batches.set(place, list);
    list.push(asffFinding(finding, report, isFixed));
  };
  for (const finding of report.findings) put(finding, false);
  for (const finding of report.against?.fixed ?? []) put(finding, true);
  return [...batches.values()]
    .flatMap((findings) => slices(findings, ASFF_BATCH))
    .map((Findings) => `${safeJson({ Findings })}\n`)
    .join('');
}

function asffFinding(finding: AuditFinding, report: AuditReport, isFixed: boolean) {
  const { account, region, code, severity, status, group } = finding;
  const id = group?.id ?? '';
  const arn = groupArn(account, region, id);
  if (arn === undefined) throw placeUnknown(finding);
  const partition = partitionOf(region);
  const { title } = describeCode(code);
  const name = escapeText(group?.name || id);
  const label = { Label: LABELS[severity], Original: severity };
  const since = status === 'unchanged' || isFixed ? report.against!.time : report.time;
  return {
    SchemaVersion: '2018-10-08',
    Id: findingId(arn, finding),
    ProductArn: `arn:${partition}:securityhub:${region}:${account}:product/${account}/default`,
    GeneratorId: `${PRODUCT.name}/${code}`,
    AwsAccountId: account,
    Types: TYPES,
    CreatedAt: since,
    UpdatedAt: report.time,
    Severity: label,
    FindingProviderFields: { Severity: label, Types: TYPES },
    Title: clip(`${title}: ${name}`, LIMITS.title),
    Description: clip(`${name} ${escapeText(describe(finding))}.`, LIMITS.description),
    Remediation: { Recommendation: recommendation(finding) },
    ProductFields: productFields(finding, report),
    Resources: [
      {
        Type: 'AwsEc2SecurityGroup',
        Id: clip(escapeText(arn), LIMITS.resourceId),
        Partition: partition,
        Region: region,
        Details: {
          AwsEc2SecurityGroup: {
            GroupId: escapeText(id),
            GroupName: name,
            OwnerId: account,
            ...(group?.vpcId === undefined ? {} : { VpcId: escapeText(group.vpcId) }),
          },
        },
      },
    ],
    RecordState: isFixed ? 'ARCHIVED' : 'ACTIVE',
  };
}

/** Returns an id that depends only on the group, the code and the baseline entry; at most 512 characters. */
function findingId(arn: string, { code, group, baseline }: AuditFinding): string {
  const hash = sha256Hex(JSON.stringify([group?.id ?? '', baseline ?? ''])).slice(0, 16);
  return `${clip(escapeText(arn), 400)}/${code}/${hash}`;
}

function recommendation({ code, mend }: AuditFinding) {
  const { remedy } = describeCode(code);
  const whole = [remedy, ...mend].join('\n');
  // A truncated command could do something else, so the commands are left out if they don't fit.
  const text = whole.length <= LIMITS.recommendation ? whole : remedy;
  return { Text: clip(text, LIMITS.recommendation), Url: `${PRODUCT.url}#${code}` };
}

/** At most 50 pairs, without empty values. */
function productFields(finding: AuditFinding, report: AuditReport): Record<string, string> {
  const { unexpected, missing, context, mend } = finding;
  const { lastChange } = context ?? {};
  const fields = {
    baseline: finding.baseline ?? report.baseline,
    unexpected: unexpected.map(({ rule }) => rule).join('; '),
    missing: missing.map(({ rule }) => rule).join('; '),
    securityGroupRuleIds: [...new Set(unexpected.flatMap(({ ids }) => ids))].join(' '),
    attached: context?.attached === undefined ? '' : String(context.attached),
    attachments: (context?.attachments ?? []).map(({ kind, name }) => `${kind} ${name}`).join('; '),
    publicAddresses: (context?.publicAddresses ?? []).join(' '),
    lastChange:
      lastChange === undefined
        ? ''
        : `${lastChange.time} ${lastChange.eventName} ${describeOrigin(lastChange)}`,
    version: report.version,
  };
  const pairs = Object.entries(fields)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => [`${PRODUCT.name}/${key}`, clip(escapeText(value), LIMITS.productField)]);
  const commands = mend
    .filter((command) => command.length <= LIMITS.productField)
    .slice(0, 10)
    .map((command, index) => [`${PRODUCT.name}/mend/${index + 1}`, escapeText(command)]);
  return Object.fromEntries([...pairs, ...commands]);
}

function placeUnknown({ file, group }: AuditFinding): Error {
  return usageError(
    'asff-needs-a-place',
    `The account or the Region of ${escapeText(group?.id ?? 'a group')}${file === undefined ? '' : ` in ${escapeText(file)}`} is unknown, but Security Hub requires both.`,
    'Read the groups from AWS, or from a file with OwnerId and SecurityGroupArn, which newer versions of the AWS CLI print.',
  );
}

function clip(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function slices<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
