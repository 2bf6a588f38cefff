import { randomUUID } from 'node:crypto';
import type * as Lambda from '@aws-sdk/client-lambda';
import type { OperationTable } from '../operations.ts';
import type { ParsedStatement } from '../policy/document.ts';
import { readPolicy, writtenStatements } from '../policy/read-policy.ts';
import { AwsError, type Call, type SandboxWorld } from '../service.ts';
import { checkPolicyRevision, document, maxPolicyBytes, tooLong } from './permissions.ts';
import { existingFunction, invalid, type LambdaFunction, notFound } from './state.ts';

/**
 * The resource policy of a function as one document. PutResourcePolicy replaces the statements that
 * AddPermission added (API Reference).
 */
export const resourcePolicyOperations: OperationTable<typeof Lambda> = {
  PutResourcePolicy(world, input, call) {
    const fn = functionOf(world, input.ResourceArn, call);
    checkPolicyRevision(fn, input.RevisionId);
    const statements = statementsOf(input.Policy ?? '');
    fn.statements = statements;
    fn.policyRevisionId = randomUUID();
    return { Policy: document([...statements.values()]), RevisionId: fn.policyRevisionId };
  },

  GetResourcePolicy(world, input, call) {
    const fn = functionOf(world, input.ResourceArn, call);
    if (fn.statements.size === 0) throw noPolicy();
    return { Policy: document([...fn.statements.values()]), RevisionId: fn.policyRevisionId };
  },

  DeleteResourcePolicy(world, input, call) {
    const fn = functionOf(world, input.ResourceArn, call);
    checkPolicyRevision(fn, input.RevisionId);
    if (fn.statements.size === 0) throw noPolicy();
    fn.statements = new Map();
    fn.policyRevisionId = randomUUID();
    return {};
  },
};

const noPolicy = () => notFound('The resource you requested does not exist.');

/** Unlike FunctionName, ResourceArn must be a complete ARN. */
function functionOf(world: SandboxWorld, resourceArn: string | undefined, call: Call): LambdaFunction {
  if (!/^arn:[^:]+:lambda:[^:]+:\d{12}:function:/.test(resourceArn ?? '')) {
    throw invalid(`The ARN ${resourceArn} is not that of a function.`);
  }
  return existingFunction(world, resourceArn, call);
}

/** Statements by Sid, as AddPermission stores them. A statement without a Sid gets one. */
function statementsOf(policy: string): Map<string, Record<string, unknown>> {
  const size = Buffer.byteLength(policy);
  if (size > maxPolicyBytes) throw tooLong(size);
  const parsed = readPolicy(policy, 'resource', (reason) =>
    invalid(`The policy document is not valid: ${reason}`),
  );
  if (parsed.some(isPublic)) {
    throw new AwsError(
      'PublicPolicyException',
      'The resource-based policy would grant public access, which is not allowed.',
      400,
    );
  }
  return new Map(
    writtenStatements(policy).map((statement, i) => [
      String(statement.Sid ?? `statement-${i + 1}`),
      statement,
    ]),
  );
}

const isPublic = ({ effect, principals, conditions }: ParsedStatement) =>
  effect === 'Allow' && principals?.any === true && conditions.length === 0;
