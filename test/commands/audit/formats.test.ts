import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { asffFaults, ocsfFaults, sarifFaults } from '../../render/audit/validators.ts';
import { run } from '../../support/run.ts';

const GROUPS = fileURLToPath(new URL('../../fixtures/audit/groups.json', import.meta.url));
const NOW = Date.parse('2026-11-23T12:00:00Z');

const CHANGE = {
  schema: 'secgroup-monitor/change/1',
  eventId: 'e-1',
  eventName: 'AuthorizeSecurityGroupIngress',
  time: '2026-11-22T08:00:00Z',
  account: '111122223333',
  region: 'eu-west-1',
  groupIds: ['sg-0aa1'],
  actor: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', name: 'alice' },
  via: 'console',
  added: ['tcp 22 from 0.0.0.0/0'],
  removed: [],
};
const lines = (...changes: object[]) => changes.map((change) => `${JSON.stringify(change)}\n`).join('');
const jsonLines = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('audit --format', () => {
  const audit = (...argv: string[]) => run(['audit', '--quiet', '--from', GROUPS, ...argv], { now: NOW });

  it.each(['pretty', 'json', 'csv', 'sarif', 'ocsf', 'asff', 'html', 'markdown'])(
    'writes the same %s to stdout and to a file, with the same exit code',
    async (format) => {
      const { code, stdout, stderr } = await audit('--format', format);
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
      expect(stdout.endsWith('\n')).toBe(true);
      const files = new Map<string, string>();
      const argv = [
        'audit',
        '--quiet',
        '--from',
        GROUPS,
        '--format',
        format,
        '--out',
        'report',
        '--fail-on',
        'never',
      ];
      expect(await run(argv, { now: NOW, files })).toEqual({ code: 0, stdout: '', stderr: '' });
      expect(files.get('report')).toBe(stdout);
    },
  );

  it('writes what the published schemas accept', async () => {
    const sarif = JSON.parse((await audit('--format', 'sarif')).stdout);
    expect(sarifFaults(sarif)).toEqual([]);
    const { uri } = sarif.runs[0].results[0].locations[0].physicalLocation.artifactLocation;
    expect(new URL(uri, 'file:///').pathname).toBe(GROUPS);
    const events = jsonLines((await audit('--format', 'ocsf')).stdout);
    expect(events.flatMap(ocsfFaults)).toEqual([]);
    const calls = jsonLines((await audit('--format', 'asff')).stdout);
    expect(calls.flatMap(asffFaults)).toEqual([]);
    expect(events).toHaveLength(sarif.runs[0].results.length);
    expect(calls[0].Findings).toHaveLength(events.length);
  });

  it('refuses asff for groups of an unknown account', async () => {
    const text = readFileSync(GROUPS, 'utf8').replaceAll(/\s*"OwnerId": "\d+",/g, '');
    const files = new Map([['old.json', text]]);
    const { code, stderr } = await run(['audit', '--from', 'old.json', '--format', 'asff'], { files });
    expect(code).toBe(2);
    expect(stderr).toContain('old.json');
    expect(stderr).toContain('AWS CLI');
  });
});

describe('audit --history', () => {
  const audit = (text: string, format: string) =>
    run(['audit', '--from', GROUPS, '--history', 'changes.jsonl', '--format', format], {
      now: NOW,
      files: new Map([['changes.jsonl', text]]),
    });

  it('shows the changes of judged groups next to the findings, newest first', async () => {
    const later = { ...CHANGE, eventId: 'e-2', time: '2026-11-23T08:00:00Z', errorCode: 'Client.X' };
    const other = { ...CHANGE, eventId: 'e-3', groupIds: ['sg-0ff9'] };
    const text = lines(CHANGE, other, later);
    const report = JSON.parse((await audit(text, 'json')).stdout);
    expect(report.changes.map(({ eventId }: { eventId: string }) => eventId)).toEqual(['e-2', 'e-1']);
    const { stdout } = await audit(text, 'html');
    expect(stdout).toContain('Recorded changes to the ingress of these groups.');
    expect(stdout).toContain('+ tcp 22 from 0.0.0.0/0');
    expect(stdout).toContain('failed: Client.X');
  });

  it.each([
    ['{"schema":', 'changes.jsonl:2:11: not valid JSON'],
    [JSON.stringify({ ...CHANGE, groupIds: [1] }), 'changes.jsonl:2 is not a change'],
    ['[]', 'changes.jsonl:2 is not a change'],
    ['null', 'changes.jsonl:2 is not a change'],
  ])('reports the line that is not a change: %s', async (line, message) => {
    const { code, stderr } = await audit(`${lines(CHANGE)}${line}\n`, 'json');
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
