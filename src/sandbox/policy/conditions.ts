import { BlockList, isIP } from 'node:net';
import { asLiteral, asWritten, type ConditionContext, expand, globMatches } from './glob.ts';

export interface PolicyCondition {
  /** As written, for example `ForAnyValue:StringLikeIfExists`. */
  operator: string;
  key: string;
  values: string[];
}

/** Returns whether one value of the request matches one value of the policy. */
type Test = (actual: string, wanted: string) => boolean;

interface Operator {
  test: Test;
  /** StringNotEquals and similar operators: true if no value of the policy matches. */
  negated: boolean;
}

const number: (compare: (a: number, b: number) => boolean) => Test = (compare) => (actual, wanted) =>
  compare(Number(actual), Number(wanted));
const date: (compare: (a: number, b: number) => boolean) => Test = (compare) => (actual, wanted) =>
  compare(epoch(actual), epoch(wanted));

/** Every operator that is not a negation of another (IAM guide, "Condition operators"). */
const positive = {
  StringEquals: (actual, wanted) => actual === asWritten(wanted),
  StringEqualsIgnoreCase: (actual, wanted) => actual.toLowerCase() === asWritten(wanted).toLowerCase(),
  StringLike: (actual, wanted) => globMatches(wanted, actual),
  ArnEquals: arnMatches,
  ArnLike: arnMatches,
  Bool: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  BinaryEquals: (actual, wanted) => actual === wanted,
  IpAddress: addressWithin,
  NumericEquals: number((a, b) => a === b),
  NumericLessThan: number((a, b) => a < b),
  NumericLessThanEquals: number((a, b) => a <= b),
  NumericGreaterThan: number((a, b) => a > b),
  NumericGreaterThanEquals: number((a, b) => a >= b),
  DateEquals: date((a, b) => a === b),
  DateLessThan: date((a, b) => a < b),
  DateLessThanEquals: date((a, b) => a <= b),
  DateGreaterThan: date((a, b) => a > b),
  DateGreaterThanEquals: date((a, b) => a >= b),
} satisfies Record<string, Test>;

const negations: Record<string, keyof typeof positive> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NotIpAddress: 'IpAddress',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
};

const operators = new Map<string, Operator>([
  ...Object.entries(positive).map(([name, test]) => [name, { test, negated: false }] as const),
  ...Object.entries(negations).map(([name, of]) => [name, { test: positive[of], negated: true }] as const),
]);

/**
 * Splits `ForAnyValue:StringLikeIfExists` into its three parts. In practice, operator names are not
 * case-sensitive.
 */
function split(operator: string): { quantifier: string | undefined; name: string; ifExists: boolean } {
  const [, quantifier, base = ''] = /^(?:(ForAnyValue|ForAllValues):)?(.*)$/s.exec(operator) ?? [];
  const ifExists = base.endsWith('IfExists');
  return { quantifier, name: ifExists ? base.slice(0, -'IfExists'.length) : base, ifExists };
}

export function isOperator(operator: string): boolean {
  const { name, quantifier, ifExists } = split(operator);
  return name === 'Null' ? quantifier === undefined && !ifExists : operators.has(name);
}

/**
 * Returns whether a condition is true in this context. If a key is absent, a positive operator is false and a
 * negated one is true. `IfExists` and `ForAllValues` are true without the key (IAM guide, same page).
 */
export function conditionHolds(
  condition: PolicyCondition,
  context: ConditionContext,
  variables: boolean,
): boolean {
  const actual = context.get(condition.key.toLowerCase());
  const { quantifier, name, ifExists } = split(condition.operator);
  if (name === 'Null') {
    return condition.values.some((wanted) => (wanted.toLowerCase() === 'true') === (actual === undefined));
  }
  const operator = operators.get(name);
  if (!operator) return false;
  if (actual === undefined || actual.length === 0) {
    if (quantifier === 'ForAnyValue') return ifExists;
    return ifExists || quantifier === 'ForAllValues' || operator.negated;
  }
  const wanted = condition.values.flatMap((value) => {
    const text = variables ? expand(value, context, asLiteral) : value;
    return text === undefined ? [] : [text];
  });
  const matches = (value: string) => wanted.some((one) => operator.test(value, one)) !== operator.negated;
  if (quantifier === 'ForAnyValue') return actual.some(matches);
  if (quantifier === 'ForAllValues' || operator.negated) return actual.every(matches);
  return actual.some(matches);
}

/** Each of the six parts is matched separately, so that a wildcard does not match across a colon. */
function arnMatches(actual: string, wanted: string): boolean {
  const parts = (arn: string) => {
    const pieces = arn.split(':');
    return [...pieces.slice(0, 5), pieces.slice(5).join(':')];
  };
  const have = parts(actual);
  const want = parts(wanted);
  return want.every((part, index) => globMatches(part, have[index] ?? ''));
}

function addressWithin(actual: string, wanted: string): boolean {
  const [network = '', bits] = wanted.split('/');
  const family = isIP(network) === 6 ? 'ipv6' : 'ipv4';
  const actualFamily = isIP(actual) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(network) === 0 || isIP(actual) === 0 || family !== actualFamily) return false;
  const list = new BlockList();
  list.addSubnet(network, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  return list.check(actual, family);
}

function epoch(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}
