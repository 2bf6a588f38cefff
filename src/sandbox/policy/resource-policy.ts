import type { Requirement } from '../service.ts';
import { parsePolicy } from './document.ts';
import { type Decision, evaluate, type Requester } from './evaluate.ts';
import { contextOf } from './glob.ts';

/** A request for an action on a resource that has a policy. */
export interface PolicyQuestion extends Requirement {
  requester: Requester;
}

/** Returns whether a resource policy (valid JSON text) allows this. No policy allows nothing. */
export function policyAllows(policy: string | undefined, question: PolicyQuestion): boolean {
  return policyDecision(policy, question) === 'allowed';
}

export function policyDecision(policy: string | undefined, question: PolicyQuestion): Decision {
  if (policy === undefined) return 'implicitDeny';
  const { requester, action, resource, conditions } = question;
  const context = contextOf(conditions ?? {});
  return evaluate(parsePolicy(policy, 'resource'), { requester, action, resource, context }).decision;
}
