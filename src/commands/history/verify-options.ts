import type { CommonOptions, Context } from '../../host/context.ts';
import type { BucketPlace } from '../options/parse-bucket-url.ts';

export interface VerifyOptions extends CommonOptions {
  place: { kind: 'folder'; path: string } | BucketPlace;
  since: number | undefined;
  until: number | undefined;
  /** What `aws cloudtrail list-public-keys` prints, Region by Region; none: ask CloudTrail. */
  keysFiles: string[];
}

export type VerifyContext = Pick<Context, 'aws' | 'files' | 'signal' | 'progress'>;
