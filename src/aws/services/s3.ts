import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { ClientConfig } from '../client-config.ts';
import { type Gateway, gateway } from '../gateway.ts';

const operations = {
  headBucket: HeadBucketCommand,
  createBucket: CreateBucketCommand,
  deleteBucket: DeleteBucketCommand,
  putBucketPolicy: PutBucketPolicyCommand,
  getBucketPolicy: GetBucketPolicyCommand,
  putPublicAccessBlock: PutPublicAccessBlockCommand,
  getPublicAccessBlock: GetPublicAccessBlockCommand,
  putBucketEncryption: PutBucketEncryptionCommand,
  getBucketEncryption: GetBucketEncryptionCommand,
  putBucketTagging: PutBucketTaggingCommand,
  getBucketTagging: GetBucketTaggingCommand,
  listObjectsV2: ListObjectsV2Command,
  getObject: GetObjectCommand,
  deleteObjects: DeleteObjectsCommand,
};

export type S3 = Gateway<typeof operations>;

export function s3(config: ClientConfig): S3 {
  return gateway(
    's3',
    new S3Client({ ...config, forcePathStyle: config.endpoint !== undefined }),
    operations,
    config,
  );
}
