import { AppError } from '../core/errors.ts';
import { say } from '../core/words/say.ts';
import type { PolicyDocument } from './plan/resource.ts';

/**
 * Parses a policy, which can be percent-encoded (RFC 3986). A single statement needs no list (IAM user guide,
 * "Statement"); the result always has a list. Undefined for no policy.
 *
 * @throws AppError kind aws, code policy-unreadable, if it is not a JSON object. `what` is the resource in the message.
 */
export function parsePolicy(text: string | undefined, what: string): PolicyDocument | undefined {
  if (text === undefined || text === '') return undefined;
  const policy = read(text);
  if (policy !== undefined) return policy;
  throw new AppError({
    kind: 'aws',
    code: 'policy-unreadable',
    message: say`The policy of ${what} cannot be read, because it is not a JSON object.`,
    hint: say`Look at the policy in AWS and replace it. Then run the same command again.`,
  });
}

/** Like parsePolicy() for a resource of the stack. A policy that can't be read allows nothing, so install replaces it. */
export function ownPolicy(text: string | undefined): PolicyDocument | undefined {
  if (text === undefined || text === '') return undefined;
  return read(text) ?? { Version: '2012-10-17', Statement: [] };
}

function read(text: string): PolicyDocument | undefined {
  try {
    const policy = JSON.parse(
      text.startsWith('%') ? decodeURIComponent(text) : text,
    ) as PolicyDocument | null;
    if (typeof policy !== 'object' || policy === null || Array.isArray(policy)) return undefined;
    const statements = [policy.Statement ?? []].flat();
    return { ...policy, Statement: statements.filter((one) => typeof one === 'object' && one !== null) };
  } catch (error) {
    // A RangeError: nested too deeply.
    if (error instanceof SyntaxError || error instanceof URIError || error instanceof RangeError)
      return undefined;
    throw error;
  }
}
