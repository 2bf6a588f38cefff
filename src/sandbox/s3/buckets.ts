/** S3: buckets and their settings. */
import type * as S3 from '@aws-sdk/client-s3';
import type { OperationTable } from '../operations.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { AwsError, type Call, type SandboxWorld } from '../service.ts';
import { byName } from '../values/by-name.ts';
import { type Bucket, bucketsOf, openBucket } from './state.ts';

/** User Guide, "Bucket naming rules". */
const NAME =
  /^(?!xn--|sthree-|amzn-s3-demo-$)(?!.*\.\.)(?!\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export const bucketOperations: OperationTable<typeof S3> = {
  CreateBucket(world, input, call) {
    const region = checkLocation(input.CreateBucketConfiguration?.LocationConstraint, call.region);
    createBucket(world, call, input.Bucket ?? '', region, input.CreateBucketConfiguration?.Tags);
    return { Location: region === 'us-east-1' ? `/${input.Bucket}` : `${call.endpoint}/${input.Bucket}` };
  },
  DeleteBucket(world, input, call) {
    const bucket = openBucket(world, call, input, 'DeleteBucket');
    if (bucket.objects.size > 0) {
      throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409, {
        BucketName: bucket.name,
      });
    }
    bucketsOf(world).delete(bucket.name);
    return {};
  },
  HeadBucket(world, input, call) {
    const bucket = openBucket(world, call, input, 'ListBucket');
    return { BucketRegion: bucket.region, AccessPointAlias: false };
  },
  ListBuckets(world, input, call) {
    const mine = [...bucketsOf(world).values()].filter(
      (bucket) => bucket.owner === call.account && bucket.name.startsWith(input.Prefix ?? ''),
    );
    mine.sort(byName);
    return {
      Buckets: mine.map((bucket) => ({
        Name: bucket.name,
        CreationDate: new Date(bucket.createdAt),
        BucketRegion: bucket.region,
      })),
      Owner: { ID: call.account },
    };
  },
  GetBucketLocation(world, input, call) {
    const { region } = openBucket(world, call, input, 'GetBucketLocation');
    return {
      LocationConstraint: region === 'us-east-1' ? undefined : (region as S3.BucketLocationConstraint),
    };
  },
  PutBucketPolicy(world, input, call) {
    const bucket = openBucket(world, call, input, 'PutBucketPolicy');
    bucket.policy = checkPolicy(input.Policy ?? '');
    return {};
  },
  GetBucketPolicy(world, input, call) {
    const { policy, name } = openBucket(world, call, input, 'GetBucketPolicy');
    if (policy === undefined) throw missing('NoSuchBucketPolicy', 'The bucket policy does not exist', name);
    return { Policy: policy };
  },
  DeleteBucketPolicy(world, input, call) {
    openBucket(world, call, input, 'DeleteBucketPolicy').policy = undefined;
    return {};
  },
  PutPublicAccessBlock(world, input, call) {
    openBucket(world, call, input, 'PutBucketPublicAccessBlock').publicAccessBlock =
      input.PublicAccessBlockConfiguration;
    return {};
  },
  GetPublicAccessBlock(world, input, call) {
    const { publicAccessBlock, name } = openBucket(world, call, input, 'GetBucketPublicAccessBlock');
    if (!publicAccessBlock) {
      throw missing(
        'NoSuchPublicAccessBlockConfiguration',
        'The public access block configuration was not found',
        name,
      );
    }
    return { PublicAccessBlockConfiguration: publicAccessBlock };
  },
  DeletePublicAccessBlock(world, input, call) {
    openBucket(world, call, input, 'PutBucketPublicAccessBlock').publicAccessBlock = undefined;
    return {};
  },
  PutBucketEncryption(world, input, call) {
    const bucket = openBucket(world, call, input, 'PutEncryptionConfiguration');
    bucket.encryption = input.ServerSideEncryptionConfiguration ?? bucket.encryption;
    return {};
  },
  GetBucketEncryption: (world, input, call) => ({
    ServerSideEncryptionConfiguration: openBucket(world, call, input, 'GetEncryptionConfiguration')
      .encryption,
  }),
  PutBucketTagging(world, input, call) {
    openBucket(world, call, input, 'PutBucketTagging').tags = input.Tagging?.TagSet ?? [];
    return {};
  },
  GetBucketTagging(world, input, call) {
    const { tags, name } = openBucket(world, call, input, 'GetBucketTagging');
    if (tags.length === 0) throw missing('NoSuchTagSet', 'The TagSet does not exist', name);
    return { TagSet: tags };
  },
  DeleteBucketTagging(world, input, call) {
    openBucket(world, call, input, 'PutBucketTagging').tags = [];
    return {};
  },
  PutBucketVersioning(world, input, call) {
    const bucket = openBucket(world, call, input, 'PutBucketVersioning');
    bucket.versioning = input.VersioningConfiguration?.Status;
    return {};
  },
  GetBucketVersioning: (world, input, call) => ({
    Status: openBucket(world, call, input, 'GetBucketVersioning').versioning,
  }),
  PutBucketOwnershipControls(world, input, call) {
    openBucket(world, call, input, 'PutBucketOwnershipControls').ownership = input.OwnershipControls;
    return {};
  },
  GetBucketOwnershipControls(world, input, call) {
    const { ownership } = openBucket(world, call, input, 'GetBucketOwnershipControls');
    return { OwnershipControls: ownership ?? { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] } };
  },
  GetBucketAcl(world, input, call) {
    const owner = { ID: openBucket(world, call, input, 'GetBucketAcl').owner };
    return {
      Owner: owner,
      Grants: [{ Grantee: { Type: 'CanonicalUser', ...owner }, Permission: 'FULL_CONTROL' }],
    };
  },
};

function missing(code: string, message: string, bucket: string): AwsError {
  return new AwsError(code, message, 404, { BucketName: bucket });
}

/** Returns the Region of a new bucket (API Reference, CreateBucket). */
function checkLocation(constraint: string | undefined, region: string): string {
  if (constraint === undefined) {
    if (region === 'us-east-1') return region;
    throw new AwsError(
      'IllegalLocationConstraintException',
      'The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.',
    );
  }
  if (constraint === 'us-east-1') {
    throw new AwsError('InvalidLocationConstraint', 'The specified location-constraint is not valid', 400, {
      LocationConstraint: constraint,
    });
  }
  if (region !== 'us-east-1' && constraint !== region) {
    throw new AwsError(
      'IllegalLocationConstraintException',
      `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  }
  return constraint;
}

function createBucket(
  world: SandboxWorld,
  call: Call,
  name: string,
  region: string,
  tags: Bucket['tags'] = [],
): void {
  if (!NAME.test(name)) {
    throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: name });
  }
  const buckets = bucketsOf(world);
  const taken = buckets.get(name);
  // Only us-east-1 accepts a repeated creation by the owner (API Reference, CreateBucket).
  if (taken?.owner === call.account && taken.region === 'us-east-1' && region === 'us-east-1') return;
  if (taken) {
    throw taken.owner === call.account
      ? new AwsError(
          'BucketAlreadyOwnedByYou',
          'Your previous request to create the named bucket succeeded and you already own it.',
          409,
          { BucketName: name },
        )
      : new AwsError(
          'BucketAlreadyExists',
          'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
          409,
          { BucketName: name },
        );
  }
  const bucket: Bucket = {
    name,
    owner: call.account,
    region,
    createdAt: world.now(),
    // Both are the defaults of new buckets since 2023.
    publicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    encryption: {
      Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
    },
    tags,
    objects: new Map(),
  };
  buckets.set(name, bucket);
}

function checkPolicy(policy: string): string {
  if (policy.length > 20_480) {
    throw new AwsError('PolicyTooLarge', 'The policy exceeds the maximum allowed document size.');
  }
  readPolicy(policy, 'resource', (reason) => new AwsError('MalformedPolicy', reason));
  return policy;
}
