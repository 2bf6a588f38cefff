import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clientConfig, testSandbox } from '../../support/sandbox.ts';

let sandbox: Awaited<ReturnType<typeof testSandbox>>;
let logs: CloudWatchLogs;
beforeEach(async () => {
  sandbox = await testSandbox();
  logs = new CloudWatchLogs(clientConfig(sandbox));
});
afterEach(() => sandbox[Symbol.asyncDispose]());

const retention = { policyName: 'short', policyType: 'RETENTION_POLICY' as const };
const protection = { policyType: 'DATA_PROTECTION_POLICY' as const, policyDocument: '{}' };
const names = async (policyType: 'RETENTION_POLICY' | 'DATA_PROTECTION_POLICY') =>
  (await logs.describeAccountPolicies({ policyType })).accountPolicies!.map(({ policyName }) => policyName);

it('stores account policies by type and name', async () => {
  const policyDocument = '{"retentionInDays":30,"enforcementMode":"RETROACTIVE"}';
  const { accountPolicy } = await logs.putAccountPolicy({ ...retention, policyDocument });
  expect(accountPolicy).toMatchObject({
    ...retention,
    policyDocument,
    scope: 'ALL',
    accountId: '111122223333',
  });
  await logs.putAccountPolicy({ ...protection, policyName: 'short' });
  expect(await names('RETENTION_POLICY')).toEqual(['short']);
  await logs.deleteAccountPolicy(retention);
  expect(await names('RETENTION_POLICY')).toEqual([]);
  expect(await names('DATA_PROTECTION_POLICY')).toEqual(['short']);
  await expect(logs.deleteAccountPolicy(retention)).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

it.each([
  ['a name of AWS', { policyName: 'aws/x', policyDocument: '{}' }],
  ['a document that is not JSON', { policyDocument: '{' }],
  ['a document that is too long', { policyDocument: JSON.stringify('x'.repeat(30_720)) }],
  ['a dry run', { policyDocument: '{}', dryRun: true }],
])('refuses %s', async (_, more) => {
  await expect(logs.putAccountPolicy({ ...retention, ...more })).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
});

it('allows only one policy for data protection', async () => {
  await logs.putAccountPolicy({ ...protection, policyName: 'one' });
  await logs.putAccountPolicy({ ...protection, policyName: 'one' });
  await expect(logs.putAccountPolicy({ ...protection, policyName: 'two' })).rejects.toMatchObject({
    name: 'LimitExceededException',
  });
});
