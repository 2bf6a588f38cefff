// Covers handler/api-call.ts, handler/read-groups.ts, handler/explain-drift.ts, handler/own-log.ts.
import {
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupRulesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { pipeline, tcp } from '../support/pipeline.ts';

const BASELINE = (enforce: boolean) => `
version: 1
groups:
  - name: web
    match: { tag: { Role: web } }
    ingress: exactly
    enforce: ${enforce}
    rules:
      - tcp 443 from 10.0.0.0/8
  - name: contested
    match: { tag: { Role: contested } }
    ingress: at-most
    enforce: ${enforce}
    rules: []
  - name: watched only
    match: { tag: { Role: watched } }
    ingress: exactly
    rules: []
trusted:
  - { principal: "arn:aws:iam::*:role/terraform", settle: 1s }
unlisted: ignore
`;

const DAYTIME = tcp(443, '10.0.0.0/8');

async function rulesOf(ec2: EC2Client, id: string): Promise<string[]> {
  const { SecurityGroupRules } = await ec2.send(
    new DescribeSecurityGroupRulesCommand({ Filters: [{ Name: 'group-id', Values: [id] }] }),
  );
  return SecurityGroupRules!
    .filter((rule) => !rule.IsEgress)
    .map((rule) => `${rule.IpProtocol} ${rule.FromPort}-${rule.ToPort} ${rule.CidrIpv4 ?? rule.CidrIpv6}`)
    .sort();
}

/** Creates a role and returns a client with a session of it, as a deployment tool has. */
async function asRole(p: Awaited<ReturnType<typeof pipeline>>, name: string): Promise<EC2Client> {
  const iam = new IAMClient(p.config);
  const trust = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  const allowed = { Effect: 'Allow', Action: 'ec2:*', Resource: '*' };
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: name,
      PolicyName: 'ec2',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [allowed] }),
    }),
  );
  const sts = new STSClient(p.config);
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: Role!.Arn, RoleSessionName: 'apply-42' }),
  );
  iam.destroy();
  sts.destroy();
  return new EC2Client({
    ...p.config,
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    },
  });
}

describe('a trusted principal', () => {
  let p: Awaited<ReturnType<typeof pipeline>>;
  let terraform: EC2Client;
  beforeAll(async () => {
    p = await pipeline({ baseline: BASELINE(false) });
    terraform = await asRole(p, 'terraform');
  }, 60_000);
  afterAll(async () => {
    terraform?.destroy();
    await p?.[Symbol.asyncDispose]();
  });

  it('causes only information if the group matches the baseline after the settling time', async () => {
    const id = await p.group('settling', { Role: 'web' });
    await p.finding({ group: { id }, code: 'missing-ingress' });
    const send = (...permissions: ReturnType<typeof tcp>[]) =>
      terraform.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: id, IpPermissions: permissions }));
    await send(tcp(443, '10.0.0.0/9'));
    await send(tcp(443, '10.128.0.0/9'));
    const done = await p.finding({
      group: { id },
      severity: 'info',
      args: { trusted: true },
      change: { eventName: 'AuthorizeSecurityGroupIngress' },
    });
    expect(done.change?.actor).toMatchObject({
      type: 'AssumedRole',
      arn: 'arn:aws:iam::111122223333:role/terraform',
    });
    const drifts = (await p.findings()).filter((one) => one.group?.id === id && one.kind === 'drift');
    expect(drifts.filter((one) => one.change?.eventName === 'AuthorizeSecurityGroupIngress')).toEqual([]);
  });

  it('causes a drift if the group differs after the settling time', async () => {
    const id = await p.group('settled badly', { Role: 'web' });
    await terraform.send(
      new AuthorizeSecurityGroupIngressCommand({ GroupId: id, IpPermissions: [tcp(22, '0.0.0.0/0')] }),
    );
    const drift = await p.finding({ group: { id }, kind: 'drift', args: { trusted: true } });
    // The invocation for the new group may have seen the rule and raised the alarm.
    expect(drift.args.severity ?? drift.severity).toBe('critical');
  });

  it('is not recognised by its user agent', async () => {
    const impostor = new EC2Client({ ...p.config, customUserAgent: 'HashiCorp/1.0 Terraform/1.9' });
    const id = await p.group('impostor', { Role: 'web' });
    await impostor.send(
      new AuthorizeSecurityGroupIngressCommand({ GroupId: id, IpPermissions: [tcp(22, '0.0.0.0/0')] }),
    );
    impostor.destroy();
    const drift = await p.finding({ group: { id }, code: 'unexpected-ingress' });
    expect(drift.args.trusted).toBeUndefined();
  });
});

describe('--enforce', () => {
  let p: Awaited<ReturnType<typeof pipeline>>;
  beforeAll(async () => {
    p = await pipeline({ baseline: BASELINE(true), install: ['--enforce', 'dry-run'] });
  }, 60_000);
  afterAll(async () => {
    await p?.[Symbol.asyncDispose]();
  });

  it('reports the commands of a dry run, and changes nothing', async () => {
    const id = await p.group('dry', { Role: 'web' });
    await p.authorize(id, DAYTIME, tcp(22, '0.0.0.0/0'));
    const would = await p.finding({ group: { id }, code: 'enforce-dry-run' });
    expect(would.args.do).toEqual([expect.stringMatching(/^aws ec2 revoke-security-group-ingress .* sgr-/)]);
    expect(await rulesOf(p.ec2, id)).toContain('tcp 22-22 0.0.0.0/0');
  });

  it('restores a group, and reports the commands that undo this', async () => {
    expect((await p.install('--enforce', 'on')).code).toBe(0);
    const id = await p.group('guarded', { Role: 'web' });
    // The rule is too broad. Its revocation must not remove the part that the baseline allows.
    await p.authorize(id, tcp(443, '0.0.0.0/0'));
    const receipt = await p.finding({ group: { id }, code: 'enforced' });
    await eventually(async () => expect(await rulesOf(p.ec2, id)).toEqual(['tcp 443-443 10.0.0.0/8']));
    expect(receipt).toMatchObject({ kind: 'resolved', args: { mended: true } });
    expect(receipt.args.undo).toEqual([
      expect.stringContaining('authorize-security-group-ingress'),
      expect.stringContaining('revoke-security-group-ingress'),
    ]);
    // The function's own call arrives as an event, which it reports but does not revert.
    const own = 'arn:aws:iam::111122223333:role/secgroup-monitor/secgroup-monitor-eu-west-1';
    await p.finding({
      group: { id },
      change: { actor: { arn: own }, eventName: 'RevokeSecurityGroupIngress' },
    });
  });

  it('changes no group without enforce in its entry', async () => {
    const id = await p.group('watched', { Role: 'watched' });
    await p.authorize(id, tcp(22, '0.0.0.0/0'));
    await p.finding({ group: { id }, code: 'unexpected-ingress' });
    expect(await rulesOf(p.ec2, id)).toEqual(['tcp 22-22 0.0.0.0/0']);
  });

  it('stops at the hourly limit of reverts for a group', async () => {
    const id = await p.group('contested', { Role: 'contested' });
    for (let port = 8000; port < 8005; port++) {
      await p.authorize(id, tcp(port, '0.0.0.0/0'));
      // Another process of the function counts the reverts in the log.
      await eventually(async () => {
        const done = (await p.findings()).filter(
          ({ group, code }) => group?.id === id && code === 'enforced',
        );
        expect(done).toHaveLength(port - 7999);
      });
      expect(await rulesOf(p.ec2, id)).toEqual([]);
    }
    await p.authorize(id, tcp(8005, '0.0.0.0/0'));
    const stopped = await p.finding({ group: { id }, code: 'enforce-stopped' });
    expect(stopped).toMatchObject({ kind: 'drift', severity: 'high', args: { limit: 5 } });
    expect(await rulesOf(p.ec2, id)).toEqual(['tcp 8005-8005 0.0.0.0/0']);
  });

  it('removes the permission to write when it is switched off', async () => {
    const policy = async () =>
      (await p.cli('install', '--dry-run', '--format', 'json', '--enforce', 'off')).stdout;
    expect(JSON.parse(await policy()).actions).toContainEqual(
      expect.objectContaining({ kind: 'role-policy', action: 'update' }),
    );
  });
});
