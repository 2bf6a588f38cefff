import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider, RetryStrategyV2 } from '@smithy/types';

/** The part of an SDK client's configuration that all services share. */
export interface ClientConfig {
  region: string;
  endpoint?: string;
  credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  profile?: string;
  maxAttempts?: number;
  retryMode?: 'standard' | 'adaptive';
  retryStrategy?: RetryStrategyV2;
  requestHandler?: NodeHttpHandler;
  customUserAgent?: string;
  /** Omits the host prefix that some operations add, for example `stream-`. */
  disableHostPrefix?: boolean;
}
