import { describe } from '../../core/finding/describe.ts';
import { escapeText } from '../../core/words/terminal-text.ts';
import type { AuditFinding, AuditReport } from '../../reports/audit.ts';
import { groupArn } from '../group-arn.ts';
import { PRODUCT } from '../product.ts';
import { safeJson } from '../safe-json.ts';
import { scopePlace } from '../scope-place.ts';
import { sha256Hex } from '../sha256.ts';
import { LEVELS, sarifRules } from './sarif-rules.ts';
import { unknownText } from './unknown-text.ts';

/**
 * Writes the findings as SARIF 2.1.0 (OASIS), in the subset that code scanning reads. Fixed findings of an earlier
 * report are left out, because code scanning closes alerts that are not in the newest upload.
 */
export function auditSarif(report: AuditReport): string {
  const { rules, indexOf } = sarifRules(report.findings);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: PRODUCT.name,
            version: report.version,
            semanticVersion: report.version,
            informationUri: PRODUCT.url,
            rules,
          },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [invocation(report)],
        results: report.findings.map((finding) => result(finding, indexOf(finding), rules)),
        properties: { baseline: escapeText(report.baseline), source: report.source, summary: report.summary },
      },
    ],
  };
  return `${safeJson(log, 2)}\n`;
}

function result(finding: AuditFinding, ruleIndex: number, rules: readonly { id: string }[]) {
  const { severity, account, region, group, baseline, context, status } = finding;
  const id = group?.id ?? '';
  const name = group?.name || id;
  return {
    ruleId: rules[ruleIndex]!.id,
    ruleIndex,
    level: LEVELS[severity],
    message: { text: plainMessage(`${name === id ? id : `${name} (${id})`} ${describe(finding)}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: locationUri(finding) },
          region: { startLine: finding.line ?? 1 },
        },
        logicalLocations: [
          {
            name: escapeText(name),
            fullyQualifiedName: escapeText(finding.address ?? groupArn(account, region, id) ?? id),
            kind: 'resource',
          },
        ],
      },
    ],
    partialFingerprints: fingerprints(finding),
    ...(status === undefined ? {} : { baselineState: status }),
    properties: {
      severity,
      code: finding.code,
      account,
      region,
      vpc: group?.vpcId,
      baseline,
      unexpected: finding.unexpected.map(({ rule }) => rule),
      missing: finding.missing.map(({ rule }) => rule),
      securityGroupRuleIds: [...new Set(finding.unexpected.flatMap(({ ids }) => ids))],
      attached: context?.attached,
      publicAddresses: context?.publicAddresses,
      lastChange: context?.lastChange,
      mend: finding.mend,
    },
  };
}

/**
 * Returns the file that the group was read from or, for a live group, the stable path `aws/<account>/<Region>/<id>`.
 * Code scanning expects relative paths, but an absolute path that the user gave remains absolute.
 */
function locationUri({ file, account, region, group }: AuditFinding): string {
  if (file === undefined) return ['aws', account, region, group?.id ?? ''].map(uriPart).join('/');
  const parts = file.replaceAll('\\', '/').split('/').map(uriPart);
  if (/^[A-Za-z]:[\\/]/.test(file)) return `file:///${file[0]}:/${parts.slice(1).join('/')}`;
  return file.startsWith('/') ? `file://${parts.join('/')}` : parts.join('/');
}

/**
 * Identifies a finding across runs by its group, code and baseline entry only. The order of the findings and edits
 * of rules don't change it. Code scanning reads only `primaryLocationLineHash`.
 */
function fingerprints(finding: AuditFinding): Record<string, string> {
  const { account, region, group, address, code, baseline } = finding;
  // The address of a group in a plan stays the same after EC2 creates the group.
  const place = address === undefined ? [account, region, group?.id ?? ''] : [address];
  const identity = [...place, code, baseline ?? ''];
  const hash = sha256Hex(JSON.stringify(identity)).slice(0, 32);
  return { primaryLocationLineHash: `${hash}:1`, 'secgroupMonitorFinding/v1': hash };
}

/** Escapes `[…](…)`, so that a name can't create a link (SARIF 2.1.0, 3.11.6). Other brackets are not changed. */
function plainMessage(text: string): string {
  return escapeText(text).replace(/(\\*)\]\(/g, '$1$1\\](');
}

/** Escapes a part of a URI (RFC 3986). Lone surrogates, on which encodeURIComponent throws, become U+FFFD. */
function uriPart(text: string): string {
  return encodeURIComponent(new TextDecoder().decode(new TextEncoder().encode(text)));
}

function invocation({ time, scopes, summary, unknown }: AuditReport) {
  const notify = (level: 'error' | 'warning' | 'note', id: string, text: string) => ({
    level,
    descriptor: { id },
    message: { text: plainMessage(text) },
  });
  return {
    executionSuccessful: summary.failedScopes === 0,
    endTimeUtc: time,
    toolExecutionNotifications: [
      ...scopes.flatMap((scope) => [
        ...(scope.error === undefined
          ? []
          : [notify('error', scope.error.code, `Not read: ${scopePlace(scope)}: ${scope.error.message}`)]),
        ...scope.notes.map((note) => notify('note', 'left-out', `${scopePlace(scope)}: ${note}`)),
      ]),
      ...unknown.map((one) => notify('warning', one.reason, unknownText(one))),
    ],
  };
}
