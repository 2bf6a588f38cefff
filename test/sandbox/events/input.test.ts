import { describe, expect, it } from 'vitest';
import { checkInput, targetInput } from '../../../src/sandbox/events/input.ts';

const event = {
  version: '0' as const,
  id: 'id-1',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '111122223333',
  time: '2026-11-23T10:00:00Z',
  region: 'eu-west-1',
  resources: ['arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0'],
  detail: {
    'instance-id': 'i-0123456789abcdef0',
    state: 'RUNNING',
    n: 5,
    text: 'say "hi"\n',
    list: [{ a: 1 }],
  },
};
const context = { ruleArn: 'arn:rule', ruleName: 'r', ingestedAt: Date.UTC(2026, 10, 23) };
const paths = {
  instance: '$.detail.instance-id',
  state: '$.detail.state',
  n: '$.detail.n',
  text: '$.detail.text',
  detail: '$.detail.list[0]',
  none: '$.detail.none',
};
const fill = (InputTemplate: string) =>
  targetInput(
    { Id: '1', Arn: 'a', InputTransformer: { InputPathsMap: paths, InputTemplate } },
    event,
    context,
  );

describe('the input of a target', () => {
  it('is the event, a part of it, or a constant', () => {
    const target = { Id: '1', Arn: 'a' };
    expect(targetInput(target, event, context)).toBe(JSON.stringify(event));
    expect(targetInput({ ...target, InputPath: '$.detail.list[0].a' }, event, context)).toBe('1');
    expect(targetInput({ ...target, InputPath: "$.detail['instance-id']" }, event, context)).toBe(
      '"i-0123456789abcdef0"',
    );
    expect(targetInput({ ...target, Input: '{"a":1}' }, event, context)).toBe('{"a":1}');
  });

  it.each([
    ['a text', '"instance <instance> is <state>"', '"instance i-0123456789abcdef0 is RUNNING"'],
    ['JSON without quotes', '{"i": <instance>, "n": <n>}', '{"i": "i-0123456789abcdef0", "n": 5}'],
    ['JSON with quotes', '{"i": "<instance>", "n": "<n>"}', '{"i": "i-0123456789abcdef0", "n": "5"}'],
    ['an object', '{"d": <detail>}', '{"d": {"a":1}}'],
    ['an object within a text', '"got <detail>"', '"got {a:1}"'],
    [
      'text that needs escapes',
      '{"t": "<text>", "u": <text>}',
      '{"t": "say \\"hi\\"\\n", "u": "say \\"hi\\"\\n"}',
    ],
    ['a missing part', '{"t": "x<none>y", "u": <none>}', '{"t": "xy", "u": ""}'],
    ['the rule', '"<aws.events.rule-name> <aws.events.rule-arn>"', '"r arn:rule"'],
    ['the ingestion time', '{"t": <aws.events.event.ingestion-time>}', '{"t": "2026-11-23T00:00:00.000Z"}'],
    ['the event', '{"e": <aws.events.event.json>}', `{"e": ${JSON.stringify(event)}}`],
  ])('is a filled template with %s', (_name, template, expected) => {
    expect(fill(template)).toBe(expected);
  });

  it('contains the event without its detail', () => {
    const { detail: _detail, ...envelope } = event;
    expect(JSON.parse(fill('{"e": <aws.events.event>}'))).toEqual({ e: envelope });
  });
});

describe('PutTargets', () => {
  const base = { Id: 't', Arn: 'a' };
  it.each([
    [{ Input: '{}', InputPath: '$.detail' }, 'Only one of Input, InputPath, or InputTransformer'],
    [{ Input: '{' }, 'JSON syntax error in input for target t'],
    [{ InputPath: 'detail' }, 'Invalid JSONPath detail'],
    [{ InputPath: '$..detail' }, 'Invalid JSONPath'],
    [{ InputTransformer: { InputPathsMap: { a: '$.x' }, InputTemplate: '"<b>"' } }, 'invalid placeholder b'],
    [{ InputTransformer: { InputPathsMap: { AWSx: '$.x' }, InputTemplate: '"<AWSx>"' } }, 'is reserved'],
    [
      { InputTransformer: { InputPathsMap: {}, InputTemplate: 'no quotes' } },
      'Invalid InputTemplate for target t',
    ],
    [
      { InputTransformer: { InputPathsMap: {}, InputTemplate: `"${'x'.repeat(8192)}"` } },
      'Invalid InputTemplate',
    ],
  ])('refuses %j', (input, message) => {
    expect(() => checkInput({ ...base, ...input })).toThrow(message);
  });

  it('accepts several quoted lines', () => {
    const InputTransformer = { InputPathsMap: { a: '$.x' }, InputTemplate: '"first <a>"\n"second"' };
    expect(() => checkInput({ ...base, InputTransformer })).not.toThrow();
  });
});
