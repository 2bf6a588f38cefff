// Covers src/deploy/kinds/bucket.ts, src/deploy/kinds/trail.ts, src/deploy/kinds/function.ts.
import { expect, it } from 'vitest';
import { trailHome } from '../../../src/sandbox/cloudtrail/state.ts';
import { AwsError } from '../../../src/sandbox/service.ts';
import { timings } from '../../../src/sandbox/timing.ts';
import { testSandbox } from '../../support/sandbox.ts';
import { install } from '../support.ts';

/**
 * Answers of AWS just after a creation, which the SDK does not retry. S3: terraform-provider-aws 7628 and 11795.
 * CloudTrail: StartLogging, ConflictException. Lambda: GetFunction of a function that was just created.
 */
const ANSWERS: [string, string, string, number][] = [
  ['s3', 'PutPublicAccessBlock', 'OperationAborted', 409],
  ['s3', 'PutPublicAccessBlock', 'NoSuchBucket', 404],
  ['s3', 'PutBucketEncryption', 'OperationAborted', 409],
  ['s3', 'PutBucketEncryption', 'NoSuchBucket', 404],
  ['s3', 'PutBucketPolicy', 'OperationAborted', 409],
  ['s3', 'PutBucketPolicy', 'NoSuchBucket', 404],
  ['cloudtrail', 'CreateTrail', 'S3BucketDoesNotExistException', 400],
  ['cloudtrail', 'PutEventSelectors', 'TrailNotFoundException', 400],
  ['cloudtrail', 'StartLogging', 'ConflictException', 400],
  ['cloudtrail', 'StartLogging', 'TrailNotFoundException', 400],
  ['logs', 'PutRetentionPolicy', 'ResourceNotFoundException', 400],
  ['lambda', 'AddPermission', 'ResourceNotFoundException', 404],
  ['lambda', 'PutFunctionEventInvokeConfig', 'ResourceNotFoundException', 404],
  ['events', 'PutTargets', 'ResourceNotFoundException', 400],
];

it.each(ANSWERS)(
  'waits while %s:%s answers %s after a creation',
  async (service, operation, code, status) => {
    await using sandbox = await testSandbox();
    const before = () => {
      throw new AwsError(code, 'not yet', status);
    };
    sandbox.faults.add({ service, operation, nth: 1, times: 2, action: { do: 'hook', before } });
    const report = await install({ sandbox, eager: true }, { request: { createTrail: true } });
    expect(report.remaining).toEqual([]);
    expect(trailHome(sandbox.world, report.account, report.region).trails.size).toBe(1);
  },
);

it('waits while GetFunction does not show a function that was just created', async () => {
  await using sandbox = await testSandbox({ timing: { ...timings.instant, functionPendingMs: 100 } });
  let created = false;
  let hidden = 2;
  const after = () => {
    created = true;
  };
  const before = (): undefined => {
    if (created && hidden-- > 0) throw new AwsError('ResourceNotFoundException', 'Function not found', 404);
  };
  sandbox.faults.add({ operation: 'CreateFunction', action: { do: 'hook', after } });
  sandbox.faults.add({ operation: 'GetFunction', action: { do: 'hook', before } });
  await install({ sandbox, eager: true }, { request: { createTrail: true } });
  expect(hidden).toBeLessThan(0);
});
