// Covers src/commands/audit/*.ts, src/commands/options/report-title.ts, src/audit/account-alias.ts, src/audit/attachments.ts, src/audit/audit-scope.ts,
// src/audit/judge-groups.ts, src/audit/last-change.ts, src/audit/live-source.ts, src/audit/snapshot.ts,
// src/audit/who.ts.
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSubnetsCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateAccountAliasCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../../src/reports/audit.ts';
import { eventually } from '../../support/eventually.ts';
import { run } from '../../support/run.ts';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';

const HOME = '111122223333';
const OTHER = '444455556666';
let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let webId: string;
let ssh: { id: string };

const ec2 = (account = HOME, region = 'eu-west-1') => new EC2Client(clientConfig(sandbox, account, region));

async function addGroup(client: EC2Client, name: string, ...cidrs: [number, string][]): Promise<string> {
  const { GroupId } = await client.send(
    new CreateSecurityGroupCommand({ GroupName: name, Description: 'test' }),
  );
  for (const [port, CidrIp] of cidrs) {
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: [{ CidrIp }] }];
    await client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  }
  return GroupId!;
}

beforeAll(async () => {
  sandbox = await testSandbox();
  const client = ec2();
  webId = await addGroup(client, 'web', [443, '0.0.0.0/0'], [22, '0.0.0.0/0']);
  const rows = await client.send(
    new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [webId] }] }),
  );
  ssh = { id: rows.SecurityGroupRules!.find((row) => row.FromPort === 22)!.SecurityGroupRuleId! };
  const { Subnets } = await client.send(new DescribeSubnetsCommand({}));
  await client.send(
    new CreateNetworkInterfaceCommand({
      SubnetId: Subnets![0]!.SubnetId,
      Groups: [webId],
      Description: 'ELB app/front/0123456789abcdef',
    }),
  );
  await addGroup(ec2(HOME, 'us-east-1'), 'elsewhere', [3389, '0.0.0.0/0']);
  await addGroup(ec2(OTHER), 'theirs', [5432, '0.0.0.0/0']);
});
afterAll(() => sandbox[Symbol.asyncDispose]());

async function audit(...argv: string[]): Promise<{ code: number; report: AuditReport; stderr: string }> {
  const { code, stdout, stderr } = await run(['audit', ...argv, '--format', 'json'], {
    sandbox,
    account: HOME,
    region: 'eu-west-1',
  });
  if (stdout === '') throw new Error(stderr);
  return { code, report: JSON.parse(stdout), stderr };
}

describe('audit of an account', () => {
  it('finds groups that are open to the internet, with rule ids, attachments and the commands that fix them', async () => {
    const { code, report } = await audit();
    expect(code).toBe(1);
    expect(report.baseline).toBe('preset:guard');
    expect(report.scopes).toMatchObject([{ account: HOME, region: 'eu-west-1', groups: 2, notes: [] }]);
    expect(report.findings).toHaveLength(1);
    const [finding] = report.findings;
    expect(finding).toMatchObject({
      code: 'forbidden-ingress',
      severity: 'critical',
      account: HOME,
      region: 'eu-west-1',
      group: { id: webId, name: 'web' },
      unexpected: [{ rule: 'tcp 22 from 0.0.0.0/0', ids: [ssh.id] }],
      context: {
        attached: true,
        attachmentCount: 1,
        attachments: [{ kind: 'load-balancer', name: 'front' }],
      },
      mend: [
        `aws ec2 revoke-security-group-ingress --region eu-west-1 --group-id ${webId} --security-group-rule-ids ${ssh.id}`,
      ],
    });
    const shown = report.groups.map(({ name, worst, exposure }) => [
      name,
      worst,
      [
        ...new Set(
          exposure.map(({ name: port, reach }) => (name === 'default' ? reach : `${port} ${reach}`)),
        ),
      ],
    ]);
    expect(shown).toEqual([
      ['default', undefined, ['reference']],
      ['web', 'critical', ['SSH anywhere', 'HTTPS anywhere']],
    ]);
  });

  it('judges by a baseline, and fails only with --fail-on', async () => {
    const files = new Map([
      [
        'b.yaml',
        'version: 1\ngroups: [{name: web, match: {name: web}, rules: [tcp 443,80 from 0.0.0.0/0]}]\nunlisted: ignore\n',
      ],
    ]);
    const options = { sandbox, account: HOME, region: 'eu-west-1', files };
    const at = async (failOn: string) =>
      (await run(['audit', '--baseline', 'b.yaml', '--fail-on', failOn], options)).code;
    expect([await at('critical'), await at('never')]).toEqual([1, 0]);
    const { stdout, code } = await run(['audit', '--baseline', 'b.yaml'], options);
    expect(code).toBe(1);
    expect(stdout).toContain(`admits tcp 22 from 0.0.0.0/0; lacks tcp 80 from 0.0.0.0/0`);
    const [authorize, revoke] = stdout.split('\n').filter((line) => line.includes('$ aws '));
    expect(authorize).toContain('authorize-security-group-ingress');
    expect(revoke).toContain(`--security-group-rule-ids ${ssh.id}`);
  });

  it('shows who changed the group last', async () => {
    await eventually(async () => {
      const { report } = await audit('--who');
      expect(report.findings[0]!.context!.lastChange).toMatchObject({
        eventName: 'AuthorizeSecurityGroupIngress',
        actor: { name: expect.any(String) },
      });
    });
  });

  it('shows the alias of the account in an HTML report, or why it could not be read', async () => {
    const page = async () =>
      (await run(['audit', '--format', 'html', '--title', 'Edge'], { sandbox })).stdout;
    await new IAMClient(clientConfig(sandbox, HOME)).send(
      new CreateAccountAliasCommand({ AccountAlias: 'acme-prod' }),
    );
    expect(await page()).toContain(`<h1>Edge</h1>\n<p class="meta">acme-prod · ${HOME} · `);
    sandbox.faults.add({ operation: 'ListAccountAliases', action: { do: 'deny' } });
    const denied = await page();
    sandbox.faults.clear();
    expect(denied).toContain(`<p class="meta">${HOME} · `);
    expect(denied).toContain('The alias of the account could not be read: Access denied');
    const { code, stderr } = await run(['audit', '--title', 'Edge'], { sandbox });
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'Error: --title works only with --format html. Add --format html, or remove --title.\n',
    });
  });

  it('reads several Regions', async () => {
    const { code, report } = await audit('--regions', 'eu-west-1,us-east-1');
    expect(code).toBe(1);
    expect(report.scopes.map(({ region, error }) => [region, error])).toEqual([
      ['eu-west-1', undefined],
      ['us-east-1', undefined],
    ]);
    expect(report.findings.map(({ region, group }) => [region, group!.name])).toEqual([
      ['eu-west-1', 'web'],
      ['us-east-1', 'elsewhere'],
    ]);
  });

  it('enters other accounts with a role, and reports those that it can’t enter', async () => {
    const iam = new IAMClient(clientConfig(sandbox, OTHER));
    const trust = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${HOME}:root` }, Action: 'sts:AssumeRole' },
      ],
    };
    await iam.send(
      new CreateRoleCommand({ RoleName: 'auditor', AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'ec2:DescribeSecurityGroups', Resource: '*' }],
    };
    await iam.send(
      new PutRolePolicyCommand({
        RoleName: 'auditor',
        PolicyName: 'read',
        PolicyDocument: JSON.stringify(policy),
      }),
    );
    const { code, report } = await audit(
      '--accounts',
      `${HOME},${OTHER},777788889999`,
      '--role-name',
      'auditor',
    );
    expect(code).toBe(1);
    expect(report.scopes.map(({ account, groups, error }) => [account, groups > 0, error?.awsCode])).toEqual([
      [HOME, true, undefined],
      [OTHER, true, undefined],
      ['777788889999', false, expect.any(String)],
    ]);
    expect(report.summary.failedScopes).toBe(1);
    const theirs = report.findings.find(({ account }) => account === OTHER)!;
    expect(theirs).toMatchObject({
      severity: 'critical',
      unexpected: [{ rule: 'tcp 5432 from 0.0.0.0/0', ids: [] }],
    });
    // The role can only read groups, so the context is omitted and the report says so.
    expect(theirs.context).toBeUndefined();
    expect(report.scopes[1]!.notes.join(' ')).toMatch(
      /ids of the rules could not be read.*attachments of the groups could not be read/,
    );
  });

  it('reads the accounts from a file with comments', async () => {
    const ids = `# of the organization\n\n${HOME} # production\n`;
    const { code, stdout } = await run(
      ['audit', '--accounts', 'ids.txt', '--role-name', 'auditor', '--fail-on', 'never', '--format', 'json'],
      { sandbox, account: HOME, region: 'eu-west-1', files: new Map([['ids.txt', ids]]) },
    );
    expect(code).toBe(0);
    const report: AuditReport = JSON.parse(stdout);
    expect(report.scopes.map(({ account }) => account)).toEqual([HOME]);
  });

  it('compares with an earlier report', async () => {
    const files = new Map<string, string>();
    const options = { sandbox, account: HOME, region: 'eu-west-1', files };
    const before = await run(['audit', '--format', 'json'], options);
    files.set('before.json', before.stdout);
    await addGroup(ec2(), 'db', [3306, '0.0.0.0/0']);
    await ec2().send(
      new RevokeSecurityGroupIngressCommand({ GroupId: webId, SecurityGroupRuleIds: [ssh.id] }),
    );
    const { stdout } = await run(['audit', '--format', 'json', '--against', 'before.json'], options);
    const report: AuditReport = JSON.parse(stdout);
    expect(report.findings.map(({ group, status }) => [group!.name, status])).toEqual([['db', 'new']]);
    expect(report.against).toMatchObject({ new: 1, unchanged: 0, fixed: [{ group: { name: 'web' } }] });
    const again = await run(['audit', '--against', 'before.json'], options);
    expect(again.stdout).toContain('1 new, 1 fixed, 0 unchanged.');
  });

  it('fails only if nothing could be read', async () => {
    const { code, stderr } = await run(['audit', '--accounts', '777788889999', '--role-name', 'auditor'], {
      sandbox,
      account: HOME,
      region: 'eu-west-1',
    });
    expect(code).toBe(4);
    expect(stderr).toContain('sts:AssumeRole');
  });
});
