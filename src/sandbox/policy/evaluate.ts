import { parseArn } from '../values/arn.ts';
import { conditionHolds } from './conditions.ts';
import type { ParsedStatement, PolicyPrincipals } from './document.ts';
import { asLiteral, type ConditionContext, expand, globMatches } from './glob.ts';

/** The requester in terms of the Principal element. */
export type Requester =
  | { service: string }
  /** The caller's `arn`, and `roleArn` for a session of a role. */
  | { arn: string; account: string; roleArn?: string | undefined };

export interface AccessRequest {
  action: string;
  resource: string;
  context: ConditionContext;
  /** Undefined for identity policies, which have no Principal. */
  requester?: Requester | undefined;
}

export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny';

export interface PolicyVerdict {
  decision: Decision;
  /** The statements that decided the result. */
  statements: ParsedStatement[];
}

/**
 * An explicit deny overrides an allow, and without an allow the default is deny (IAM guide, "Policy
 * evaluation logic").
 */
export function evaluate(statements: ParsedStatement[], request: AccessRequest): PolicyVerdict {
  const applying = statements.filter((statement) => applies(statement, request));
  const denials = applying.filter((statement) => statement.effect === 'Deny');
  if (denials.length > 0) return { decision: 'explicitDeny', statements: denials };
  const allows = applying.filter((statement) => statement.effect === 'Allow');
  return { decision: allows.length > 0 ? 'allowed' : 'implicitDeny', statements: allows };
}

function applies(statement: ParsedStatement, request: AccessRequest): boolean {
  return (
    actionApplies(statement, request.action) &&
    resourceApplies(statement, request) &&
    principalApplies(statement, request) &&
    statement.conditions.every((one) => conditionHolds(one, request.context, statement.variables))
  );
}

function actionApplies(statement: ParsedStatement, action: string): boolean {
  const matches = (pattern: string) => globMatches(pattern, action, false);
  return statement.actions ? statement.actions.some(matches) : statement.notActions?.some(matches) === false;
}

function resourceApplies(statement: ParsedStatement, request: AccessRequest): boolean {
  const matches = (pattern: string) => {
    const text = statement.variables ? expand(pattern, request.context, asLiteral) : pattern;
    return text !== undefined && globMatches(text, request.resource);
  };
  if (statement.resources) return statement.resources.some(matches);
  if (statement.notResources) return !statement.notResources.some(matches);
  return true;
}

function principalApplies(statement: ParsedStatement, request: AccessRequest): boolean {
  if (request.requester === undefined) return true;
  if (statement.principals) return names(statement.principals, request.requester);
  return statement.notPrincipals !== undefined && !names(statement.notPrincipals, request.requester);
}

function names(principals: PolicyPrincipals, requester: Requester): boolean {
  if (principals.any) return true;
  if ('service' in requester) return principals.service.includes(requester.service);
  return principals.aws.some(
    (one) =>
      one === requester.account ||
      one === requester.arn ||
      one === requester.roleArn ||
      (/^arn:[^:]*:iam::\d{12}:root$/.test(one) && parseArn(one)?.account === requester.account),
  );
}
