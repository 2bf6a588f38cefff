import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { clientConfig } from '../../support/sandbox.ts';
import { eventsService } from '../support/events-service.ts';
import { failure } from '../support/sdk-failure.ts';

const { sandbox, events } = await eventsService();

const EventPattern = '{"source":["aws.ec2"]}';
const queue = (n: number) => `arn:aws:sqs:eu-west-1:111122223333:q${n}`;
const putRule = (Name: string, more: object = {}) =>
  events.send(new PutRuleCommand({ Name, EventPattern, ...more }));

describe('a rule', () => {
  it('is replaced completely, but keeps its tags and targets', async () => {
    const { RuleArn } = await putRule('full', {
      Description: 'first',
      State: 'DISABLED',
      Tags: [{ Key: 'a', Value: '1' }],
    });
    expect(RuleArn).toBe('arn:aws:events:eu-west-1:111122223333:rule/full');
    await events.send(new PutTargetsCommand({ Rule: 'full', Targets: [{ Id: 't', Arn: queue(1) }] }));
    await putRule('full', { Tags: [{ Key: 'a', Value: '2' }] });
    const { $metadata: _, ...rule } = await events.send(new DescribeRuleCommand({ Name: 'full' }));
    expect(rule).toEqual({
      Name: 'full',
      Arn: RuleArn,
      EventPattern,
      State: 'ENABLED',
      EventBusName: 'default',
      CreatedBy: '111122223333',
    });
    const { Tags } = await events.send(new ListTagsForResourceCommand({ ResourceARN: RuleArn }));
    expect(Tags).toEqual([{ Key: 'a', Value: '1' }]);
    const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: 'full' }));
    expect(Targets).toEqual([{ Id: 't', Arn: queue(1) }]);
  });

  it('is deleted only without targets, and without an error if it is missing', async () => {
    await putRule('gone');
    await events.send(new PutTargetsCommand({ Rule: 'gone', Targets: [{ Id: 't', Arn: queue(1) }] }));
    await expect(events.send(new DeleteRuleCommand({ Name: 'gone' }))).rejects.toMatchObject(
      failure('ValidationException', "Rule can't be deleted since it has targets."),
    );
    await events.send(new RemoveTargetsCommand({ Rule: 'gone', Ids: ['t', 'never-there'] }));
    await events.send(new DeleteRuleCommand({ Name: 'gone' }));
    await events.send(new DeleteRuleCommand({ Name: 'gone' }));
    await expect(events.send(new DescribeRuleCommand({ Name: 'gone' }))).rejects.toMatchObject(
      failure('ResourceNotFoundException', 'Rule gone does not exist on EventBus default.'),
    );
    await expect(events.send(new EnableRuleCommand({ Name: 'gone' }))).rejects.toMatchObject(
      failure('ResourceNotFoundException', /^Rule gone does not exist/),
    );
  });

  it('is listed in pages, by prefix and by target', async () => {
    for (const name of ['list-c', 'list-a', 'list-b']) await putRule(name);
    await events.send(new PutTargetsCommand({ Rule: 'list-b', Targets: [{ Id: 't', Arn: queue(9) }] }));
    const first = await events.send(new ListRulesCommand({ NamePrefix: 'list-', Limit: 2 }));
    expect(first.Rules?.map((rule) => rule.Name)).toEqual(['list-a', 'list-b']);
    const second = await events.send(
      new ListRulesCommand({ NamePrefix: 'list-', Limit: 2, NextToken: first.NextToken }),
    );
    expect(second.Rules?.map((rule) => rule.Name)).toEqual(['list-c']);
    expect(second.NextToken).toBeUndefined();
    const { RuleNames } = await events.send(new ListRuleNamesByTargetCommand({ TargetArn: queue(9) }));
    expect(RuleNames).toEqual(['list-b']);
  });

  it.each([
    [
      { EventPattern: undefined },
      'ValidationException',
      /EventPattern or ScheduleExpression must be specified/,
    ],
    [
      { EventPattern: '{"a":1}' },
      'InvalidEventPatternException',
      /Reason: "a" must be an object or an array/,
    ],
    [{ ScheduleExpression: 'rate(1 minutes)' }, 'ValidationException', /ScheduleExpression is not valid/],
    [{ Name: 'no spaces' }, 'ValidationException', /Value 'no spaces' at 'name' failed/],
    [{ Name: 'x'.repeat(65) }, 'ValidationException', /length less than or equal to 64/],
    [{ EventBusName: 'nowhere' }, 'ResourceNotFoundException', /Event bus nowhere does not exist/],
    [{ EventPattern: `{"a":["${'x'.repeat(2048)}"]}` }, 'LimitExceededException', /2048/],
    [{ EventPattern: `{"a":["${'x'.repeat(4096)}"]}` }, 'ValidationException', /less than or equal to 4096/],
  ])('is refused: %j', async (input, name, message) => {
    await expect(putRule('refused', input)).rejects.toMatchObject(failure(name, message));
  });

  it('is limited in number per bus, with a lower limit for wildcards', async () => {
    const other = new EventBridgeClient(clientConfig(sandbox, '444455556666', 'af-south-1'));
    const put = (Name: string, operator: string) =>
      other.send(new PutRuleCommand({ Name, EventPattern: `{"a":[{"${operator}":"x*"}]}` }));
    for (let i = 0; i < 30; i++) await put(`w${i}`, 'wildcard');
    await expect(put('w30', 'wildcard')).rejects.toMatchObject(
      failure('LimitExceededException', /maximum number/),
    );
    for (let i = 30; i < 100; i++) await put(`p${i}`, 'prefix');
    await expect(put('p100', 'prefix')).rejects.toMatchObject(
      failure('LimitExceededException', /maximum number/),
    );
    await put('p99', 'suffix');
  });
});

describe('a target', () => {
  const put = (rule: string, Targets: { Id: string; Arn: string }[]) =>
    events.send(new PutTargetsCommand({ Rule: rule, Targets }));
  const targets = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ Id: `t${i}`, Arn: queue(i) }));

  it('is one of at most five per rule, and ten per call', async () => {
    await putRule('five');
    expect(await put('five', targets(5))).toMatchObject({ FailedEntryCount: 0, FailedEntries: [] });
    await put('five', targets(3));
    await expect(put('five', [{ Id: 'sixth', Arn: queue(6) }])).rejects.toMatchObject(
      failure('LimitExceededException', 'The requested resource exceeds the maximum number allowed.'),
    );
    await expect(put('five', targets(11))).rejects.toMatchObject(
      failure('ValidationException', /equal to 10$/),
    );
  });

  it('is reported in a successful response if it is not supported', async () => {
    await putRule('partly');
    const answer = await put('partly', [
      { Id: 'good', Arn: queue(1) },
      { Id: 'far', Arn: 'arn:aws:sqs:us-east-1:111122223333:q' },
      { Id: 'unknown', Arn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/c' },
    ]);
    expect(answer.$metadata.httpStatusCode).toBe(200);
    expect(answer.FailedEntryCount).toBe(2);
    expect(answer.FailedEntries?.map((entry) => entry.TargetId)).toEqual(['far', 'unknown']);
    const { Targets } = await events.send(new ListTargetsByRuleCommand({ Rule: 'partly' }));
    expect(Targets?.map((target) => target.Id)).toEqual(['good']);
  });

  it.each([
    [{ Arn: 'nonsense' }, /Provided Arn is not in correct format/],
    [{ Arn: 'arn:aws:kinesis:eu-west-1:111122223333:stream/s' }, /^RoleArn is required for target/],
    [{ Arn: 'arn:aws:events:eu-west-1:444455556666:event-bus/b' }, /^RoleArn is required for target/],
    [{ RetryPolicy: { MaximumRetryAttempts: 186 } }, /RetryPolicy of target t is not valid/],
    [
      { DeadLetterConfig: { Arn: 'arn:aws:sqs:us-east-1:111122223333:q' } },
      /DeadLetterConfig.Arn is not valid/,
    ],
    [{ DeadLetterConfig: { Arn: `${queue(1)}.fifo` } }, /DeadLetterConfig.Arn is not valid/],
    [{ Input: '{' }, /JSON syntax error in input for target t/],
  ])('is refused: %j', async (part, message) => {
    await putRule('refusing');
    await expect(put('refusing', [{ Id: 't', Arn: queue(1), ...part }])).rejects.toMatchObject(
      failure('ValidationException', message),
    );
  });

  it('needs a rule', async () => {
    await expect(put('nobody', targets(1))).rejects.toMatchObject(
      failure('ResourceNotFoundException', 'Rule nobody does not exist on EventBus default.'),
    );
  });
});

describe('an event bus', () => {
  it('is created, listed, tagged and deleted', async () => {
    const { EventBusArn } = await events.send(
      new CreateEventBusCommand({ Name: 'mine', Tags: [{ Key: 'k', Value: 'v' }] }),
    );
    expect(EventBusArn).toBe('arn:aws:events:eu-west-1:111122223333:event-bus/mine');
    await expect(events.send(new CreateEventBusCommand({ Name: 'mine' }))).rejects.toMatchObject(
      failure('ResourceAlreadyExistsException', 'Event bus mine already exists.'),
    );
    await events.send(new TagResourceCommand({ ResourceARN: EventBusArn, Tags: [{ Key: 'x', Value: 'y' }] }));
    await events.send(new UntagResourceCommand({ ResourceARN: EventBusArn, TagKeys: ['k'] }));
    const { Tags } = await events.send(new ListTagsForResourceCommand({ ResourceARN: EventBusArn }));
    expect(Tags).toEqual([{ Key: 'x', Value: 'y' }]);
    const { RuleArn } = await putRule('on-mine', { EventBusName: 'mine' });
    expect(RuleArn).toBe('arn:aws:events:eu-west-1:111122223333:rule/mine/on-mine');
    await expect(events.send(new DeleteEventBusCommand({ Name: 'mine' }))).rejects.toMatchObject(
      failure('ValidationException', /because it has rules/),
    );
    await events.send(new DeleteRuleCommand({ Name: 'on-mine', EventBusName: 'mine' }));
    await events.send(new DeleteEventBusCommand({ Name: 'mine' }));
    const { EventBuses } = await events.send(new ListEventBusesCommand({}));
    expect(EventBuses?.map((bus) => bus.Name)).toEqual(['default']);
  });

  it('is separate for each account and Region', async () => {
    await putRule('only-here');
    for (const [account, region] of [
      ['111122223333', 'us-east-1'],
      ['777788889999', 'eu-west-1'],
    ] as const) {
      const elsewhere = new EventBridgeClient(clientConfig(sandbox, account, region));
      expect((await elsewhere.send(new ListRulesCommand({}))).Rules).toEqual([]);
    }
  });
});
