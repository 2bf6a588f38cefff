import type { CommonOptions, Context } from '../../host/context.ts';
import type { BucketPlace } from '../options/parse-bucket-url.ts';

export interface VerifyOptions extends CommonOptions {
  place: { kind: 'folder'; path: string } | BucketPlace;
  since: number | undefined;
  until: number | undefined;
  /** Outputs of `aws cloudtrail list-public-keys`, one per Region; empty: ask CloudTrail. */
  keysFiles: string[];
}

export type VerifyContext = Pick<Context, 'aws' | 'files' | 'signal' | 'progress'>;
