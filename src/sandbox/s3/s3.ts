/** Amazon S3: buckets with their settings, and objects without versions. */
import type * as S3 from '@aws-sdk/client-s3';
import { inWorld, type Service } from '../operations.ts';
import type { Call, Requirement, SandboxWorld } from '../service.ts';
import { bucketOperations } from './buckets.ts';
import { objectOperations } from './objects.ts';
import { bucketArn } from './state.ts';

export function s3Service(world: SandboxWorld): Service<typeof S3> {
  return {
    signingName: 's3',
    operations: inWorld(world, { ...bucketOperations, ...objectOperations }),
    requirements,
  };
}

/** Operations whose IAM action has another name (Service Authorization Reference, "Amazon S3"). */
const ACTIONS: Record<string, string> = {
  HeadBucket: 'ListBucket',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListBuckets: 'ListAllMyBuckets',
  HeadObject: 'GetObject',
  DeleteObjects: 'DeleteObject',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
  DeletePublicAccessBlock: 'PutBucketPublicAccessBlock',
  GetBucketEncryption: 'GetEncryptionConfiguration',
  PutBucketEncryption: 'PutEncryptionConfiguration',
  DeleteBucketTagging: 'PutBucketTagging',
};

interface Named {
  Bucket?: string;
  Key?: string;
  Prefix?: string;
  Delete?: { Objects?: { Key?: string }[] };
}

function requirements(operation: string, named: Named, call: Call): Requirement[] {
  const action = `s3:${ACTIONS[operation] ?? operation}`;
  if (operation === 'ListBuckets') return [{ action, resource: '*' }];
  const bucket = bucketArn(call, named.Bucket ?? '');
  if (operation === 'DeleteObjects') {
    return (named.Delete?.Objects ?? []).map(({ Key }) => ({ action, resource: `${bucket}/${Key}` }));
  }
  if (named.Key !== undefined) return [{ action, resource: `${bucket}/${named.Key}` }];
  const conditions = operation.startsWith('ListObjects') ? { 's3:prefix': named.Prefix ?? '' } : undefined;
  return [{ action, resource: bucket, conditions }];
}
