/** The bucket of a trail: the permissions that CloudTrail needs, and the names of its files. */

import { AwsError, type Delivery, type SandboxWorld } from '../service.ts';
import { partitionOf } from '../values/arn.ts';
import { compactSeconds, dayPath } from '../values/iso-time.ts';
import { organizationOf, type RecordSource, type Trail } from './state.ts';

const PRINCIPAL = 'cloudtrail.amazonaws.com';

/** `[prefix/]AWSLogs/[o-id/]account` */
function root(world: SandboxWorld, trail: Trail, account: string): string {
  const organization = trail.isOrganizationTrail ? `${organizationOf(world, trail.account)?.id}/` : '';
  return `${trail.s3KeyPrefix ? `${trail.s3KeyPrefix}/` : ''}AWSLogs/${organization}${account}`;
}

/** User Guide, "Amazon S3 bucket policy for CloudTrail". */
export function checkBucket(world: SandboxWorld, trail: Trail): void {
  const bucket = trail.s3BucketName;
  const arn = `arn:${partitionOf(trail.homeRegion)}:s3:::${bucket}`;
  const conditions = {
    'aws:SourceArn': trail.arn,
    'aws:SourceAccount': trail.account,
    's3:x-amz-acl': 'bucket-owner-full-control',
    'aws:SecureTransport': 'true',
  };
  const may = (action: string, resource: string) =>
    world.s3.serviceMay(bucket, PRINCIPAL, { action, resource, conditions });
  const readable = may('s3:GetBucketAcl', arn);
  if (readable === undefined) {
    throw new AwsError('S3BucketDoesNotExistException', `S3 bucket ${bucket} does not exist!`);
  }
  if (!readable || !may('s3:PutObject', `${arn}/${root(world, trail, trail.account)}/probe`)) {
    throw new AwsError(
      'InsufficientS3BucketPolicyException',
      `Incorrect S3 bucket policy is detected for bucket: ${bucket}`,
    );
  }
}

/**
 * Returns the key of a log file. The date is that of the delivery (User Guide, "Finding your CloudTrail log
 * files").
 */
export function logFileKey(world: SandboxWorld, trail: Trail, { account, region }: RecordSource): string {
  const now = world.now();
  const stamp = `${compactSeconds(now).slice(0, 13)}Z`;
  let unique = '';
  while (unique.length < 16) unique += Math.floor(world.random() * 36).toString(36);
  const folder = `${root(world, trail, account)}/CloudTrail/${region}/${dayPath(now)}`;
  return `${folder}/${account}_CloudTrail_${region}_${stamp}_${unique}.json.gz`;
}

/** Returns the key of a digest file. `at` is the end of the period that the digest covers. */
export function digestFileKey(
  world: SandboxWorld,
  trail: Trail,
  { account, region }: RecordSource,
  at: number,
): string {
  const folder = `${root(world, trail, account)}/CloudTrail-Digest/${region}/${dayPath(at)}`;
  return `${folder}/${account}_CloudTrail-Digest_${region}_${trail.name}_${trail.homeRegion}_${compactSeconds(at)}.json.gz`;
}

/** Writes a gzipped JSON file as the CloudTrail service principal. */
export function putFile(
  world: SandboxWorld,
  trail: Trail,
  key: string,
  body: Uint8Array,
  metadata?: Record<string, string>,
): Delivery {
  return world.s3.put(
    trail.s3BucketName,
    key,
    body,
    { contentType: 'application/json', contentEncoding: 'gzip', acl: 'bucket-owner-full-control', metadata },
    { principal: PRINCIPAL, sourceArn: trail.arn },
  );
}
