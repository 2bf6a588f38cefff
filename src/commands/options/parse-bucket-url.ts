import { usageError } from '../../core/errors.ts';
import { say } from '../../core/words/say.ts';

export interface BucketPlace {
  kind: 's3';
  bucket: string;
  /** Ends with a slash unless it is empty. */
  prefix: string;
}

/** `s3://bucket/prefix`; undefined for other texts. @throws AppError kind usage if the bucket name is missing or
 * invalid. */
export function parseBucketUrl(text: string): BucketPlace | undefined {
  if (!text.startsWith('s3://')) return undefined;
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9.-]{3,63})(?:\/(.*))?$/.exec(text) ?? [];
  if (bucket === undefined) {
    throw usageError(
      'bad-s3-url',
      say`"${text}" has no valid bucket name.`,
      say`Write it as s3://bucket/prefix.`,
    );
  }
  return { kind: 's3', bucket, prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
}
