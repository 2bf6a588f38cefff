/** Loads the schemas of a service at its first call, because EC2's table alone is half a megabyte. */
export const schemas: Record<string, () => Promise<Record<string, unknown>>> = {
  ec2: () => import('./ec2.ts'),
  sts: () => import('./sts.ts'),
  iam: () => import('./iam.ts'),
  sns: () => import('./sns.ts'),
  sqs: () => import('./sqs.ts'),
  events: () => import('./events.ts'),
  logs: () => import('./logs.ts'),
  cloudtrail: () => import('./cloudtrail.ts'),
  monitoring: () => import('./monitoring.ts'),
  kinesis: () => import('./kinesis.ts'),
  config: () => import('./config.ts'),
  lambda: () => import('./lambda.ts'),
  s3: () => import('./s3.ts'),
};
