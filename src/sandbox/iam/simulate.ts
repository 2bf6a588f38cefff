import type * as IAM from '@aws-sdk/client-iam';
import type { OperationTable } from '../operations.ts';
import { type ParsedStatement, PolicySyntaxError, parsePolicy } from '../policy/document.ts';
import { evaluate } from '../policy/evaluate.ts';
import { AwsError } from '../service.ts';
import { decideRights, requestContext } from './slice.ts';
import { currentRights, existingRole, iamState, noSuchEntity } from './state.ts';

/** SimulatePrincipalPolicy for roles: uses IAM's current state, without the propagation delay. */
export const simulateOperations: OperationTable<typeof IAM> = {
  SimulatePrincipalPolicy(world, input, call) {
    const arn = input.PolicySourceArn ?? '';
    const name = /^arn:[^:]+:iam::\d{12}:role\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
    if (name === undefined) {
      throw new AwsError(
        'InvalidInput',
        `Invalid Entity Arn: ${arn} does not clearly define entity type and name.`,
      );
    }
    const role = existingRole(iamState(world, call.account), name);
    if (role.arn !== arn) throw noSuchEntity(`The role with ARN ${arn} cannot be found.`);
    const rights = currentRights(world, role);
    rights.policies.push(...(input.PolicyInputList ?? []));
    if (input.PermissionsBoundaryPolicyInputList)
      rights.boundary = input.PermissionsBoundaryPolicyInputList[0];
    const given = Object.fromEntries(
      (input.ContextEntries ?? []).map((entry) => [entry.ContextKeyName ?? '', entry.ContextKeyValues ?? []]),
    );
    const resources = input.ResourceArns ?? ['*'];
    const results = (input.ActionNames ?? []).flatMap((action) =>
      resources.map((resource) => {
        const context = requestContext(world, arn, given);
        const request = { action, resource, context };
        const { decision, statements } = orMalformed(() => decideRights(rights, request));
        const bounded =
          rights.boundary === undefined
            ? undefined
            : evaluate(parsePolicy(rights.boundary, 'identity'), request).decision === 'allowed';
        return {
          EvalActionName: action,
          EvalResourceName: resource,
          EvalDecision: decision,
          MatchedStatements: statements.map((one) => matched(one)),
          MissingContextValues: missing(rights.policies, context),
          PermissionsBoundaryDecisionDetail:
            bounded === undefined ? undefined : { AllowedByPermissionsBoundary: bounded },
        };
      }),
    );
    return { EvaluationResults: results, IsTruncated: false };
  },
};

function orMalformed<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof PolicySyntaxError) throw new AwsError('InvalidInput', error.message);
    throw error;
  }
}

function matched(statement: ParsedStatement) {
  return { SourcePolicyId: statement.sid ?? '', SourcePolicyType: 'role' as const };
}

/** Returns the condition keys that the policies use and the request does not contain. */
function missing(documents: string[], context: ReadonlyMap<string, string[]>): string[] {
  const keys = documents
    .flatMap((document) => parsePolicy(document, 'identity'))
    .flatMap((statement) => statement.conditions.map((condition) => condition.key));
  return [...new Set(keys)].filter((key) => !context.has(key.toLowerCase()));
}
