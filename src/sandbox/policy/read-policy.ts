import { isJsonObject, type JsonObject, parseJsonObject } from '../values/json.ts';
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

/** The statements of a valid policy as they were written, each an object. */
export function writtenStatements(policy: string): JsonObject[] {
  const { Statement: written } = parseJsonObject(policy) ?? {};
  const list: unknown[] = Array.isArray(written) ? written : [written];
  return list.filter(isJsonObject);
}
