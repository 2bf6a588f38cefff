import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import type { Aws } from './aws.ts';

/** The part of an SDK client's configuration that all services share. */
export interface ClientConfig {
  region: string;
  endpoint?: string;
  credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  maxAttempts?: number;
  retryMode?: 'standard' | 'adaptive';
  requestHandler?: NodeHttpHandler;
  customUserAgent?: string;
}

/** Builds the lazy map of services for one configuration. */
export function awsFor(config: ClientConfig): Aws {
  const once = <T>(load: () => Promise<T>) => {
    let loaded: Promise<T> | undefined;
    return () => {
      loaded ??= load();
      return loaded;
    };
  };
  return {
    region: config.region,
    in: (region) => (region === config.region ? awsFor(config) : awsFor({ ...config, region })),
    sts: once(async () => (await import('./sts.ts')).sts(config)),
    ec2: once(async () => (await import('./ec2.ts')).ec2(config)),
    lambda: once(async () => (await import('./lambda.ts')).lambda(config)),
    events: once(async () => (await import('./events.ts')).events(config)),
    logs: once(async () => (await import('./logs.ts')).logs(config)),
    cloudtrail: once(async () => (await import('./cloudtrail.ts')).cloudtrail(config)),
    iam: once(async () => (await import('./iam.ts')).iam(config)),
    sqs: once(async () => (await import('./sqs.ts')).sqs(config)),
    sns: once(async () => (await import('./sns.ts')).sns(config)),
    s3: once(async () => (await import('./s3.ts')).s3(config)),
    config: once(async () => (await import('./config.ts')).config(config)),
    close: () => config.requestHandler?.destroy(),
  };
}
