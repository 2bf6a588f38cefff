import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SEVERITIES } from '../../../src/core/baseline/baseline.ts';
import {
  blindingPatterns,
  changePattern,
  checkPattern,
  configPattern,
  findingsPattern,
  MAX_PATTERN_LENGTH,
  patternText,
  tamperPatterns,
} from '../../../src/deploy/plan/event-pattern.ts';
import { BLIND_RULES, RULES } from '../../../src/deploy/stack.ts';
import { matches as compiledMatches, flattenEvent } from '../../../src/sandbox/events/pattern.ts';
import { compilePattern } from '../../../src/sandbox/events/pattern-compile.ts';
import { SETTINGS, wrapped } from '../../handler/support.ts';

const fixture = (name: string) =>
  wrapped(
    JSON.parse(readFileSync(new URL(`../../fixtures/cloudtrail/${name}.json`, import.meta.url), 'utf8')),
  );

const matches = (text: string, event: object) => compiledMatches(compilePattern(text), flattenEvent(event));

const all = {
  change: changePattern({ attachments: true, tags: true }),
  ...tamperPatterns(),
  check: checkPattern(),
  config: configPattern(),
  findings: findingsPattern('secgroup-monitor', 'info'),
  ...blindingPatterns(SETTINGS.own),
};

const matchedBy = (event: Record<string, unknown>) =>
  Object.entries(all)
    .filter(([, pattern]) => matches(patternText(pattern), event))
    .map(([name]) => name);

describe('event patterns', () => {
  it.each(Object.entries(all))('keeps %s within the quota', (_, pattern) => {
    expect(patternText(pattern).length).toBeLessThanOrEqual(MAX_PATTERN_LENGTH);
  });

  it.each([
    ['authorize-nested', ['change']],
    ['authorize-flat-world', ['change']],
    ['authorize-denied', ['change']],
    ['revoke-by-id', ['change']],
    ['modify-one', ['change']],
    ['descriptions', ['change']],
    ['create-group', ['change']],
    ['delete-group', ['change']],
    ['prefix-list', ['change']],
    ['associate-vpc', ['change']],
    ['attach-interface', ['change']],
    ['egress', []],
    ['run-instances', ['change']],
    ['tamper-stop-logging', ['tamper', 'blind-2']],
    ['tamper-delete-rule', ['tamper', 'blind']],
    ['tamper-lambda-code', ['tamper', 'blind']],
    ['tamper-denied', ['tamper']],
    ['tamper-waf-delete-rule', []],
  ])('sends %s to %j', (name, rules) => {
    expect(matchedBy(fixture(name))).toEqual(rules);
  });

  it('watches attachments only if requested', () => {
    const event = fixture('attach-interface');
    expect(matches(patternText(changePattern({ attachments: false, tags: false })), event)).toBe(false);
  });

  it('watches the tags of groups, not those of other resources, if the baseline matches by tag', () => {
    const retagged = (eventName: string, ...ids: string[]) =>
      wrapped({
        eventSource: 'ec2.amazonaws.com',
        eventName,
        requestParameters: {
          resourcesSet: { items: ids.map((resourceId) => ({ resourceId })) },
          tagSet: { items: [{ key: 'Role', value: 'web' }] },
        },
      });
    for (const eventName of ['CreateTags', 'DeleteTags']) {
      expect(matchedBy(retagged(eventName, 'i-0a', 'sg-0a1b2c3d'))).toEqual(['change']);
      expect(matchedBy(retagged(eventName, 'i-0a', 'sgr-0a1b2c3d'))).toEqual([]);
      const untagged = changePattern({ attachments: true, tags: false });
      expect(matches(patternText(untagged), retagged(eventName, 'sg-0a1b2c3d'))).toBe(false);
    }
  });

  it('reports calls directly if they disable this stack, and no others', () => {
    const call = (service: string, eventName: string, requestParameters: object) =>
      matchedBy(wrapped({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters }));
    const { own } = SETTINGS;
    const [changeRule, tamperRule] = own.ruleNames;
    const functionArn = `arn:aws:lambda:eu-central-1:111122223333:function:${own.functionName}`;
    const queueUrl = `https://sqs/1/${own.queueName}`;
    const blinding: [string, string, object][] = [
      ['cloudtrail', 'StopLogging', { name: own.trailArns[0] }],
      ['cloudtrail', 'DeleteTrail', { name: 'main' }],
      ['events', 'DisableRule', { name: changeRule }],
      ['events', 'DeleteRule', { name: tamperRule }],
      ['events', 'RemoveTargets', { rule: changeRule }],
      ['events', 'PutRule', { name: tamperRule }],
      ['events', 'PutTargets', { rule: tamperRule }],
      ['lambda', 'DeleteFunction20150331', { functionName: own.functionName }],
      ['lambda', 'UpdateFunctionCode20150331v2', { functionName: functionArn }],
      ['lambda', 'UpdateFunctionConfiguration20150331v2', { functionName: '1:function:secgroup-monitor' }],
      ['lambda', 'PutFunctionConcurrency20171031', { functionName: own.functionName }],
      ['lambda', 'RemovePermission20150331v2', { functionName: own.functionName }],
      ['lambda', 'PutResourcePolicy', { resourceArn: functionArn }],
      ['lambda', 'DeleteResourcePolicy20260709', { resourceArn: functionArn }],
      ['iam', 'DeleteRole', { roleName: own.roleName }],
      ['iam', 'DeleteRolePolicy', { roleName: own.roleName }],
      ['iam', 'DetachRolePolicy', { roleName: own.roleName }],
      ['iam', 'AttachRolePolicy', { roleName: own.roleName }],
      ['iam', 'PutRolePolicy', { roleName: own.roleName }],
      ['iam', 'PutRolePermissionsBoundary', { roleName: own.roleName }],
      ['iam', 'UpdateAssumeRolePolicy', { roleName: own.roleName }],
      ['logs', 'DeleteLogGroup', { logGroupName: own.logGroupName }],
      ['logs', 'DeleteLogStream', { logGroupName: own.logGroupName }],
      ['sqs', 'DeleteQueue', { queueUrl }],
      ['sqs', 'PurgeQueue', { queueUrl }],
    ];
    const rules = {
      cloudtrail: ['tamper', 'blind-2'],
      logs: ['tamper-2', 'blind'],
      sqs: ['tamper-2', 'blind'],
    };
    for (const [service, name, parameters] of blinding) {
      const expected = new Map(Object.entries(rules)).get(service) ?? ['tamper', 'blind'];
      expect(call(service, name, parameters), name).toEqual(expected);
    }
    const reported: [string, string, object][] = [
      ['lambda', 'DeleteFunction20150331', { functionName: 'another' }],
      ['lambda', 'UpdateFunctionCode20150331v2', { functionName: 'not-secgroup-monitor' }],
      ['iam', 'DeleteRole', { roleName: 'another' }],
      ['events', 'PutRule', { name: changeRule }],
      ['events', 'PutTargets', { rule: changeRule }],
      ['logs', 'PutRetentionPolicy', { logGroupName: own.logGroupName }],
      ['sqs', 'SetQueueAttributes', { queueUrl }],
    ];
    for (const [service, name, parameters] of reported) {
      const rule = service === 'logs' || service === 'sqs' ? 'tamper-2' : 'tamper';
      expect(call(service, name, parameters), name).toEqual([rule]);
    }
  });

  it('has room for the longest names', () => {
    const stack = 's'.repeat(40);
    const purposes = [...RULES, ...BLIND_RULES, ...SEVERITIES.map((one) => `notify-${one}`)];
    const patterns = blindingPatterns({
      functionName: stack,
      roleName: 'r'.repeat(64),
      ruleNames: purposes.map((purpose) => `${stack}-${purpose}`),
      logGroupName: `/aws/lambda/${stack}`,
      baselineGroupName: '/secgroup-monitor/secgroup-monitor/baseline',
      queueName: `${stack}-failed`,
      alarmNames: ['secgroup-monitor-heartbeat'],
      // A Region has at most five trails, and the name of a trail at most 128 characters.
      trailArns: Array.from(
        { length: 5 },
        (_, index) =>
          `arn:aws-us-gov:cloudtrail:us-gov-west-1:111122223333:trail/${`${index}`.padEnd(128, 't')}`,
      ),
      policyArns: [`arn:aws-us-gov:iam::111122223333:policy/${'p'.repeat(500)}/${'p'.repeat(128)}`],
      receiverArns: [],
      recorder: true,
    });
    for (const pattern of Object.values({ ...patterns, ...tamperPatterns() })) {
      const text = patternText({ account: ['111122223333'], ...pattern });
      expect(text.length).toBeLessThanOrEqual(MAX_PATTERN_LENGTH);
    }
  });

  it('reports any trail that stops if none is known, and the recorder if it delivers the events', () => {
    const matched = (own: Partial<typeof SETTINGS.own>, service: string, requestParameters: object) => {
      const eventName = service === 'config' ? 'StopConfigurationRecorder' : 'StopLogging';
      const event = wrapped({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters });
      return matches(patternText(blindingPatterns({ ...SETTINGS.own, ...own })['blind-2']), event);
    };
    const recorder = { configurationRecorderName: 'default' };
    expect(matched({ trailArns: [] }, 'cloudtrail', { name: 'any' })).toBe(true);
    expect(matched({ trailArns: [], recorder: true }, 'cloudtrail', { name: 'any' })).toBe(false);
    expect(matched({}, 'cloudtrail', { name: 'any' })).toBe(false);
    expect(matched({ recorder: true }, 'config', recorder)).toBe(true);
    expect(matched({}, 'config', recorder)).toBe(false);
  });

  it('distinguishes checks, configuration items and findings', () => {
    const custom = (detailType: string, detail: object) => ({
      source: 'secgroup-monitor',
      'detail-type': detailType,
      detail,
    });
    expect(matchedBy(custom('Check Security Group', { groupIds: ['sg-1'] }))).toEqual(['check']);
    const finding = custom('Security Group Drift', { stack: 'secgroup-monitor', severity: 'high' });
    expect(matchedBy(finding)).toEqual(['findings']);
    expect(matches(patternText(findingsPattern('secgroup-monitor', 'critical')), finding)).toBe(false);
    expect(matches(patternText(findingsPattern('other', 'info')), finding)).toBe(false);
    const item = (resourceType: string) => ({
      source: 'aws.config',
      'detail-type': 'Config Configuration Item Change',
      detail: { configurationItem: { resourceType } },
    });
    expect(matchedBy(item('AWS::EC2::SecurityGroup'))).toEqual(['config']);
    expect(matchedBy(item('AWS::EC2::Instance'))).toEqual([]);
  });
});
