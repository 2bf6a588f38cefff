/** Account policies of CloudWatch Logs. They are stored, but not applied. */
import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { messageOf } from '../error-message.ts';
import type { OperationTable } from '../operations.ts';
import { AwsError } from '../service.ts';
import { invalidParameter, logsOf, notFound } from './state.ts';

/** API Reference, PutAccountPolicy. */
const TYPES: readonly string[] = [
  'DATA_PROTECTION_POLICY',
  'SUBSCRIPTION_FILTER_POLICY',
  'FIELD_INDEX_POLICY',
  'TRANSFORMER_POLICY',
  'METRIC_EXTRACTION_POLICY',
  'RETENTION_POLICY',
];
const MAX_DOCUMENT = 30_720;
/** An account has one data protection policy. */
const SINGLE = 'DATA_PROTECTION_POLICY';

export const accountPolicyOperations: OperationTable<typeof Logs> = {
  PutAccountPolicy(world, input, call) {
    const { policyName, policyType, policyDocument, scope, selectionCriteria } = input;
    if (!policyName || policyName.startsWith('aws/')) {
      throw invalidParameter('policyName must be specified and must not start with aws/.');
    }
    if (input.dryRun) throw invalidParameter('The sandbox cannot estimate the impact: dryRun must be false.');
    checkType(policyType);
    checkDocument(policyDocument);
    const { accountPolicies } = logsOf(world, call.account, call.region);
    const others = [...accountPolicies.values()].filter((one) => one.policyName !== policyName);
    if (policyType === SINGLE && others.some((one) => one.policyType === SINGLE)) {
      throw new AwsError('LimitExceededException', 'Resource limit exceeded.');
    }
    const accountPolicy = {
      policyName,
      policyDocument,
      policyType,
      scope: scope ?? 'ALL',
      selectionCriteria,
      accountId: call.account,
      lastUpdatedTime: world.now(),
    };
    accountPolicies.set(`${policyType} ${policyName}`, accountPolicy);
    return { accountPolicy };
  },

  DescribeAccountPolicies(world, input, call) {
    checkType(input.policyType);
    const { accountPolicies } = logsOf(world, call.account, call.region);
    return {
      accountPolicies: [...accountPolicies.values()].filter(
        ({ policyType, policyName }) =>
          policyType === input.policyType && policyName === (input.policyName ?? policyName),
      ),
    };
  },

  DeleteAccountPolicy(world, input, call) {
    checkType(input.policyType);
    const { accountPolicies } = logsOf(world, call.account, call.region);
    if (!accountPolicies.delete(`${input.policyType} ${input.policyName}`)) throw notFound('account policy');
    return {};
  },
};

function checkType(type: string | undefined): void {
  if (!TYPES.includes(type ?? '')) throw invalidParameter(`The policyType ${type} is not valid.`);
}

function checkDocument(document: string | undefined): void {
  if (!document || document.length > MAX_DOCUMENT) {
    throw invalidParameter(`policyDocument must have 1 to ${MAX_DOCUMENT} characters.`);
  }
  try {
    JSON.parse(document);
  } catch (error) {
    throw invalidParameter(`policyDocument is not valid JSON: ${messageOf(error)}`);
  }
}
