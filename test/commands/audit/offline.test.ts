// Covers src/audit/compare.ts, src/audit/group-source.ts.
import { describe, expect, it } from 'vitest';
import { run } from '../../support/run.ts';

const GROUPS = {
  SecurityGroups: [
    {
      GroupId: 'sg-0aaa',
      GroupName: 'web',
      OwnerId: '111122223333',
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 22,
          ToPort: 22,
          IpRanges: [{ CidrIp: '0.0.0.0/1' }, { CidrIp: '128.0.0.0/1' }],
        },
      ],
    },
  ],
};
const PLAN = {
  resource_changes: [
    {
      address: 'aws_security_group.web',
      mode: 'managed',
      type: 'aws_security_group',
      change: {
        actions: ['create'],
        after: {
          name: 'web',
          ingress: [
            { protocol: 'tcp', from_port: 22, to_port: 22, cidr_blocks: ['0.0.0.0/0'] },
            { protocol: 'tcp', from_port: 443, to_port: 443 },
          ],
        },
        after_unknown: { id: true, ingress: [{}, { cidr_blocks: true }] },
      },
    },
  ],
};
const files = new Map<string, string | Uint8Array>([
  ['groups.json', JSON.stringify(GROUPS)],
  ['more.json', JSON.stringify(GROUPS).replaceAll('sg-0aaa', 'sg-0bbb').replaceAll('"web"', '"db"')],
  [
    'rules.json',
    JSON.stringify({
      SecurityGroupRules: [
        {
          SecurityGroupRuleId: 'sgr-0ccc',
          GroupId: 'sg-0aaa',
          GroupOwnerId: '111122223333',
          IsEgress: false,
          IpProtocol: 'tcp',
          FromPort: 22,
          ToPort: 22,
          CidrIpv4: '0.0.0.0/1',
        },
      ],
    }),
  ],
  ['plan.json', JSON.stringify(PLAN)],
  [
    'odd.json',
    JSON.stringify({
      SecurityGroups: [
        {
          GroupId: 'sg-0odd',
          GroupName: 'odd',
          IpPermissions: [
            { IpProtocol: 'tcp', FromPort: -1, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
          ],
        },
        ...GROUPS.SecurityGroups,
      ],
    }),
  ],
  ['https.json', JSON.stringify(GROUPS).replace('"FromPort":22,"ToPort":22', '"FromPort":443,"ToPort":443')],
  ['empty.json', '{"SecurityGroups":[]}'],
  ['empty-plan.json', '{"resource_changes":[]}'],
  ['silent.yaml', 'version: 1\nunlisted: ignore\ngroups: [{ name: a, match: { name: b }, rules: [] }]\n'],
  [
    'at-least.yaml',
    'version: 1\ngroups: [{ name: a, match: { name: "*" }, ingress: at-least, rules: [] }]\n',
  ],
  ['odd-plan.json', JSON.stringify(PLAN).replace('0.0.0.0/0', '0.0.0/0')],
  ['cut.json', JSON.stringify(GROUPS, null, 2).slice(0, 120)],
  ['utf16.json', Buffer.from(`\ufeff${JSON.stringify(GROUPS)}`, 'utf16le')],
  ['lab.yaml', 'version: 1\ngroups: [{ name: ssh, match: { name: "*" }, rules: [tcp 22 from 0.0.0.0/0] }]\n'],
]);
const audit = (argv: string, stdin = '') =>
  run(['audit', ...argv.split(' ')], { files, stdin, now: Date.parse('2026-11-23T12:00:00Z') });

describe('audit of files and plans', () => {
  it('reports a rule that cannot be read as a finding, and judges the other rules', async () => {
    const { code, stdout } = await audit('--from odd.json --format json');
    expect(code).toBe(1);
    const { findings, groups, summary } = JSON.parse(stdout);
    expect(summary).toMatchObject({ inLine: 0, drifting: 2 });
    expect(groups[0]).toMatchObject({ id: 'sg-0odd', worst: 'medium' });
    expect(findings.map((finding: { code: string }) => finding.code)).toEqual([
      'forbidden-ingress',
      'unreadable-rule',
    ]);
    expect(findings[1].args.rules[0]).toContain('"FromPort":-1,"ToPort":22');
    expect((await audit('--from odd.json')).stdout).toContain("has a rule that can't be read: {");
  });

  it('does not say that a group matches if only never lines judge it', async () => {
    const { code, stdout } = await audit('--from https.json --preset guard');
    expect(code).toBe(0);
    expect(stdout).toContain('1 without forbidden ingress (not judged further), 0 differing.');
    expect(stdout).not.toContain('matching');
    const { summary, groups } = JSON.parse(
      (await audit('--from https.json --preset guard --format json')).stdout,
    );
    expect(summary).toMatchObject({ groups: 1, inLine: 0, notForbidden: 1, unjudged: 0, drifting: 0 });
    expect(groups[0]).toMatchObject({ judgedBy: 'never' });
    const { stdout: page } = await audit('--from https.json --preset guard --format html');
    expect(page).toContain('No forbidden ingress');
    expect(page).not.toMatch(/match(es)? the baseline/i);
  });

  it.each(['--from empty.json', '--from https.json --baseline silent.yaml'])(
    'fails with %s, because nothing was judged',
    async (argv) => {
      const { code, stdout } = await audit(argv);
      expect(code).toBe(1);
      expect(stdout).toContain('Nothing was judged.');
      expect(stdout).not.toContain('No findings');
      expect((await audit(`${argv} --fail-on never`)).code).toBe(0);
      const page = await audit(`${argv} --format html`);
      expect(page.code).toBe(1);
      expect(page.stdout).toContain('<em class="none">Nothing was judged.</em>');
      expect(page.stdout).not.toContain('class="tile" data-kind="good"');
    },
  );

  it('accepts a plan without security groups', async () => {
    expect(await audit('--plan empty-plan.json')).toMatchObject({ code: 0 });
  });

  it('shows which exposed ports are allowed, which are findings and which the baseline does not mention', async () => {
    const judgements = async (argv: string) =>
      JSON.parse((await audit(`${argv} --format json`)).stdout).groups.flatMap(
        ({ exposure }: { exposure: { name: string; judgement: string }[] }) =>
          exposure.map(({ name, judgement }) => `${name} ${judgement}`),
      );
    expect(await judgements('--from groups.json --preset guard')).toEqual(['SSH finding']);
    expect(await judgements('--from groups.json --baseline lab.yaml')).toEqual(['SSH allowed']);
    expect(await judgements('--from https.json --preset guard')).toEqual(['HTTPS unmentioned']);
    expect(await judgements('--from https.json --preset lab')).toEqual(['HTTPS allowed']);
    expect(await judgements('--from https.json --baseline at-least.yaml')).toEqual(['HTTPS unmentioned']);
  });

  it('does so for a plan, with the address of the rule', async () => {
    const { code, stdout } = await audit('--plan odd-plan.json --fail-on-unknown --format json');
    expect(code).toBe(1);
    const { findings, unknown } = JSON.parse(stdout);
    expect(findings).toMatchObject([
      {
        code: 'unreadable-rule',
        severity: 'medium',
        args: { rules: [expect.stringMatching(/^aws_security_group\.web\.ingress\[0\] \{/)] },
      },
    ]);
    expect(unknown).toMatchObject([
      { address: 'aws_security_group.web', attribute: 'ingress[1].cidr_blocks', reason: 'after-apply' },
    ]);
  });

  it('reads one file, several files, or standard input', async () => {
    expect((await audit('--from groups.json')).stdout).toContain(
      '1 security group with 2 rules in groups.json, judged against preset:guard',
    );
    const several = JSON.parse((await audit('--from groups.json more.json --format json')).stdout);
    expect(several.scopes.map(({ file }: { file: string }) => file)).toEqual(['groups.json', 'more.json']);
    expect(
      several.findings.map(({ file, group }: { file: string; group: { name: string } }) => [
        file,
        group.name,
      ]),
    ).toEqual([
      ['more.json', 'db'],
      ['groups.json', 'web'],
    ]);
    const piped = await audit('--from -', JSON.stringify(GROUPS));
    expect(piped.code).toBe(1);
    expect(piped.stdout).toContain('1 security group with 2 rules in stdin, judged against preset:guard');
    expect(piped.stdout).toContain(
      'admits tcp 22 from 0.0.0.0/0, which is never allowed (open to the internet)',
    );
  });

  it('gives findings of a group in two files separate keys', async () => {
    const { findings } = JSON.parse((await audit('--from groups.json groups.json --format json')).stdout);
    expect(findings.map(({ key }: { key: string }) => key.slice(-2))).toEqual(['re', '#2']);
  });

  it('reads the ids of rules from a separate file, in any order', async () => {
    for (const order of ['groups.json rules.json', 'rules.json groups.json']) {
      const report = JSON.parse((await audit(`--from ${order} --format json`)).stdout);
      expect(report.summary).toMatchObject({ groups: 1, rules: 2 });
      expect(report.findings).toHaveLength(1);
      expect(report.findings[0]).toMatchObject({ file: 'groups.json', group: { name: 'web' } });
      expect(JSON.stringify(report.findings[0])).toContain('sgr-0ccc');
    }
    const alone = JSON.parse((await audit('--from rules.json --format json')).stdout);
    expect(alone.summary).toMatchObject({ groups: 1, rules: 1 });
  });

  it('judges a plan, and lists values that are unknown until apply', async () => {
    const { code, stdout } = await audit('--plan -', JSON.stringify(PLAN));
    expect(code).toBe(1);
    expect(stdout).toContain('web  aws_security_group.web');
    expect(stdout).toContain('admits tcp 22 from 0.0.0.0/0');
    expect(stdout).toContain('aws_security_group.web: ingress[1].cidr_blocks');
    expect(stdout).not.toContain('aws ec2');
  });

  it('does not fail on rules that the baseline allows', async () => {
    expect((await audit('--from groups.json --baseline lab.yaml')).code).toBe(0);
  });

  it.each(['json', 'csv', 'pretty'])('has the same exit code with --format %s', async (format) => {
    expect((await audit(`--from groups.json --format ${format}`)).code).toBe(1);
    expect((await audit(`--from groups.json --format ${format} --fail-on never`)).code).toBe(0);
  });

  it('writes the same report for the same groups, byte by byte', async () => {
    const [first, second] = await Promise.all([
      audit('--from groups.json --format json'),
      audit('--from groups.json --format json'),
    ]);
    expect(first.stdout).toBe(second.stdout);
  });
});

describe('audit with invalid files', () => {
  it.each([
    ['--from cut.json', /^Error: cut\.json:\d+:\d+: not valid JSON: .*the text ends here\./],
    ['--from utf16.json', /^Error: utf16\.json:1:1: the file is UTF-16 \(little-endian\) text, not UTF-8\./],
    ['--from plan.json', /^Error: plan\.json does not contain "SecurityGroups"\./],
    ['--plan groups.json', /^Error: groups\.json does not contain "resource_changes"\./],
    [
      '--from groups.json --against groups.json',
      /^Error: groups\.json is not a report with the schema secgroup-monitor\/audit\/1\./,
    ],
    [
      '--from groups.json --history cut.json',
      /^Error: cut\.json:1:2: not valid JSON: .* Use the output of `secgroup-monitor history --format json`\.$/m,
    ],
    ['--from groups.json --regions all', /^Error: --from, --regions cannot be used together\./],
    ['--from groups.json --plan plan.json', /^Error: --from, --plan cannot be used together\./],
    ['--accounts 111122223333', /^Error: --accounts and --role-name must be used together\./],
    ['--regions eu-west-1,Paris', /^Error: "Paris" is not a name of an AWS Region\./],
    ['--from groups.json --fail-on hihg', /^Error: --fail-on does not accept "hihg"\. Did you mean "high"\?/],
    [
      '--from groups.json --preset snapshot',
      /^Error: An audit against a snapshot of the same groups would find nothing\./,
    ],
    [
      '--from groups.json --preset lab --baseline lab.yaml',
      /^Error: --baseline and --preset cannot be used together\./,
    ],
  ])('refuses %s', async (argv, message) => {
    const { code, stdout, stderr } = await audit(argv);
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([2, '']);
  });
});
