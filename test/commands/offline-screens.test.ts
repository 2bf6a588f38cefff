import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { run } from '../support/run.ts';

/**
 * What the commands show that need no AWS, whole, at two widths, on a terminal and in a pipe.
 * After a wanted change: `npx vitest run test/commands/offline-screens.test.ts --update`.
 */
const SCREENS = [
  { columns: 80, tty: true },
  { columns: 80, tty: false },
  { columns: 120, tty: true },
  { columns: 120, tty: false },
];

const BASELINE = `version: 1
groups:
  - name: web
    match: { name: "web*" }
    ingress: exactly
    rules:
      - tcp 80,443 from anywhere
never:
  - rule: "tcp 22,3389 from anywhere"
    severity: critical
`;
const MISTAKEN = BASELINE.replace('tcp 80', 'tpc 80').replace('exactly', 'exactli');

const open = (port: number, cidr: string) => ({
  IpProtocol: 'tcp',
  FromPort: port,
  ToPort: port,
  IpRanges: [{ CidrIp: cidr }],
});
const group = (id: string, name: string, ...IpPermissions: object[]) => ({
  GroupId: id,
  GroupName: name,
  OwnerId: '111122223333',
  VpcId: 'vpc-0a1b2c3d',
  IpPermissions,
});
const GROUPS = JSON.stringify({
  SecurityGroups: [
    group('sg-0a0a0a0a', 'web-1', open(443, '0.0.0.0/0'), open(22, '0.0.0.0/0')),
    group('sg-0b0b0b0b', 'web-\u001b[31mred', open(80, '198.51.100.0/24')),
    group('sg-0c0c0c0c', 'batch', open(9000, '10.0.0.0/8')),
  ],
});
const records = fileURLToPath(new URL('../fixtures/cloudtrail', import.meta.url));

describe.each(SCREENS)('$columns columns, terminal: $tty', ({ columns, tty }) => {
  it('baseline, audit, history', async () => {
    const files = new Map([
      ['baseline.yaml', BASELINE],
      ['mistaken.yaml', MISTAKEN],
      ['groups.json', GROUPS],
    ]);
    const shown: string[] = [];
    const type = async (...words: string[]) => {
      const { code, stdout, stderr } = await run(words, {
        columns,
        tty,
        files,
        env: { TZ: 'UTC', ...(tty ? { FORCE_COLOR: '1' } : {}) },
        now: Date.parse('2026-11-23T12:00:00Z'),
      });
      const line = `$ secgroup-monitor ${words.join(' ')}`.replace(records, 'records');
      shown.push(`${line}\n${stdout}${code === 2 ? stderr : ''}(exit ${code})\n`);
    };
    await type('baseline', 'check', 'baseline.yaml');
    await type('baseline', 'check', 'mistaken.yaml');
    await type('baseline', 'capture', '--from', 'groups.json');
    await type('baseline', 'diff', 'baseline.yaml', '--from', 'groups.json');
    await type('audit', '--from', 'groups.json', '--baseline', 'baseline.yaml');
    await type('audit', '--from', 'groups.json', '--preset', 'guard', '--fail-on', 'never');
    await type('history', '--from', records, '--since', '2026-01-01', '--quiet', '--utc');
    const name = `offline-${columns}-${tty ? 'terminal' : 'pipe'}.txt`;
    await expect(shown.join('\n')).toMatchFileSnapshot(`../fixtures/screens/${name}`);
  });
});
