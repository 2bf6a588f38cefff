import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { ClientConfig } from '../client-config.ts';
import { type Gateway, gateway } from '../gateway.ts';

const operations = {
  getCallerIdentity: GetCallerIdentityCommand,
  assumeRole: AssumeRoleCommand,
};

export type Sts = Gateway<typeof operations>;

export function sts(config: ClientConfig): Sts {
  return gateway('sts', new STSClient(config), operations, config);
}
