import { type ParsedStatement, type PolicyKind, PolicySyntaxError, parsePolicy } from './document.ts';

/** Reads a policy from a request. If it is not a policy, throws the service's own error. */
export function readPolicy(
  text: string,
  kind: PolicyKind,
  refusal: (reason: string) => Error,
): ParsedStatement[] {
  try {
    return parsePolicy(text, kind);
  } catch (error) {
    if (error instanceof PolicySyntaxError) throw refusal(error.message);
    throw error;
  }
}
