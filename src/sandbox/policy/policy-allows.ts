import { parsePolicy } from './document.ts';
import { evaluate, type Requester } from './evaluate.ts';
import { contextOf } from './glob.ts';

export interface PolicyQuestion {
  requester: Requester;
  action: string;
  resource: string;
  /** Values of condition keys. */
  context?: Record<string, string | undefined> | undefined;
}

/** Does a resource policy (JSON text, valid) allow this? No policy allows nothing. */
export function policyAllows(policy: string | undefined, question: PolicyQuestion): boolean {
  return policyDecision(policy, question) === 'allowed';
}

export function policyDecision(policy: string | undefined, question: PolicyQuestion) {
  if (policy === undefined) return 'implicitDeny';
  const { requester, action, resource, context } = question;
  return evaluate(parsePolicy(policy, 'resource'), {
    requester,
    action,
    resource,
    context: contextOf(context ?? {}),
  }).decision;
}
