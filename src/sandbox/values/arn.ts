/** The six parts of an ARN. `resource` keeps its colons. */
export interface Arn {
  partition: string;
  service: string;
  region: string;
  account: string;
  resource: string;
}

export function parseArn(text: string): Arn | undefined {
  const [head, partition, service, region, account, ...rest] = text.split(':');
  if (head !== 'arn' || !partition || !service || rest.length === 0) return undefined;
  return { partition, service, region: region ?? '', account: account ?? '', resource: rest.join(':') };
}

export function arnText({ partition, service, region, account, resource }: Arn): string {
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
}

/** The name of a log group in its ARN's resource, `log-group:NAME` with or without what follows. */
export function logGroupName({ resource }: Arn): string {
  return resource.replace(/^log-group:/, '').replace(/:.*$/, '');
}

/** Returns the partition of a Region. China and GovCloud have their own prefixes (IAM guide, "ARNs"). */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return 'aws';
}
