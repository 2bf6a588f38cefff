/** Amazon CloudWatch Logs. */
import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { inWorld, type OperationTable, type Service } from '../operations.ts';
import { readPolicy } from '../policy/read-policy.ts';
import { AwsError, type Call, type Requirement, type SandboxWorld } from '../service.ts';
import { accountPolicyOperations } from './account-policies.ts';
import { eventOperations } from './events.ts';
import { groupArn, groupOperations } from './groups.ts';
import { invalidParameter, logsOf, notFound } from './state.ts';

export function logsService(world: SandboxWorld): Service<typeof Logs> {
  return {
    signingName: 'logs',
    operations: inWorld(world, {
      ...groupOperations,
      ...eventOperations,
      ...policyOperations,
      ...accountPolicyOperations,
    }),
    requirements,
  };
}

/**
 * Resource policies of the account: ten per Region, at most 5,120 characters each (API Reference,
 * PutResourcePolicy).
 */
const policyOperations: OperationTable<typeof Logs> = {
  PutResourcePolicy(world, input, call) {
    const { policyName: name, policyDocument: document } = input;
    if (!name || !document) throw invalidParameter('policyName and policyDocument must be specified.');
    if (document.length > 5120) throw invalidParameter('The policy document is longer than 5120 characters.');
    readPolicy(document, 'resource', (reason) =>
      invalidParameter(`The policy document is not valid: ${reason}`),
    );
    const { policies } = logsOf(world, call.account, call.region);
    if (!policies.has(name) && policies.size >= 10) {
      throw new AwsError('LimitExceededException', 'Resource limit exceeded.');
    }
    policies.set(name, { document, updatedAt: world.now() });
    return { resourcePolicy: { policyName: name, policyDocument: document, lastUpdatedTime: world.now() } };
  },
  DescribeResourcePolicies(world, _input, call) {
    const { policies } = logsOf(world, call.account, call.region);
    return {
      resourcePolicies: [...policies].map(([policyName, { document, updatedAt }]) => ({
        policyName,
        policyDocument: document,
        lastUpdatedTime: updatedAt,
      })),
    };
  },
  DeleteResourcePolicy(world, input, call) {
    const { policies } = logsOf(world, call.account, call.region);
    if (!policies.delete(input.policyName ?? '')) throw notFound('resource policy');
    return {};
  },
};

interface Named {
  logGroupName?: string;
  logGroupIdentifier?: string;
  logGroupIdentifiers?: string[];
  logStreamName?: string;
  resourceArn?: string;
  tags?: Record<string, string>;
}

/** Service Authorization Reference, "Actions, resources, and condition keys for Amazon CloudWatch Logs". */
function requirements(operation: string, named: Named, call: Call): Requirement[] {
  const action = `logs:${operation}`;
  const given = named.logGroupName ?? named.logGroupIdentifier;
  const group = given?.startsWith('arn:') ? given.replace(/:\*$/, '') : given && groupArn(given, call);
  switch (operation) {
    case 'PutResourcePolicy':
    case 'DescribeResourcePolicies':
    case 'DeleteResourcePolicy':
    case 'ListLogGroups':
    case 'PutAccountPolicy':
    case 'DescribeAccountPolicies':
    case 'DeleteAccountPolicy':
      return [{ action, resource: '*' }];
    case 'DescribeLogGroups':
      return [{ action, resource: `${groupArn('*', call)}` }];
    case 'PutLogEvents':
    case 'GetLogEvents':
    case 'DeleteLogStream':
      return [{ action, resource: `${group}:log-stream:${named.logStreamName}` }];
    case 'StartLiveTail':
      return (named.logGroupIdentifiers ?? []).map((resource) => ({ action, resource }));
    case 'TagResource':
    case 'UntagResource':
    case 'ListTagsForResource':
      return [{ action, resource: named.resourceArn ?? '*' }];
    case 'CreateLogGroup': {
      const tagging = named.tags ? [{ action: 'logs:TagResource', resource: `${group}:*` }] : [];
      return [{ action, resource: `${group}:*` }, ...tagging];
    }
    default:
      return [{ action, resource: `${group}:*` }];
  }
}
