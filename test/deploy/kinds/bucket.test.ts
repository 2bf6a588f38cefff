import { expect, it } from 'vitest';
import type { Aws } from '../../../src/aws/aws.ts';
import { makeHost } from '../../../src/deploy/host.ts';
import { bucket } from '../../../src/deploy/kinds/bucket.ts';
import { stackNames } from '../../../src/deploy/stack.ts';

/** S3 as in the API reference: DeleteObjects answers 200 and reports each object that it did not delete. */
function hostOn(errors: ({ Code: string; Message: string } | undefined)[]) {
  const calls: string[] = [];
  let held = true;
  const s3 = {
    listObjectsV2: async () => ({ Contents: held ? [{ Key: 'AWSLogs/a.json.gz' }] : [] }),
    deleteObjects: async () => {
      calls.push('DeleteObjects');
      const error = errors.shift();
      held = error !== undefined;
      return { Errors: error === undefined ? undefined : [{ Key: 'AWSLogs/a.json.gz', ...error }] };
    },
    deleteBucket: async () => void calls.push('DeleteBucket'),
  };
  const host = makeHost({
    aws: { s3: async () => s3 } as unknown as Aws,
    names: stackNames('secgroup-monitor', 'eu-west-1'),
    now: Date.now,
    sleep: async () => {},
    random: () => 0,
    signal: new AbortController().signal,
    progress: () => {},
  });
  const remove = () =>
    bucket.remove({ id: 'bucket:b', kind: 'bucket', name: 'b', ours: true, props: {}, facts: {} }, host, {
      deleteTrailLogs: true,
    });
  return { calls, remove };
}

it('reports immediately which log file it cannot delete, and keeps the bucket', async () => {
  const { calls, remove } = hostOn([{ Code: 'AccessDenied', Message: 'Access Denied' }]);
  await expect(remove()).rejects.toMatchObject({
    kind: 'access',
    message: 'S3 did not delete AWSLogs/a.json.gz (DeleteObjects: Access Denied).',
  });
  expect(calls).toEqual(['DeleteObjects']);
});

it('retries if S3 temporarily could not delete a file', async () => {
  const { calls, remove } = hostOn([{ Code: 'InternalError', Message: 'We encountered an internal error.' }]);
  await remove();
  expect(calls).toEqual(['DeleteObjects', 'DeleteObjects', 'DeleteBucket']);
});
