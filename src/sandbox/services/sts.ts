import type { Service, World } from '../service.ts';

type Sts = typeof import('@aws-sdk/client-sts');

/** AWS Security Token Service: who am I, and sessions of roles. */
export function stsService(_world: World): Service<Sts> {
  return {
    signingName: 'sts',
    requirements: () => [],
    operations: {
      GetCallerIdentity(_input, call) {
        return { UserId: call.caller.principalId, Account: call.caller.accountId, Arn: call.caller.arn };
      },
    },
  };
}
