import { afterAll, beforeAll, vi } from 'vitest';
import type { Aws } from '../../src/aws/aws.ts';
import type { AuditReport } from '../../src/reports/audit.ts';
import { eventually } from '../support/eventually.ts';
import { run, testContext } from '../support/run.ts';
import { testSandbox } from '../support/sandbox.ts';
import { type RecordOptions, recordedScreens, screens } from '../support/screens.ts';

/**
 * Screens of baseline, audit and history for two accounts: one with a stack, and one that a role can enter in
 * part.
 */
const HOME = '111122223333';
const OTHER = '444455556666';
/** CloudTrail uses the machine's clock. The changes were made at this time. */
const MADE = '2026-11-23T11:30:00Z';
const FILE = `version: 1
groups:
  - name: web
    match: { name: web }
    rules:
      - tcp 443 from anywhere
unlisted: ignore
`;
const files = new Map([['baseline.yaml', FILE]]);

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
const opened: (() => void)[] = [];

async function aws(account: string, region = 'eu-west-1'): Promise<Aws> {
  const { context, close } = testContext({ sandbox, account, region });
  opened.push(close);
  return context.aws({});
}

async function addGroup(place: Aws, GroupName: string, ...ports: number[]): Promise<string> {
  const ec2 = await place.ec2();
  const { GroupId } = await ec2.createSecurityGroup({ GroupName, Description: 'made for the test' });
  for (const port of ports) {
    const IpRanges = [{ CidrIp: '0.0.0.0/0' }];
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges }];
    await ec2.authorizeSecurityGroupIngress({ GroupId, IpPermissions });
  }
  return GroupId!;
}

beforeAll(async () => {
  sandbox = await testSandbox();
  const home = await aws(HOME);
  const web = await addGroup(home, 'web', 443, 22);
  await addGroup(await aws(HOME, 'us-east-1'), 'elsewhere', 3389);
  const other = await aws(OTHER);
  await addGroup(other, 'theirs', 5432);
  const iam = await other.iam();
  const allow = (more: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...more }] });
  await iam.createRole({
    RoleName: 'auditor',
    AssumeRolePolicyDocument: allow({
      Principal: { AWS: `arn:aws:iam::${HOME}:root` },
      Action: 'sts:AssumeRole',
    }),
  });
  await iam.putRolePolicy({
    RoleName: 'auditor',
    PolicyName: 'read',
    PolicyDocument: allow({ Action: 'ec2:DescribeSecurityGroups', Resource: '*' }),
  });
  const cloudtrail = await home.cloudtrail();
  await eventually(async () => {
    const looked = await cloudtrail.lookupEvents({
      LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: web }],
    });
    if ((looked.Events ?? []).length < 3) throw new Error('the event history is not there yet');
  });
});
afterAll(async () => {
  for (const close of opened) close();
  await sandbox[Symbol.asyncDispose]();
});

/** Sets the times of the last changes to one known time. */
const alter: RecordOptions['alter'] = (outcome) => {
  if (!('report' in outcome)) return outcome;
  const report = outcome.report as AuditReport;
  const findings = report.findings.map((finding) => {
    const { lastChange } = finding.context ?? {};
    if (lastChange === undefined) return finding;
    return { ...finding, context: { ...finding.context!, lastChange: { ...lastChange, time: MADE } } };
  });
  return { ...outcome, report: { ...report, findings } as AuditReport };
};

recordedScreens('audit-account', async (type) => {
  const audit = (...words: string[]) => type(['audit', ...words], { sandbox, files, alter });
  await audit();
  await audit('--who', '--quiet');
  // Quiet, because Regions are read in parallel and reported as they finish.
  const others = ['--accounts', `${HOME},${OTHER},777788889999`, '--role-name', 'auditor', '--quiet'];
  await audit('--regions', 'eu-west-1,us-east-1', '--quiet');
  await audit(...others);
  await audit(...others, '--regions', 'eu-west-1,us-east-1');
  await audit(...others, '--format', 'csv');
  await audit('--accounts', '777788889999', '--role-name', 'auditor');
});

recordedScreens('baseline-account', async (type) => {
  const typed = (...words: string[]) => type(words, { sandbox, files });
  await typed('baseline', 'show');
  await typed('baseline', 'diff');
  await typed('baseline', 'accept', 'web');
  const install = ['install', '--create-trail', '--baseline', 'baseline.yaml', '--quiet'];
  const installed = await run(install, { sandbox, files });
  if (installed.code !== 0) throw new Error(installed.stderr);
  await typed('baseline', 'show');
  await typed('baseline', 'diff');
  await typed('baseline', 'capture');
  await typed('baseline', 'accept', 'nobody', '--quiet');
  await typed('baseline', 'accept', 'web');
  await typed('baseline', 'accept', 'web', '--yes', '--quiet');
  await typed('baseline', 'accept', 'web', '--yes', '--quiet');
  await typed('baseline', 'diff', '--quiet');
});

/** Removes the machine's own credentials: the SDK reads the process's environment and must find none. */
const CREDENTIALS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
];
for (const name of CREDENTIALS) vi.stubEnv(name, undefined);
vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent');
vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent');
vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');

/** Accounts that can't be reached or used, as every command reports them. */
recordedScreens('account-errors', async (type) => {
  const env = { AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
  await type(['status']);
  await type(['status'], { env });
  await type(['status', '--profile', 'nobody'], { env });
  const once = { AWS_MAX_ATTEMPTS: '1' };
  await type(['status'], { sandbox, env: { ...once, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' } });
  const failing = async (fault: string, ...words: string[]) => {
    sandbox.faults.add(fault);
    await type([...words, '--quiet'], { sandbox, env: once });
    sandbox.faults.clear();
  };
  await failing('sts:GetCallerIdentity=throttle', 'status');
  await failing('sts:GetCallerIdentity=error', 'status');
  await failing('ec2:DescribeSecurityGroups=deny', 'audit');
});

screens('typed-wrongly', async (at) => {
  await at.type([]);
  await at.type(['lgos']);
  await at.type(['status', '--endpoint-url', 'localhost']);
  await at.type(['status', '--regoin', 'eu-west-1']);
  await at.type(['status', '--regoin', 'eu-west-1', '--format', 'json']);
  await at.type(['status', '--format']);
  await at.type(['status', '--format', 'xml']);
  await at.type(['status', 'now']);
});
