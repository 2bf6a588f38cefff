// Covers src/render/audit/sarif-rules.ts.
import { describe, expect, it } from 'vitest';
import { auditSarif } from '../../../src/render/audit/sarif.ts';
import type { AuditReport } from '../../../src/reports/audit.ts';
import { fixtureReport } from './held.ts';
import { sarifFaults } from './validators.ts';

interface Sarif {
  runs: {
    tool: { driver: { rules: { id: string; helpUri: string; properties: Record<string, unknown> }[] } };
    invocations: {
      executionSuccessful: boolean;
      toolExecutionNotifications: { message: { text: string } }[];
    }[];
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      message: { text: string };
      baselineState?: string;
      partialFingerprints: Record<string, string>;
      locations: {
        physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
        logicalLocations: { fullyQualifiedName: string }[];
      }[];
    }[];
  }[];
}

const sarif = (report: AuditReport): Sarif => JSON.parse(auditSarif(report));

describe('audit as SARIF', () => {
  const report = fixtureReport();
  const [run] = sarif(report).runs;
  const results = run!.results;

  it('is valid by the published schema, also without findings', () => {
    expect(sarifFaults(sarif(report))).toEqual([]);
    expect(sarifFaults(sarif({ ...report, findings: [], groups: [], scopes: [] }))).toEqual([]);
    expect(sarifFaults({ version: '2.1.0', runs: [{}] }), 'the check itself').not.toEqual([]);
  });

  it('has a rule for each code and severity, with the score that code scanning reads', () => {
    const { rules } = run!.tool.driver;
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const [index, finding] of report.findings.entries()) {
      const result = results[index]!;
      expect(result.ruleId).toBe(`${finding.code}.${finding.severity}`);
      const rule = rules[result.ruleIndex]!;
      expect(rule.id).toBe(result.ruleId);
      expect(URL.canParse(rule.helpUri)).toBe(true);
      const score = Number(rule.properties['security-severity']);
      const band =
        score > 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : score > 0 ? 'low' : 'info';
      expect(band).toBe(finding.severity);
    }
  });

  it('has one relative file location and the group as logical location for each result', () => {
    for (const [index, { locations }] of results.entries()) {
      const { account, region, group } = report.findings[index]!;
      const [{ physicalLocation, logicalLocations }] = locations as [(typeof locations)[0]];
      expect(locations).toHaveLength(1);
      expect(physicalLocation).toEqual({
        artifactLocation: { uri: `aws/${account}/${region}/${group!.id}` },
        region: { startLine: 1 },
      });
      expect(logicalLocations[0]!.fullyQualifiedName).toBe(
        `arn:aws:ec2:${region}:${account}:security-group/${group!.id}`,
      );
    }
  });

  it('keeps its fingerprints when time, order, rule ids and parts change', () => {
    const later: AuditReport = {
      ...report,
      time: '2027-01-01T00:00:00.000Z',
      findings: report.findings.toReversed().map((finding) => ({
        ...finding,
        key: `${finding.key}#2`,
        unexpected: finding.unexpected.map((item) => ({
          ...item,
          rule: 'tcp 1 from 10.0.0.1/32',
          ids: ['sgr-9'],
        })),
      })),
    };
    const prints = (log: Sarif) => log.runs[0]!.results.map(({ partialFingerprints }) => partialFingerprints);
    expect(prints(sarif(later)).toReversed()).toEqual(prints(sarif(report)));
    const hashes = results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('reports scopes that could not be read', () => {
    const [invocation] = run!.invocations;
    expect(invocation!.executionSuccessful).toBe(false);
    expect(invocation!.toolExecutionNotifications[0]!.message.text).toContain('444455556666 eu-west-1');
  });

  it.each([
    ['groups.json', 'groups.json'],
    ['a folder/b#c?.json', 'a%20folder/b%23c%3F.json'],
    ['/tmp/groups.json', 'file:///tmp/groups.json'],
    ['C:\\aws\\groups.json', 'file:///C:/aws/groups.json'],
    ['\ud800.json', '%EF%BF%BD.json'],
  ])('writes the file %s as the URI %s', (file, uri) => {
    const log = sarif({ ...report, findings: [{ ...report.findings[0]!, file }] });
    expect(log.runs[0]!.results[0]!.locations[0]!.physicalLocation.artifactLocation.uri).toBe(uri);
    expect(sarifFaults(log)).toEqual([]);
  });

  it('escapes links and hidden characters in names', () => {
    const named = (name: string) =>
      sarif({
        ...report,
        findings: [{ ...report.findings[0]!, group: { id: 'sg-1', name } }],
      }).runs[0]!.results[0]!.message.text;
    expect(named('[a](http://203.0.113.1)')).toContain('[a\\](http:');
    expect(named('[a\\](1)')).toContain('[a\\\\\\](1)');
    expect(named('[prod] (web)')).toContain('[prod] (web)');
    expect(named('a\u202eb\u001b[2J')).toContain('a\\u202eb\\x1b[2J');
  });

  it('marks new and unchanged results, and omits fixed ones', () => {
    const [first, second, third] = report.findings as [
      AuditReport['findings'][0],
      AuditReport['findings'][0],
      AuditReport['findings'][0],
    ];
    const log = sarif({
      ...report,
      findings: [
        { ...first, status: 'new' },
        { ...second, status: 'unchanged' },
      ],
      against: { time: report.time, baseline: 'x', new: 1, unchanged: 1, fixed: [third] },
    });
    expect(log.runs[0]!.results.map(({ baselineState }) => baselineState)).toEqual(['new', 'unchanged']);
    expect(sarifFaults(log)).toEqual([]);
  });
});
