import type { Caller, TrailIdentity } from '../service.ts';

/**
 * Returns the userIdentity of a record (docs:awscloudtrail cloudtrail-event-reference-user-identity). A
 * session has no userName: its role is in sessionContext.sessionIssuer, and its name is at the end of the
 * ARN.
 */
export function userIdentity(caller: Caller, time: string): TrailIdentity {
  const identity = {
    type: caller.type,
    principalId: caller.principalId,
    arn: caller.arn,
    accountId: caller.accountId,
    accessKeyId: caller.accessKeyId,
  };
  if (caller.type !== 'AssumedRole')
    return caller.userName ? { ...identity, userName: caller.userName } : identity;
  return {
    ...identity,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: caller.principalId.split(':')[0],
        arn: caller.roleArn,
        accountId: caller.accountId,
        userName: caller.roleArn?.split('/').at(-1),
      },
      attributes: { creationDate: time, mfaAuthenticated: 'false' },
    },
  };
}
