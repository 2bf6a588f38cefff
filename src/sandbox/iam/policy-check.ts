import type { PolicyKind } from '../policy/document.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { AwsError } from '../service.ts';

/** Throws MalformedPolicyDocument if IAM would refuse the policy. */
export function checkPolicy(document: string | undefined, kind: PolicyKind): string {
  if (document === undefined || document === '') {
    throw new AwsError(
      'ValidationError',
      "Value at 'policyDocument' failed to satisfy constraint: Member must not be null",
    );
  }
  readPolicy(document, kind, (reason) => new AwsError('MalformedPolicyDocument', reason));
  return document;
}
