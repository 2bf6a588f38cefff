/** S3's state: buckets by name, shared by all accounts. */
import type {
  OwnershipControls,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionConfiguration,
  Tag,
} from '@aws-sdk/client-s3';
import { policyDecision } from '../policy/resource-policy.ts';
import { AwsError, type Call, type SandboxWorld } from '../service.ts';

export interface StoredObject {
  key: string;
  body: Uint8Array;
  etag: string;
  modifiedAt: number;
  contentType: string;
  contentEncoding?: string | undefined;
  metadata: Record<string, string>;
}

export interface Bucket {
  name: string;
  owner: string;
  region: string;
  createdAt: number;
  /** JSON text. */
  policy?: string | undefined;
  publicAccessBlock?: PublicAccessBlockConfiguration | undefined;
  encryption: ServerSideEncryptionConfiguration;
  ownership?: OwnershipControls | undefined;
  tags: Tag[];
  versioning?: 'Enabled' | 'Suspended' | undefined;
  objects: Map<string, StoredObject>;
}

export function bucketsOf(world: SandboxWorld): Map<string, Bucket> {
  return world.state('s3', 'global', 'global', () => new Map<string, Bucket>());
}

export function bucketArn(call: Pick<Call, 'partition'>, bucket: string): string {
  return `arn:${call.partition}:s3:::${bucket}`;
}

/**
 * Returns the bucket of a call for one action (`GetObject`). The owner can do everything (IAM checks roles);
 * other accounts need the bucket policy.
 */
export function openBucket(
  world: SandboxWorld,
  call: Call,
  { Bucket: name, Key: key }: { Bucket?: string | undefined; Key?: string | undefined },
  action: string,
): Bucket {
  const bucket = bucketsOf(world).get(name ?? '');
  if (!bucket) {
    throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404, { BucketName: name });
  }
  const arn = bucketArn(call, bucket.name);
  const { accountId: account, arn: callerArn, roleArn } = call.caller;
  const decision = policyDecision(bucket.policy, {
    requester: { account, arn: callerArn, roleArn },
    action: `s3:${action}`,
    resource: key === undefined ? arn : `${arn}/${key}`,
    conditions: {
      'aws:PrincipalAccount': account,
      'aws:PrincipalArn': roleArn ?? callerArn,
      'aws:SecureTransport': 'true',
    },
  });
  const allowed = decision === 'allowed' || (decision === 'implicitDeny' && bucket.owner === account);
  if (!allowed) throw new AwsError('AccessDenied', 'Access Denied', 403);
  return bucket;
}
