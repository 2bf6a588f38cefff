/** Where calls go. What is left out follows the AWS SDK's standard chain. */
export interface AwsTarget {
  region?: string | undefined;
  profile?: string | undefined;
  endpointUrl?: string | undefined;
  /** Assume this role first. */
  roleArn?: string | undefined;
}

/** EnvironmentVariables variables. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;
