// Covers src/commands/install/judge-now.ts, src/render/install-judgement.ts.
import { EC2 } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InstallReport } from '../../src/reports/install.ts';
import { furnish } from '../faults/harness.ts';
import { run } from '../support/run.ts';
import { clientConfig, testSandbox } from '../support/sandbox.ts';

const ACCOUNT = '111122223333';
let sandbox: Awaited<ReturnType<typeof testSandbox>>;

beforeAll(async () => {
  sandbox = await testSandbox();
  furnish('update', sandbox, ACCOUNT);
  const ec2 = new EC2(clientConfig(sandbox, ACCOUNT));
  for (let index = 0; index < 6; index += 1) {
    const { GroupId } = await ec2.createSecurityGroup({ GroupName: `web-${index}`, Description: 'test' });
    const IpPermissions = [
      { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
    ];
    await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions });
  }
  ec2.destroy();
});
afterAll(() => sandbox[Symbol.asyncDispose]());

describe('install', () => {
  it('reports the groups that differ from the new baseline, the worst first, and ends with 0', async () => {
    const { code, stdout } = await run(['install', '--preset', 'guard'], { sandbox });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^6 of \d+ groups differ from the baseline now:$/m);
    expect(stdout.match(/^ {2}critical {2}web-\d sg-\w+: admits tcp 22 from 0\.0\.0\.0\/0/gm)).toHaveLength(
      5,
    );
    expect(stdout).toContain('\n  and 1 more finding\n');
    const command = 'secgroup-monitor audit --stack secgroup-monitor --region eu-west-1';
    expect(stdout).toContain(`All of them, with the commands that fix them:\n    ${command}\n`);
    const audit = await run(command.split(' ').slice(1), { sandbox });
    expect(audit.stdout).toContain('6 critical');
  });

  it('does so if nothing else changes, and in the JSON report', async () => {
    const { stdout } = await run(['install', '--format', 'json'], { sandbox });
    const report: InstallReport = JSON.parse(stdout);
    expect(report).toMatchObject({ changed: false, judged: { outOfLine: 6, total: 6 } });
  });

  it('says so if no group differs', async () => {
    const { stdout } = await run(['install', '--preset', 'snapshot'], { sandbox });
    expect(stdout).toMatch(/^No group differs from the baseline now \(\d+ groups judged\)\.$/m);
  });

  it('ends with 0 if the groups may not be read, and says why they were not judged', async () => {
    sandbox.faults.add({ operation: 'DescribeSecurityGroups', action: { do: 'deny' } });
    const { code, stdout } = await run(['install', '--preset', 'guard'], { sandbox });
    sandbox.faults.clear();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^The groups could not be judged now: Access denied: .*DescribeSecurityGroups/m);
  });

  it('judges nothing in a dry run', async () => {
    const { stdout } = await run(['install', '--preset', 'lab', '--dry-run', '--format', 'json'], {
      sandbox,
    });
    expect(JSON.parse(stdout)).not.toHaveProperty('judged');
  });
});
