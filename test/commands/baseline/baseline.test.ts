// Covers src/commands/baseline/*.ts, src/commands/options/installed-baseline.ts,
// src/commands/options/read-baseline-file.ts, src/commands/options/read-input.ts, src/render/baseline/*.ts.
import { readFileSync } from 'node:fs';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateManagedPrefixListCommand,
  CreateSecurityGroupCommand,
  EC2Client,
  ModifyManagedPrefixListCommand,
} from '@aws-sdk/client-ec2';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditScope } from '../../../src/reports/audit.ts';
import { run } from '../../support/run.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

const GROUPS = JSON.stringify({
  SecurityGroups: [
    {
      GroupId: 'sg-0bbb',
      GroupName: 'web',
      OwnerId: '111122223333',
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          IpRanges: [{ CidrIp: '0.0.0.0/0' }],
          Ipv6Ranges: [{ CidrIpv6: '::/0' }],
        },
        {
          IpProtocol: 'tcp',
          FromPort: 80,
          ToPort: 80,
          IpRanges: [{ CidrIp: '0.0.0.0/0' }],
          Ipv6Ranges: [{ CidrIpv6: '::/0' }],
        },
      ],
    },
    {
      GroupId: 'sg-0aaa',
      GroupName: 'db',
      OwnerId: '111122223333',
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 5432,
          ToPort: 5432,
          UserIdGroupPairs: [{ GroupId: 'sg-0bbb', UserId: '111122223333' }],
        },
      ],
    },
  ],
});

const YAML = `# A baseline of secgroup-monitor, captured from groups.json.
# \`secgroup-monitor baseline check\` validates this file; \`baseline schema\` prints a JSON Schema for editors.

version: 1
groups:
  - name: db
    match:
      id: sg-0aaa
    rules:
      - tcp 5432 from sg-0bbb
  - name: web
    match:
      id: sg-0bbb
    rules:
      - tcp 80,443 from anywhere
unlisted: alert
`;

describe('baseline, without AWS', () => {
  const files = new Map<string, string>([
    ['groups.json', GROUPS],
    ['b.yaml', YAML],
  ]);
  const options = { files, now: NOW };

  it('captures groups as a file that check accepts and diff finds equal', async () => {
    const captured = await run(['baseline', 'capture', '--from', 'groups.json'], options);
    expect(captured).toEqual({ code: 0, stdout: YAML, stderr: '' });
    const checked = await run(['baseline', 'check'], { ...options, stdin: captured.stdout });
    expect(checked).toEqual({
      code: 0,
      stdout:
        'stdin is valid: 2 group entries, 0 never lines, 0 exceptions, 0 trusted principals; unlisted groups: alert.\n',
      stderr: '',
    });
    const piped = await run(['baseline', 'diff', '-', '--from', 'groups.json'], {
      ...options,
      stdin: captured.stdout,
    });
    expect(piped).toEqual({
      code: 0,
      stdout: 'No differences: 2 security groups compared with stdin.\n',
      stderr: '',
    });
  });

  it('reads groups from stdin and writes a file', async () => {
    const written = new Map<string, string>();
    const { code, stdout } = await run(['baseline', 'capture', '--from', '-', '--out', 'new.yaml'], {
      stdin: GROUPS,
      files: written,
    });
    expect([code, stdout]).toEqual([0, '']);
    expect(written.get('new.yaml')).toBe(YAML.replace('groups.json', 'stdin'));
  });

  it('shows the differences and the deleted groups', async () => {
    files.set(
      'changed.json',
      GROUPS.replace('"ToPort":80', '"ToPort":8080')
        .replace('sg-0aaa', 'sg-0ccc')
        .replace('"db"', '"da\\u001b[31mta"'),
    );
    const { code, stdout } = await run(['baseline', 'diff', 'b.yaml', '--from', 'changed.json'], options);
    expect(code).toBe(1);
    expect(stdout).toBe(`da\\x1b[31mta sg-0ccc 111122223333
  + tcp 5432 from sg-0bbb
  matches no entry of the baseline and admits tcp 5432 from sg-0bbb
web sg-0bbb 111122223333
  + tcp 81-442,444-8080 from anywhere
db: group sg-0aaa does not exist
2 security groups compared with b.yaml: 2 differing (+ unexpected, - missing), 1 not found.
`);
  });

  it('installs a baseline from standard input', async () => {
    const stdin = 'version: 1\nnever:\n  - tcp 2 from nowhere\n';
    const { code, stderr } = await run(['install', '--baseline', '-', '--dry-run'], { stdin });
    expect(stderr).toContain('Error: stdin:3:16: "nowhere" is not a source');
    expect(code).toBe(2);
  });

  it('points at the mistake in a file, on stderr with exit code 2; as JSON with --format json', async () => {
    const stdin = YAML.replace('tcp 80', 'tpc 80').replace('unlisted: alert', 'unlistd: alert');
    const checked = await run(['baseline', 'check', '-'], { stdin });
    expect(checked.code).toBe(2);
    expect(checked.stdout).toBe('');
    expect(checked.stderr).toMatch(
      /^Error: stdin:15:9: "tpc" .*did you mean "tcp"\?\nstdin:16:1: unknown key "unlistd" .*did you mean "unlisted"\?/,
    );
    const fixed = stdin.replace('unlistd', 'unlisted');
    const asJson = await run(['baseline', 'check', '--format', 'json'], { stdin: fixed });
    expect(JSON.parse(asJson.stderr)).toMatchObject({
      kind: 'usage',
      code: 'baseline-invalid',
      exitCode: 2,
      details: { file: 'stdin', problems: [{ line: 15, column: 9, suggestion: 'tcp' }] },
    });
  });

  it('warns of an entry that is valid but probably a mistake', async () => {
    const stdin = `version: 1
groups:
  - { name: a, match: { name: a }, rules: [tcp 22 from anywhere] }
  - { name: b, match: { name: a }, ingress: at-least, rules: [] }
never:
  - tcp 22 from anywhere
  - { rule: tcp 23 from public, wider-than: /16 }
exceptions:
  - { rule: tcp 24 from 10.0.0.0/8, until: 2026-11-22, reason: r }
`;
    const { code, stdout } = await run(['baseline', 'check', '--format', 'json'], { stdin, now: NOW });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).warnings).toEqual([
      'Entry "b" is never used, because the earlier entry "a" matches all of its groups.',
      'Entry "b" has `ingress: at-least` but no rules, so no group can differ from it.',
      'Entry "a" allows tcp 22 from anywhere, but "never tcp 22 from anywhere" forbids it, so every group of this entry is a finding.',
      '"never tcp 23 from public" has `wider-than`, which has an effect only with "from anywhere".',
      'The exception for "tcp 24 from 10.0.0.0/8" expired on 2026-11-22 and no longer applies.',
    ]);
  });

  it('warns of entries that are never used, of boundless trust and rules, and of host bits', async () => {
    const stdin = `version: 1
groups:
  - { name: tagged, match: { name: 'web-?', tag: { Role: web } }, rules: [tcp 22 from 10.1.2.3/8] }
  - name: rest
    match: { name: '*' }
    rules:
      - all from anywhere
      - { IpProtocol: tcp, FromPort: 1, ToPort: 1, IpRanges: [{ CidrIp: 192.0.2.9/24 }] }
  - { name: by id, match: { id: sg-0a1b2c3d }, rules: ['tcp 443 from 2001:DB8::/32'] }
trusted:
  - { principal: '*' }
  - { principal: 'arn:aws:iam::111122223333:role/*' }
exceptions:
  - { rule: 'all from 0.0.0.0/0, ::/0', reason: r }
`;
    const { code, stdout } = await run(['baseline', 'check', '--format', 'json'], { stdin, now: NOW });
    expect(code).toBe(0);
    expect(JSON.parse(stdout).warnings).toEqual([
      'stdin:3:87: 10.1.2.3/8 has bits after its prefix, so it means 10.0.0.0/8; write that, or 10.1.2.3/32 for one address.',
      'stdin:8:9: 192.0.2.9/24 has bits after its prefix, so it means 192.0.2.0/24; write that, or 192.0.2.9/32 for one address.',
      'Entry "by id" is never used, because the earlier entry "rest" matches all of its groups.',
      'Entry "rest" allows all traffic from anywhere, so its groups may admit anything.',
      'The exception for "all from 0.0.0.0/0, ::/0" tolerates all traffic from anywhere.',
      'The trusted principal "*" matches every user and role, so every change is judged only after 5m.',
    ]);
  });

  it('prints a JSON Schema that explains every key and accepts the examples in the documentation', async () => {
    const { stdout, code } = await run(['baseline', 'schema'], {});
    expect(code).toBe(0);
    const schema = JSON.parse(stdout);
    const validate = new Ajv({ strict: false }).compile(schema);
    const { parse } = await import('yaml');
    const page = readFileSync(new URL('../../../docs/baseline.md', import.meta.url), 'utf8');
    const blocks = [...page.matchAll(/```yaml\n(version: 1[\s\S]*?)```/g)].map((match) => match[1]!);
    expect(blocks.length).toBeGreaterThan(1);
    for (const block of blocks) {
      expect(validate(parse(block)), JSON.stringify(validate.errors)).toBe(true);
      expect((await run(['baseline', 'check'], { stdin: block, now: NOW })).stderr).toBe('');
    }
    const explained = Object.entries(schema.definitions).filter(([name]) =>
      ['group', 'match', 'exception', 'trusted'].includes(name),
    );
    expect(explained).toHaveLength(4);
    for (const [, definition] of explained) {
      for (const value of Object.values((definition as { properties: object }).properties)) {
        const target =
          '$ref' in value && !('description' in value)
            ? schema.definitions[value.$ref.split('/').at(-1)]
            : value;
        expect(target.description, JSON.stringify(value)).toBeTypeOf('string');
      }
    }
  });
});

describe('baseline of an installation', () => {
  let sandbox: Awaited<ReturnType<typeof testSandbox>>;
  let client: EC2Client;
  let groupId: string;
  let listId: string;
  const options = () => ({ sandbox, account: '111122223333', region: 'eu-west-1' });
  const authorize = (port: number) =>
    client.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: groupId,
        IpPermissions: [
          { IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
        ],
      }),
    );

  beforeAll(async () => {
    sandbox = await testSandbox();
    client = new EC2Client(clientConfig(sandbox));
    const group = await client.send(
      new CreateSecurityGroupCommand({ GroupName: 'web', Description: 'test' }),
    );
    groupId = group.GroupId!;
    await authorize(443);
    const list = await client.send(
      new CreateManagedPrefixListCommand({
        PrefixListName: 'office',
        AddressFamily: 'IPv4',
        MaxEntries: 5,
        Entries: [{ Cidr: '203.0.113.0/24' }],
      }),
    );
    listId = list.PrefixList!.PrefixListId!;
    await client.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: groupId,
        IpPermissions: [
          { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, PrefixListIds: [{ PrefixListId: listId }] },
        ],
      }),
    );
    const installed = await run(['install', '--create-trail'], options());
    expect(installed.stderr + installed.stdout).toContain('Installed');
  });
  afterAll(() => sandbox[Symbol.asyncDispose]());

  it('shows it as a file, with the entries of the account’s prefix lists', async () => {
    const { code, stdout } = await run(['baseline', 'show'], options());
    expect(code).toBe(0);
    expect(stdout).toContain('- tcp 22 from 203.0.113.0/24\n      - tcp 443 from 10.0.0.0/8');
    const same = await run(['baseline', 'diff'], options());
    expect([same.code, same.stdout]).toEqual([0, expect.stringMatching(/^No differences: /)]);
  });

  it('reports a difference if a prefix list that a rule uses is edited', async () => {
    await client.send(
      new ModifyManagedPrefixListCommand({
        PrefixListId: listId,
        CurrentVersion: 1,
        AddEntries: [{ Cidr: '198.51.100.0/24' }],
      }),
    );
    const { code, stdout } = await run(['baseline', 'diff'], options());
    expect(code).toBe(1);
    expect(stdout).toContain('+ tcp 22 from 198.51.100.0/24');
  });

  it('adds the rules that a group admits now, after a confirmation', async () => {
    await authorize(8443);
    const refused = await run(['baseline', 'accept', 'web'], options());
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--yes');
    expect((await run(['baseline', 'diff'], options())).code).toBe(1);

    const accepted = await run(['baseline', 'accept', groupId, '--yes', '--format', 'json'], options());
    expect(accepted.stderr).toContain('+ tcp 8443 from 10.0.0.0/8');
    expect(JSON.parse(accepted.stdout)).toMatchObject({
      changed: true,
      entry: 'web',
      added: ['tcp 22 from 198.51.100.0/24', 'tcp 8443 from 10.0.0.0/8'],
      removed: [],
    });
    expect((await run(['baseline', 'diff'], options())).code).toBe(0);
    const again = await run(['baseline', 'accept', 'web', '--yes'], options());
    expect(again.stdout).toContain('nothing to accept');
  });

  it('reports what is missing', async () => {
    const noGroup = await run(['baseline', 'accept', 'nobody', '--yes'], options());
    expect([noGroup.code, noGroup.stderr]).toEqual([
      2,
      expect.stringContaining('no security group "nobody"'),
    ]);
    const noStack = await run(['baseline', 'show', '--stack', 'other'], options());
    expect([noStack.code, noStack.stderr]).toEqual([2, expect.stringContaining('not installed')]);
  });

  it('judges each Region by its own, in audit and in baseline diff', async () => {
    const there = new EC2Client(clientConfig(sandbox, undefined, 'us-east-1'));
    await there.send(new CreateSecurityGroupCommand({ GroupName: 'elsewhere', Description: 'test' }));
    const installed = await run(['install', '--create-trail', '--region', 'us-east-1'], options());
    expect(installed.stderr + installed.stdout).toContain('Installed');
    const regions = ['--regions', 'eu-west-1,us-east-1'];
    const both = JSON.parse((await run(['audit', ...regions, '--format', 'json'], options())).stdout);
    expect([both.baseline, both.findings]).toEqual(['installed:secgroup-monitor', []]);
    const diff = await run(['baseline', 'diff', ...regions], options());
    expect([diff.code, diff.stdout]).toEqual([0, expect.stringMatching(/^No differences: /)]);
  });

  it('is not used for a Region without the stack', async () => {
    const regions = ['--regions', 'eu-west-1,us-west-2'];
    const audited = JSON.parse((await run(['audit', ...regions, '--format', 'json'], options())).stdout);
    expect(audited.baseline).toBe('installed:secgroup-monitor, preset:guard');
    expect(audited.scopes.map(({ region, baseline }: AuditScope) => [region, baseline])).toEqual([
      ['eu-west-1', 'installed:secgroup-monitor'],
      ['us-west-2', 'preset:guard'],
    ]);
    const diff = await run(['baseline', 'diff', ...regions], options());
    expect(diff.code).toBe(0);
    expect(diff.stdout + diff.stderr).toContain('not installed in us-west-2. Its groups were not compared.');
    const nowhere = await run(['baseline', 'diff', '--regions', 'us-west-2,ap-south-1'], options());
    expect([nowhere.code, nowhere.stderr]).toEqual([2, expect.stringContaining('not installed')]);
  });

  it('is the default baseline of audit', async () => {
    await authorize(9999);
    const { stdout, code } = await run(['audit', '--format', 'json'], options());
    expect(code).toBe(1);
    const report = JSON.parse(stdout);
    expect(report.baseline).toBe('installed:secgroup-monitor');
    expect(report.findings).toMatchObject([
      { code: 'unexpected-ingress', unexpected: [{ rule: 'tcp 9999 from 10.0.0.0/8' }] },
    ]);
  });
});
