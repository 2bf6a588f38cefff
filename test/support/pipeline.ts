import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeVpcsCommand,
  EC2Client,
  type IpPermission,
} from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import type { Finding } from '../../src/core/finding/finding.ts';
import type { StartSandboxOptions } from '../../src/sandbox/sandbox.ts';
import { eventually } from './eventually.ts';
import { run } from './run.ts';
import { clientConfig, testSandbox } from './sandbox.ts';

export interface PipelineOptions {
  /** YAML of the baseline. */
  baseline: string;
  /** More arguments for `install`. */
  install?: string[];
  sandbox?: StartSandboxOptions;
  region?: string;
  /** Prepares the account before the installation. By default, the account is empty and install creates a trail. */
  prepare?(config: ReturnType<typeof clientConfig>): Promise<void>;
}

/** Creates an account with a trail and installs secgroup-monitor with the real command and the real zip. */
export async function pipeline(options: PipelineOptions) {
  const sandbox = await testSandbox(options.sandbox);
  const region = options.region ?? 'eu-west-1';
  const config = clientConfig(sandbox, '111122223333', region);
  const files = new Map([['baseline.yaml', options.baseline]]);
  const cli = (...words: string[]) => run(words, { sandbox, region, files });
  const install = (...words: string[]) => cli('install', '--baseline', 'baseline.yaml', '--yes', ...words);
  await options.prepare?.(config);
  const installed = await install(...(options.prepare ? [] : ['--create-trail']), ...(options.install ?? []));
  expect(installed.code, installed.stderr).toBe(0);

  const ec2 = new EC2Client(config);
  const logs = new CloudWatchLogsClient(config);
  const { Vpcs } = await ec2.send(new DescribeVpcsCommand({}));
  const vpcId = Vpcs![0]!.VpcId!;

  async function lines(): Promise<Record<string, unknown>[]> {
    const found: Record<string, unknown>[] = [];
    let nextToken: string | undefined;
    do {
      const page = await logs.send(
        new FilterLogEventsCommand({ logGroupName: '/aws/lambda/secgroup-monitor', nextToken }),
      );
      for (const { message } of page.events ?? []) {
        if (message?.startsWith('{')) found.push(JSON.parse(message));
      }
      nextToken = page.nextToken;
    } while (nextToken);
    return found;
  }
  const findings = async () =>
    (await lines()).filter((line) => line.schema === 'secgroup-monitor/finding/1') as unknown as Finding[];

  return {
    sandbox,
    config,
    ec2,
    vpcId,
    region,
    cli,
    install,
    files,
    lines,
    findings,
    /** Waits for a matching finding. The error shows the findings that were there instead. */
    finding: (part: object, limitMs = 10_000): Promise<Finding> =>
      eventually(async () => {
        const all = await findings();
        const matching = all.findLast((one) => matchesPart(one, part));
        if (!matching) expect(all.map(brief)).toContainEqual(part);
        return matching!;
      }, limitMs),
    async group(name: string, tags: Record<string, string> = {}, inVpc = vpcId): Promise<string> {
      const { GroupId } = await ec2.send(
        new CreateSecurityGroupCommand({
          GroupName: name,
          Description: name,
          VpcId: inVpc,
          TagSpecifications: [
            {
              ResourceType: 'security-group',
              Tags: Object.entries({ Name: name, ...tags }).map(([Key, Value]) => ({ Key, Value })),
            },
          ],
        }),
      );
      return GroupId!;
    },
    authorize: (GroupId: string, ...IpPermissions: IpPermission[]) =>
      ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions })),
    async [Symbol.asyncDispose]() {
      ec2.destroy();
      logs.destroy();
      await sandbox[Symbol.asyncDispose]();
    },
  };
}

export type Pipeline = Awaited<ReturnType<typeof pipeline>>;

export const tcp = (port: number, CidrIp: string): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort: port,
  ToPort: port,
  IpRanges: [{ CidrIp }],
});

function matchesPart(whole: unknown, part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return whole === part;
  if (typeof whole !== 'object' || whole === null) return false;
  return Object.entries(part).every(([key, value]) =>
    matchesPart((whole as Record<string, unknown>)[key], value),
  );
}

/** Returns the parts of a finding that the error of a failed wait shows. */
function brief(finding: Finding): object {
  return {
    kind: finding.kind,
    code: finding.code,
    severity: finding.severity,
    group: finding.group?.id,
    unexpected: finding.unexpected.map(({ rule }) => rule),
    missing: finding.missing.map(({ rule }) => rule),
    args: finding.args,
    eventName: finding.change?.eventName,
  };
}
