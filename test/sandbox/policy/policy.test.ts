// Covers src/sandbox/policy/*.ts.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conditionHolds } from '../../../src/sandbox/policy/conditions.ts';
import { type PolicyKind, PolicySyntaxError, parsePolicy } from '../../../src/sandbox/policy/document.ts';
import { type AccessRequest, evaluate, type Requester } from '../../../src/sandbox/policy/evaluate.ts';
import { contextOf, globMatches } from '../../../src/sandbox/policy/glob.ts';
import { managedPolicyDocument } from '../../../src/sandbox/policy/managed-policies.ts';

const role = 'arn:aws:iam::111122223333:role/reader';

function decide(
  statements: object | object[],
  request: Partial<Omit<AccessRequest, 'context'>> & { context?: Record<string, string | string[]> },
  kind: PolicyKind = 'identity',
) {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return evaluate(parsePolicy(document, kind), {
    action: 'sqs:SendMessage',
    resource: 'arn:aws:sqs:eu-west-1:111122223333:jobs',
    ...request,
    context: contextOf(request.context ?? {}),
  }).decision;
}
const allow = (more: object) => ({ Effect: 'Allow', Action: '*', Resource: '*', ...more });
const deny = (more: object) => ({ Effect: 'Deny', Action: '*', Resource: '*', ...more });

describe('evaluate', () => {
  it.each([
    ['sqs:SendMessage', 'allowed'],
    ['SQS:sendmessage', 'allowed'],
    ['sqs:Send*', 'allowed'],
    ['sqs:Send?essage', 'allowed'],
    ['*', 'allowed'],
    ['sqs:Send', 'implicitDeny'],
    ['sns:*', 'implicitDeny'],
    [['sns:*', 'sqs:SendMessage'], 'allowed'],
  ])('compares the action with %s: %s', (Action, decision) => {
    expect(decide(allow({ Action }), {})).toBe(decision);
  });

  it.each([
    ['arn:aws:sqs:eu-west-1:111122223333:jobs', 'allowed'],
    ['arn:aws:sqs:*:111122223333:jobs', 'allowed'],
    ['arn:aws:sqs:eu-west-1:111122223333:job?', 'allowed'],
    ['arn:aws:sqs:eu-west-1:111122223333:JOBS', 'implicitDeny'],
    ['arn:aws:sqs:eu-west-1:111122223333:job', 'implicitDeny'],
    ['arn:aws:sqs:eu-west-1:111122223333:jobs.*', 'implicitDeny'],
  ])('compares the resource with %s: %s', (Resource, decision) => {
    expect(decide(allow({ Resource }), {})).toBe(decision);
  });

  it('prefers an explicit deny, regardless of the order', () => {
    expect(decide([allow({}), deny({ Action: 'sqs:*' })], {})).toBe('explicitDeny');
    expect(decide([deny({ Action: 'sqs:*' }), allow({})], {})).toBe('explicitDeny');
    expect(decide([deny({ Action: 'sns:*' }), allow({})], {})).toBe('allowed');
  });

  it('treats NotAction and NotResource as everything except the given values', () => {
    const notIam = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' };
    expect(decide(notIam, {})).toBe('allowed');
    expect(decide(notIam, { action: 'iam:GetRole' })).toBe('implicitDeny');
    const notJobs = { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:sqs:*:*:jobs' };
    expect(decide(notJobs, {})).toBe('implicitDeny');
    expect(decide(notJobs, { resource: 'arn:aws:sqs:eu-west-1:111122223333:other' })).toBe('allowed');
  });

  it('inserts policy variables, whose wildcards have no special meaning', () => {
    const Resource = 'arn:aws:sqs:eu-west-1:111122223333:' + '$' + '{aws:username}';
    expect(decide(allow({ Resource }), { context: { 'aws:username': 'jobs' } })).toBe('allowed');
    expect(decide(allow({ Resource }), { context: { 'aws:username': '*' } })).toBe('implicitDeny');
    expect(decide(allow({ Resource }), {})).toBe('implicitDeny');
    const withDefault = 'arn:aws:sqs:eu-west-1:111122223333:' + '$' + "{aws:PrincipalTag/q, 'jobs'}";
    expect(decide(allow({ Resource: withDefault }), {})).toBe('allowed');
    const star = 'arn:aws:sqs:eu-west-1:111122223333:' + '$' + '{*}';
    expect(decide(allow({ Resource: star }), {})).toBe('implicitDeny');
  });

  it('does not replace variables in documents of the old version', () => {
    const Resource = 'arn:aws:sqs:eu-west-1:111122223333:' + '$' + '{aws:username}';
    const statements = parsePolicy(
      JSON.stringify({ Version: '2008-10-17', Statement: allow({ Resource }) }),
      'identity',
    );
    const request = { action: 'sqs:SendMessage', context: contextOf({ 'aws:username': 'jobs' }) };
    const at = (name: string) => `arn:aws:sqs:eu-west-1:111122223333:${name}`;
    expect(evaluate(statements, { ...request, resource: at('jobs') }).decision).toBe('implicitDeny');
    const literal = at('$' + '{aws:username}');
    expect(evaluate(statements, { ...request, resource: literal }).decision).toBe('allowed');
  });

  const service: Requester = { service: 'events.amazonaws.com' };
  const session: Requester = {
    arn: 'arn:aws:sts::111122223333:assumed-role/reader/s',
    account: '111122223333',
    roleArn: role,
  };
  it.each([
    ['*', service, 'allowed'],
    [{ AWS: '*' }, session, 'allowed'],
    [{ Service: 'events.amazonaws.com' }, service, 'allowed'],
    [{ Service: 'sns.amazonaws.com' }, service, 'implicitDeny'],
    [{ Service: 'events.amazonaws.com' }, session, 'implicitDeny'],
    [{ AWS: '111122223333' }, session, 'allowed'],
    [{ AWS: 'arn:aws:iam::111122223333:root' }, session, 'allowed'],
    [{ AWS: 'arn:aws:iam::444455556666:root' }, session, 'implicitDeny'],
    [{ AWS: role }, session, 'allowed'],
    [{ AWS: 'arn:aws:iam::111122223333:role/other' }, session, 'implicitDeny'],
  ])('matches the principal %j with %j: %s', (Principal, requester, decision) => {
    const statement = { Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: '*' };
    expect(decide(statement, { requester }, 'resource')).toBe(decision);
  });
});

describe('a condition', () => {
  const arn = 'arn:aws:events:eu-west-1:111122223333:rule/watch';
  it.each<[string, string | string[], string | string[] | undefined, boolean]>([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', ['x', 'a'], 'a', true],
    ['StringEquals', 'A', 'a', false],
    ['StringEquals', 'a', undefined, false],
    ['StringEqualsIfExists', 'a', undefined, true],
    ['StringEqualsIfExists', 'a', 'b', false],
    ['StringEqualsIgnoreCase', 'A', 'a', true],
    ['StringNotEquals', 'a', 'b', true],
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringNotEquals', 'a', undefined, true],
    ['StringLike', 'job-*', 'job-1', true],
    ['StringNotLike', 'job-*', 'job-1', false],
    ['ArnLike', 'arn:aws:events:*:111122223333:rule/*', arn, true],
    ['ArnLike', 'arn:aws:events:*:rule/watch', arn, false],
    ['ArnEquals', arn, arn, true],
    ['ArnNotLike', 'arn:aws:events:*:*:rule/*', arn, false],
    ['Bool', 'true', 'true', true],
    ['Bool', 'false', 'true', false],
    ['IpAddress', '192.0.2.0/24', '192.0.2.9', true],
    ['IpAddress', '192.0.2.0/24', '198.51.100.1', false],
    ['IpAddress', '2001:db8::/32', '2001:db8::1', true],
    ['IpAddress', '192.0.2.7', '192.0.2.7', true],
    ['NotIpAddress', '192.0.2.0/24', '192.0.2.9', false],
    ['NumericLessThan', '10', '9', true],
    ['NumericGreaterThanEquals', '10', '9', false],
    ['NumericNotEquals', '10', '9', true],
    ['DateGreaterThan', '2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z', true],
    ['DateLessThan', '1767225600', '2026-06-01T00:00:00Z', false],
    ['Null', 'true', undefined, true],
    ['Null', 'false', undefined, false],
    ['Null', 'false', 'a', true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['b', 'z'], true],
    ['ForAnyValue:StringEquals', ['a', 'b'], ['z'], false],
    ['ForAnyValue:StringEquals', 'a', undefined, false],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['ForAllValues:StringEquals', ['a', 'b'], ['a', 'z'], false],
    ['ForAllValues:StringEquals', 'a', undefined, true],
    ['ForAllValues:StringNotLike', 'x*', ['a', 'xy'], false],
  ])('compares %s %j with %j: %s', (operator, values, actual, holds) => {
    const condition = { operator, key: 'aws:Key', values: [values].flat() };
    const context = contextOf(actual === undefined ? {} : { 'AWS:key': actual });
    expect(conditionHolds(condition, context, true)).toBe(holds);
  });

  it('requires a match of all keys and operators of its statement', () => {
    const Condition = { StringEquals: { a: '1', b: '2' }, Bool: { c: 'true' } };
    expect(decide(allow({ Condition }), { context: { a: '1', b: '2', c: 'true' } })).toBe('allowed');
    expect(decide(allow({ Condition }), { context: { a: '1', b: '3', c: 'true' } })).toBe('implicitDeny');
    expect(decide(allow({ Condition }), { context: { a: '1', b: '2' } })).toBe('implicitDeny');
  });
});

describe('globMatches', () => {
  /** The definition, applied letter by letter. */
  const oracle = (pattern: string, text: string): boolean => {
    if (pattern === '') return text === '';
    const rest = pattern.slice(1);
    if (pattern[0] === '*') return oracle(rest, text) || (text !== '' && oracle(pattern, text.slice(1)));
    return text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && oracle(rest, text.slice(1));
  };
  const letters = (alphabet: string[]) => fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 9 });

  it('agrees with the definition', () => {
    fc.assert(
      fc.property(letters(['a', 'b', '.', '*', '?']), letters(['a', 'b', '.']), (pattern, text) => {
        expect(globMatches(pattern, text)).toBe(oracle(pattern, text));
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('needs little time for patterns with many stars', () => {
    const started = performance.now();
    expect(globMatches(`${'*a'.repeat(500)}b`, 'a'.repeat(5000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});

describe('parsePolicy', () => {
  it('returns statements or throws PolicySyntaxError for any document', () => {
    const word = fc.constantFrom(
      'Version',
      'Statement',
      'Effect',
      'Allow',
      'Action',
      'Resource',
      'Principal',
      'Condition',
      '*',
      '2012-10-17',
      's3:*',
      'StringEquals',
      'Null',
      'AWS',
      'Service',
    );
    const { document } = fc.letrec((tie) => ({
      document: fc.oneof(
        { maxDepth: 5 },
        word,
        fc.constant(null),
        fc.integer(),
        fc.array(tie('document'), { maxLength: 3 }),
        fc.dictionary(word, tie('document'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(document, fc.constantFrom<PolicyKind>('identity', 'trust', 'resource'), (value, kind) => {
        try {
          parsePolicy(JSON.stringify(value), kind);
        } catch (error) {
          expect(error).toBeInstanceOf(PolicySyntaxError);
        }
      }),
      { numRuns: 3000, seed: 1 },
    );
  });

  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  it.each<[string, PolicyKind, unknown]>([
    ['text that is not JSON', 'identity', '{'],
    ['a list', 'identity', []],
    ['a policy without a statement', 'identity', { Version: '2012-10-17' }],
    ['a wrong version', 'identity', { Version: '2020-01-01', Statement: allow({}) }],
    ['an unknown element', 'identity', { Statement: allow({ Actions: 'x' }) }],
    ['a statement without an effect', 'identity', { Statement: { Action: '*', Resource: '*' } }],
    ['a wrong effect', 'identity', { Statement: allow({ Effect: 'allow' }) }],
    ['a statement without an action', 'identity', { Statement: { Effect: 'Allow', Resource: '*' } }],
    ['Action and NotAction', 'identity', { Statement: allow({ NotAction: 'a:b' }) }],
    ['an action without a service', 'identity', { Statement: allow({ Action: 'GetRole' }) }],
    ['a statement without a resource', 'identity', { Statement: { Effect: 'Allow', Action: '*' } }],
    ['a resource that is not an ARN', 'identity', { Statement: allow({ Resource: 'jobs' }) }],
    ['a principal in an identity policy', 'identity', { Statement: allow({ Principal: '*' }) }],
    ['an unknown operator', 'identity', { Statement: allow({ Condition: { StringIs: { a: 'b' } } }) }],
    ['the same Sid twice', 'identity', { Statement: [allow({ Sid: 'A' }), allow({ Sid: 'A' })] }],
    ['a Sid with a dash', 'identity', { Statement: allow({ Sid: 'a-b' }) }],
    ['a trust policy without a principal', 'trust', { Statement: { ...trust, Principal: undefined } }],
    ['a resource in a trust policy', 'trust', { Statement: { ...trust, Resource: '*' } }],
    ['another action in a trust policy', 'trust', { Statement: { ...trust, Action: 's3:GetObject' } }],
    ['a malformed service', 'trust', { Statement: { ...trust, Principal: { Service: 'lambda' } } }],
  ])('refuses %s', (_what, kind, document) => {
    const text = typeof document === 'string' ? document : JSON.stringify(document);
    expect(() => parsePolicy(text, kind)).toThrow(PolicySyntaxError);
  });

  it('parses the policy of the basic execution role in every partition', () => {
    for (const partition of ['aws', 'aws-cn', 'aws-us-gov']) {
      const arn = `arn:${partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole`;
      expect(parsePolicy(managedPolicyDocument(arn) ?? '', 'identity')[0]?.actions).toEqual([
        'logs:CreateLogGroup',
        'logs:CreateLogStream',
        'logs:PutLogEvents',
      ]);
    }
    expect(managedPolicyDocument('arn:aws:iam::aws:policy/NoSuchPolicy')).toBeUndefined();
  });
});
