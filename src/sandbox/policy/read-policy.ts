import { type ParsedStatement, type PolicyKind, PolicySyntaxError, parsePolicy } from './document.ts';

/** Reads a policy that somebody wants to put; what is none is refused in the service's own error. */
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
