// Covers src/audit/audit.ts, src/audit/notable-exposure.ts, src/render/audit/csv.ts.
import { describe, expect, it } from 'vitest';
import { audit } from '../../../src/audit/audit.ts';
import type { ScopeSource } from '../../../src/audit/group-source.ts';
import { prepareBaseline } from '../../../src/core/baseline/prepared-baseline.ts';
import { guardBaseline } from '../../../src/core/baseline/presets.ts';
import type { SecurityGroup } from '../../../src/core/exposure/group.ts';
import { auditCsv, csvCell } from '../../../src/render/audit/csv.ts';
import { auditPretty } from '../../../src/render/audit/pretty.ts';
import type { Look, Paint } from '../../../src/render/look.ts';
import type { AuditReport } from '../../../src/reports/audit.ts';
import { groupOf, NO_LISTS, NOW } from '../../support/groups.ts';

const plain = new Proxy({}, { get: () => (text: string) => text }) as Paint;
const marked = new Proxy({}, { get: (_, name) => (text: string) => `<${String(name)}>${text}</>` }) as Paint;
const pipe: Look = { columns: 80, tty: false, paint: plain, now: () => NOW };
const terminal: Look = { columns: 80, tty: true, paint: plain, now: () => NOW };

async function reportOf(groups: SecurityGroup[], parts: Partial<AuditReport> = {}): Promise<AuditReport> {
  const source: ScopeSource = {
    scope: { account: '111122223333', region: 'eu-west-1', groups: 0, rules: 0, notes: [] },
    async *pages() {
      yield groups;
    },
    lists: async () => NO_LISTS,
    ownLists: async () => new Set(),
    details: async () =>
      new Map([
        [
          'sg-0aaa',
          {
            context: {
              attached: true,
              attachments: [
                { interfaceId: 'eni-0a', kind: 'instance', name: 'i-0aaa', publicAddress: '198.51.100.9' },
              ],
              attachmentCount: 3,
              publicAddresses: ['198.51.100.9'],
              lastChange: {
                time: '2026-11-20T10:00:00Z',
                eventId: 'e',
                eventName: 'AuthorizeSecurityGroupIngress',
                actor: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', name: 'alice' },
                via: 'console',
                sourceIp: '203.0.113.7',
              },
            },
          },
        ],
      ]),
  };
  const report = await audit(
    { baseline: prepareBaseline(guardBaseline()), source: 'live', scopes: [source] },
    { now: () => NOW, progress: () => {}, signal: new AbortController().signal },
  );
  return { ...report, version: '0.0.0', ...parts };
}

const WEB = groupOf(['tcp 443 from anywhere', 'tcp 22 from 0.0.0.0/0']);
const CALM = groupOf(['tcp 443 from anywhere'], { id: 'sg-0bbb', name: 'calm' });
const EVIL = groupOf(['tcp 3306 from 0.0.0.0/0'], {
  id: 'sg-0ccc',
  name: '=HYPERLINK("x")\u001b[2J,\n"\u202e',
  vpcId: '@sum',
});

describe('audit on a screen', () => {
  it('shows a summary, then the findings of each group with the commands that fix them', async () => {
    expect(
      auditPretty(await reportOf([CALM, WEB]), pipe),
    ).toBe(`2 security groups with 5 rules in 111122223333 eu-west-1, judged against preset:guard: 1 without forbidden ingress (not judged further), 1 differing.
Findings: 1 critical.

web  sg-0aaa vpc-0aaa 111122223333 eu-west-1
  critical  admits tcp 22 from 0.0.0.0/0, which is never allowed (open to the internet)
            by sgr-3
  attached to instance i-0aaa and 2 more
  public address 198.51.100.9
  last changed 2026-11-20T10:00:00Z (AuthorizeSecurityGroupIngress): alice in the console from 203.0.113.7
  $ aws ec2 revoke-security-group-ingress --region eu-west-1 --group-id sg-0aaa --security-group-rule-ids sgr-3
`);
  });

  it('fits the width of a terminal except for commands, and colours severities', async () => {
    const report = await reportOf([WEB]);
    const lines = auditPretty(report, terminal).split('\n');
    for (const line of lines.filter((line) => !line.includes('$ aws')))
      expect(line.length).toBeLessThanOrEqual(80);
    expect(auditPretty(report, { ...pipe, paint: marked })).toContain('<magenta>critical</>  admits');
  });

  it('reports the absence of findings, unreadable scopes, and unknown values', async () => {
    expect(auditPretty(await reportOf([CALM]), pipe)).toContain(
      '1 without forbidden ingress (not judged further), 0 differing.\nNo findings.\n',
    );
    const text = auditPretty(
      await reportOf([CALM], {
        scopes: [
          {
            account: '111122223333',
            region: 'eu-west-1',
            groups: 1,
            rules: 3,
            notes: ['The ids of the rules could not be read: denied\u001b[2J'],
          },
          {
            account: '444455556666',
            region: '',
            groups: 0,
            rules: 0,
            notes: [],
            error: { code: 'aws-call-failed', message: 'no entry' },
          },
        ],
        unknown: [
          { address: 'aws_security_group.a', attribute: 'ingress[0].cidr_blocks', reason: 'after-apply' },
        ],
      }),
      pipe,
    );
    expect(text).toContain(
      'Note: 111122223333 eu-west-1: The ids of the rules could not be read: denied\\x1b[2J\n',
    );
    expect(text).toContain('Not read: 444455556666: no entry\n');
    expect(text).toContain(
      'because unknown: 1 value\n  aws_security_group.a: ingress[0].cidr_blocks: known only after apply\n',
    );
  });

  it('shows hostile names as text', async () => {
    const text = auditPretty(await reportOf([EVIL]), pipe);
    expect(text).toContain('=HYPERLINK("x")\\x1b[2J,\\x0a"\\u202e  sg-0ccc @sum');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });
});

describe('audit as CSV', () => {
  it('has one row per finding, and no cell that a spreadsheet would execute', async () => {
    const [header, first, second, ...rest] = auditCsv(await reportOf([WEB, EVIL])).split('\r\n');
    expect(header).toBe(
      'severity,code,status,account,region,group,name,vpc,finding,unexpected,missing,rules,baseline,attached,attachments,public addresses,last changed,last changed by,file,mend,address,line',
    );
    expect(first).toMatch(
      /^critical,forbidden-ingress,,111122223333,eu-west-1,sg-0ccc,"'=HYPERLINK\(""x""\)\\x1b\[2J,\\x0a""\\u202e",'@sum,/,
    );
    expect(second).toContain(',sg-0aaa,web,vpc-0aaa,');
    expect(second).toContain(',yes,instance i-0aaa,198.51.100.9,2026-11-20T10:00:00Z,alice,,aws ec2 revoke');
    expect(rest).toEqual(['']);
  });

  it.each([
    ['=1+1', "'=1+1"],
    [' =1', "' =1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@a', "'@a"],
    ['＝1', "'＝1"],
    ['\t=1', '\\x09=1'],
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['plain', 'plain'],
  ])('writes %j as %s', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });
});
