/** Where calls are sent. The AWS SDK's standard chain determines everything that is not set. */
export interface AwsTarget {
  region?: string | undefined;
  profile?: string | undefined;
  endpointUrl?: string | undefined;
  /** Assume this role first. */
  roleArn?: string | undefined;
}

/** The environment of the process. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;
