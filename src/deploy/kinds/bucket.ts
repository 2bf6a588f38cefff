import type { S3 } from '../../aws/services/s3.ts';
import { AwsCallError, unlessCode } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';
import { isBusy, isNotYet, retryWhile } from '../apply/wait.ts';
import type { DeployHost } from '../host.ts';
import { ownership } from '../ownership.ts';
import { idOf, type ResourceOf } from '../plan/resource.ts';
import { ownPolicy } from '../policy-text.ts';
import { bucketName, STACK_TAG } from '../stack.ts';
import { type KindOf, missingTags, type ResourceDifference, sameJson, tagReason } from './kind.ts';
import { tagsOf } from './role.ts';

const BLOCKED = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/** Error codes if a file arrived after the others were deleted, or if S3 temporarily could not delete one. */
const LATE = new Set(['BucketNotEmpty', 'InternalError', 'SlowDown', 'ServiceUnavailable']);

/** The bucket of the stack's own trail. It blocks public access, is encrypted, and only CloudTrail can write to it. */
export const bucket: KindOf<'bucket'> = {
  kind: 'bucket',
  calls: {
    create: ['s3:CreateBucket', 's3:PutPublicAccessBlock', 's3:PutBucketEncryption', 's3:PutBucketPolicy'],
    remove: ['s3:DeleteBucket'],
  },

  async read(host) {
    const { account } = await host.identity();
    const Bucket = bucketName(host.names, account);
    const s3 = await host.aws.s3();
    const tagging = await bucketTags(s3, Bucket);
    if (tagging === undefined) return [];
    const [blocked, encryption, policy] = await Promise.all([
      unlessCode(s3.getPublicAccessBlock({ Bucket }), 'NoSuchPublicAccessBlockConfiguration'),
      unlessCode(s3.getBucketEncryption({ Bucket }), 'ServerSideEncryptionConfigurationNotFoundError'),
      unlessCode(s3.getBucketPolicy({ Bucket }), 'NoSuchBucketPolicy'),
    ]);
    const block = blocked?.PublicAccessBlockConfiguration;
    const rules = encryption?.ServerSideEncryptionConfiguration?.Rules ?? [];
    return [
      {
        id: idOf('bucket', Bucket),
        kind: 'bucket',
        name: Bucket,
        ...ownership(host, tagging, bucketMark(policy?.Policy, host)),
        props: {
          policy: ownPolicy(policy?.Policy),
          tags: tagging,
        },
        facts: {
          owner: tagging[STACK_TAG],
          blocked: Object.keys(BLOCKED).every((key) => block?.[key as keyof typeof BLOCKED] === true),
          encrypted: rules.length > 0,
        },
      },
    ];
  },

  diff(wanted, actual) {
    const differences: ResourceDifference[] = [];
    if (actual.facts.blocked !== true) {
      differences.push({ reason: say`it does not block public access`, calls: ['s3:PutPublicAccessBlock'] });
    }
    if (actual.facts.encrypted !== true) {
      differences.push({ reason: say`it is not encrypted`, calls: ['s3:PutBucketEncryption'] });
    }
    if (!sameJson(wanted.props.policy, actual.props.policy)) {
      differences.push({ reason: say`its policy differs`, calls: ['s3:PutBucketPolicy'] });
    }
    const missing = missingTags(wanted.props.tags, actual.props.tags);
    if (missing.length > 0) differences.push({ reason: tagReason(missing), calls: ['s3:PutBucketTagging'] });
    return differences;
  },

  async create(wanted, host) {
    const s3 = await host.aws.s3();
    const Bucket = wanted.name;
    const region = host.names.region;
    await retryWhile(host, busy(wanted.id), isBusy, () =>
      s3.createBucket({
        Bucket,
        CreateBucketConfiguration: {
          ...(region === 'us-east-1' ? {} : { LocationConstraint: region as 'eu-west-1' }),
          Tags: tagSet(wanted),
        },
      }),
    );
    await secure(s3, wanted, host);
  },

  async update(wanted, actual, host) {
    const s3 = await host.aws.s3();
    await secure(s3, wanted, host);
    if (missingTags(wanted.props.tags, actual.props.tags).length > 0) {
      await s3.putBucketTagging({ Bucket: wanted.name, Tagging: { TagSet: tagSet(wanted) } });
    }
  },

  async remove(actual, host, { deleteTrailLogs }) {
    const s3 = await host.aws.s3();
    const Bucket = actual.name;
    // CloudTrail can still deliver a file that it started before the trail was deleted.
    const late = { id: actual.id, for: say`the trail's last log file`, limitMs: 120_000 };
    await retryWhile(
      host,
      late,
      (error) => isBusy(error) || (LATE.has(error.awsCode) && deleteTrailLogs === true),
      async () => {
        if (deleteTrailLogs === true) await empty(s3, Bucket);
        await unlessCode(s3.deleteBucket({ Bucket }), 'NoSuchBucket');
      },
    );
  },
};

const busy = (id: string) => ({ id, for: say`another change to the bucket to finish`, limitMs: 60_000 });

function tagSet(wanted: ResourceOf<'bucket'>) {
  return Object.entries(wanted.props.tags).map(([Key, Value]) => ({ Key, Value }));
}

/** Sets the policy last, so that CloudTrail can't write before public access is blocked and encryption is set. */
async function secure(s3: S3, wanted: ResourceOf<'bucket'>, host: DeployHost): Promise<void> {
  const Bucket = wanted.name;
  // S3 may not find a new bucket for a few seconds, or still be busy with its creation.
  const settled = <T>(call: () => Promise<T>) =>
    retryWhile(host, busy(wanted.id), isNotYet('NoSuchBucket'), call);
  await Promise.all([
    settled(() => s3.putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration: BLOCKED })),
    settled(() =>
      s3.putBucketEncryption({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
      }),
    ),
  ]);
  await settled(() => s3.putBucketPolicy({ Bucket, Policy: JSON.stringify(wanted.props.policy) }));
}

function bucketMark(policy: string | undefined, { names }: DeployHost): string | undefined {
  return policy?.includes(`:trail/${names.trail}"`)
    ? say`its policy admits the trail of the stack`
    : undefined;
}

/** Undefined if the bucket does not exist. */
async function bucketTags(s3: S3, Bucket: string): Promise<Record<string, string> | undefined> {
  try {
    return tagsOf((await s3.getBucketTagging({ Bucket })).TagSet);
  } catch (error) {
    if (!(error instanceof AwsCallError)) throw error;
    if (error.awsCode === 'NoSuchBucket') return undefined;
    if (error.awsCode === 'NoSuchTagSet') return {};
    throw error;
  }
}

async function empty(s3: S3, Bucket: string): Promise<void> {
  let ContinuationToken: string | undefined;
  do {
    const page = await unlessCode(s3.listObjectsV2({ Bucket, ContinuationToken }), 'NoSuchBucket');
    const Objects = (page?.Contents ?? []).map(({ Key }) => ({ Key: Key! }));
    if (Objects.length > 0) throwFailed(await s3.deleteObjects({ Bucket, Delete: { Objects, Quiet: true } }));
    ContinuationToken = page?.NextContinuationToken;
  } while (ContinuationToken !== undefined);
}

/** DeleteObjects returns 200 even if it failed for some objects (S3 API reference). */
function throwFailed({ Errors }: Awaited<ReturnType<S3['deleteObjects']>>): void {
  const first = Errors?.[0];
  if (first === undefined) return;
  throw new AwsCallError({
    kind: first.Code === 'AccessDenied' ? 'access' : 'aws',
    code: 'object-not-deleted',
    message: say`S3 did not delete ${first.Key} (DeleteObjects: ${first.Message ?? first.Code}).`,
    service: 's3',
    operation: 'DeleteObjects',
    awsCode: first.Code ?? 'Unknown',
    awsMessage: first.Message,
  });
}
