import { randomUUID } from 'node:crypto';
import type * as Lambda from '@aws-sdk/client-lambda';
import type { OperationTable } from '../operations.ts';
import { mayDeliver } from '../policy/delivery.ts';
import { AwsError, type Deliverer, type SandboxWorld } from '../service.ts';
import { checkPattern } from './checks.ts';
import {
  checkActive,
  checkRevision,
  conflict,
  existingFunction,
  type LambdaFunction,
  notFound,
} from './state.ts';

/** Lambda guide, "Lambda quotas": function resource-based policy. */
export const maxPolicyBytes = 20_480;

/** The resource policy of a function, as single statements. */
export const permissionOperations: OperationTable<typeof Lambda> = {
  AddPermission(world, input, call) {
    const fn = existingFunction(world, input.FunctionName, call);
    checkActive(world, fn);
    checkPolicyRevision(fn, input.RevisionId);
    const sid = checkPattern('statementId', input.StatementId, /^([a-zA-Z0-9-_]+)$/, 100);
    const action = checkPattern('action', input.Action, /^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/, 256);
    if (fn.statements.has(sid)) {
      throw conflict(
        `The statement id (${sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      );
    }
    const conditions = {
      ...(input.SourceAccount === undefined
        ? {}
        : { StringEquals: { 'AWS:SourceAccount': input.SourceAccount } }),
      ...(input.SourceArn === undefined ? {} : { ArnLike: { 'AWS:SourceArn': input.SourceArn } }),
    };
    const statement = {
      Sid: sid,
      Effect: 'Allow',
      Principal: principal(input.Principal ?? '', call.partition),
      Action: action,
      Resource: fn.arn,
      ...(Object.keys(conditions).length > 0 ? { Condition: conditions } : {}),
    };
    const size = Buffer.byteLength(document([...fn.statements.values(), statement]));
    if (size > maxPolicyBytes) {
      throw tooLong(size);
    }
    fn.statements.set(sid, statement);
    fn.policyRevisionId = randomUUID();
    return { Statement: JSON.stringify(statement) };
  },

  RemovePermission(world, input, call) {
    const fn = existingFunction(world, input.FunctionName, call);
    checkActive(world, fn);
    checkPolicyRevision(fn, input.RevisionId);
    if (!fn.statements.delete(input.StatementId ?? '')) {
      throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
    }
    fn.policyRevisionId = randomUUID();
    return {};
  },

  GetPolicy(world, input, call) {
    const fn = existingFunction(world, input.FunctionName, call);
    if (fn.statements.size === 0) throw notFound('The resource you requested does not exist.');
    return { Policy: document([...fn.statements.values()]), RevisionId: fn.policyRevisionId };
  },
};

/** Returns whether the service or role can invoke the function on behalf of this resource. */
export function mayInvoke(world: SandboxWorld, fn: LambdaFunction, via: Deliverer): boolean {
  const policy = fn.statements.size > 0 ? document([...fn.statements.values()]) : undefined;
  return mayDeliver(world, via, { action: 'lambda:InvokeFunction', resource: fn.arn }, policy);
}

export function tooLong(size: number): AwsError {
  return new AwsError(
    'PolicyLengthExceededException',
    `The final policy size (${size}) is bigger than the limit (${maxPolicyBytes}).`,
    400,
    { Type: 'User' },
  );
}

export function document(statements: Record<string, unknown>[]): string {
  return JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements });
}

function principal(given: string, partition: string): unknown {
  if (given === '*') return '*';
  if (/^\d{12}$/.test(given)) return { AWS: `arn:${partition}:iam::${given}:root` };
  if (given.startsWith('arn:')) return { AWS: given };
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(given)) return { Service: given };
  throw new AwsError(
    'InvalidParameterValueException',
    'The provided principal was invalid. Please check the principal and try again.',
    400,
    { Type: 'User' },
  );
}

export function checkPolicyRevision(fn: LambdaFunction, revisionId: string | undefined): void {
  checkRevision(revisionId, fn.policyRevisionId, 'GetPolicy');
}
