import type { Aws } from './aws.ts';
import type { ClientConfig } from './client-config.ts';

/** What differs between the clients of one account and Region. */
export interface ServiceConfigs {
  region: string;
  /** See Aws. */
  access: string;
  /** Configuration of one service's client, with its endpoint and its own retry strategy. */
  of(service: string, region: string): ClientConfig;
  /** Downloads from a signed URL of AWS. */
  download(url: string, signal?: AbortSignal): Promise<Uint8Array>;
  serviceTime(): number | undefined;
  close(): void;
}

/** Returns the services of one Region. Each client is created, and its SDK module loaded, on first use. */
export function awsFor(configs: ServiceConfigs, region = configs.region): Aws {
  const others = new Map<string, Aws>();
  const once = <T>(load: (of: (service: string) => ClientConfig) => Promise<T>) => {
    let loaded: Promise<T> | undefined;
    return () => {
      loaded ??= load((service) => configs.of(service, region));
      return loaded;
    };
  };
  const aws: Aws = {
    region,
    access: configs.access,
    serviceTime: configs.serviceTime,
    in: (other) => {
      if (other === region) return aws;
      const known = others.get(other) ?? awsFor(configs, other);
      others.set(other, known);
      return known;
    },
    sts: once(async (of) => (await import('./services/sts.ts')).sts(of('sts'))),
    ec2: once(async (of) => (await import('./services/ec2.ts')).ec2(of('ec2'))),
    lambda: once(async (of) => (await import('./services/lambda.ts')).lambda(of('lambda'))),
    events: once(async (of) => (await import('./services/events.ts')).events(of('eventbridge'))),
    logs: once(async (of) => (await import('./services/logs.ts')).logs(of('cloudwatch_logs'))),
    cloudwatch: once(async (of) => (await import('./services/cloudwatch.ts')).cloudwatch(of('cloudwatch'))),
    cloudtrail: once(async (of) => (await import('./services/cloudtrail.ts')).cloudtrail(of('cloudtrail'))),
    iam: once(async (of) => (await import('./services/iam.ts')).iam(of('iam'))),
    sqs: once(async (of) => (await import('./services/sqs.ts')).sqs(of('sqs'))),
    sns: once(async (of) => (await import('./services/sns.ts')).sns(of('sns'))),
    s3: once(async (of) => (await import('./services/s3.ts')).s3(of('s3'))),
    kinesis: once(async (of) => (await import('./services/kinesis.ts')).kinesis(of('kinesis'))),
    config: once(async (of) => (await import('./services/config.ts')).config(of('config_service'))),
    download: configs.download,
    close: configs.close,
  };
  return aws;
}
