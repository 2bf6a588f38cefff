import { type PolicyKind, PolicySyntaxError, parsePolicy } from '../policy/document.ts';
import { AwsError } from '../service.ts';

/** Parses only to refuse what IAM refuses: MalformedPolicyDocument. */
export function checkPolicy(document: string | undefined, kind: PolicyKind): string {
  if (document === undefined || document === '') {
    throw new AwsError(
      'ValidationError',
      "Value at 'policyDocument' failed to satisfy constraint: Member must not be null",
    );
  }
  try {
    parsePolicy(document, kind);
  } catch (error) {
    if (error instanceof PolicySyntaxError) throw new AwsError('MalformedPolicyDocument', error.message);
    throw error;
  }
  return document;
}
