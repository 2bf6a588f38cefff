import type { Cloudtrail } from './services/cloudtrail.ts';
import type { Cloudwatch } from './services/cloudwatch.ts';
import type { Config } from './services/config.ts';
import type { Ec2 } from './services/ec2.ts';
import type { Events } from './services/events.ts';
import type { Iam } from './services/iam.ts';
import type { Kinesis } from './services/kinesis.ts';
import type { Lambda } from './services/lambda.ts';
import type { Logs } from './services/logs.ts';
import type { S3 } from './services/s3.ts';
import type { Sns } from './services/sns.ts';
import type { Sqs } from './services/sqs.ts';
import type { Sts } from './services/sts.ts';

/** The services of one account and Region. A service's SDK module is loaded on first use. */
export interface Aws {
  region: string;
  /** The `--profile` and `--endpoint-url` of this run, as words of a shell, each after a blank. */
  access: string;
  /** The time of AWS, in epoch milliseconds; undefined before its first response. See ServiceClock. */
  serviceTime(): number | undefined;
  /** The same credentials and endpoint in another Region. */
  in(region: string): Aws;
  sts(): Promise<Sts>;
  ec2(): Promise<Ec2>;
  lambda(): Promise<Lambda>;
  events(): Promise<Events>;
  logs(): Promise<Logs>;
  cloudtrail(): Promise<Cloudtrail>;
  cloudwatch(): Promise<Cloudwatch>;
  iam(): Promise<Iam>;
  sqs(): Promise<Sqs>;
  sns(): Promise<Sns>;
  s3(): Promise<S3>;
  kinesis(): Promise<Kinesis>;
  config(): Promise<Config>;
  /** Downloads from a signed URL of AWS (the function's code). Throws AppError, code `download-failed`. */
  download(url: string, signal?: AbortSignal): Promise<Uint8Array>;
  /** Closes all sockets, so that the process can exit. */
  close(): void;
}
