import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  blindingPattern,
  changePattern,
  checkPattern,
  configPattern,
  findingsPattern,
  MAX_PATTERN_LENGTH,
  patternText,
  tamperPattern,
} from '../../src/deploy/event-pattern.ts';
import { matches as compiledMatches, flattenEvent } from '../../src/sandbox/bus/pattern.ts';
import { compilePattern } from '../../src/sandbox/bus/pattern-compile.ts';
import { SETTINGS, wrapped } from '../handler/support.ts';

const fixture = (name: string) =>
  wrapped(JSON.parse(readFileSync(new URL(`../fixtures/cloudtrail/${name}.json`, import.meta.url), 'utf8')));

const matches = (text: string, event: object) => compiledMatches(compilePattern(text), flattenEvent(event));

const all = {
  change: changePattern({ attachments: true }),
  tamper: tamperPattern(),
  check: checkPattern(),
  config: configPattern(),
  findings: findingsPattern('secgroup-monitor', 'info'),
  blind: blindingPattern(SETTINGS.own, 'arn:aws:lambda:eu-central-1:111122223333:function:secgroup-monitor'),
};

const matchedBy = (event: Record<string, unknown>) =>
  Object.entries(all)
    .filter(([, pattern]) => matches(patternText(pattern), event))
    .map(([name]) => name);

describe('event patterns', () => {
  it.each(Object.entries(all))('%s is within the quota', (_, pattern) => {
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
    ['run-instances', []],
    ['tamper-stop-logging', ['tamper', 'blind']],
    ['tamper-delete-rule', ['tamper', 'blind']],
    ['tamper-lambda-code', ['tamper']],
    ['tamper-denied', ['tamper']],
    ['tamper-waf-delete-rule', []],
  ])('%s goes to %j', (name, rules) => {
    expect(matchedBy(fixture(name))).toEqual(rules);
  });

  it('watches attachments only when asked to', () => {
    const event = fixture('attach-interface');
    expect(matches(patternText(changePattern({ attachments: false })), event)).toBe(false);
  });

  it('tells directly of calls that blind this stack, and of no other', () => {
    const call = (service: string, eventName: string, requestParameters: object) =>
      matchedBy(wrapped({ eventSource: `${service}.amazonaws.com`, eventName, requestParameters }));
    const { own } = SETTINGS;
    expect(call('lambda', 'DeleteFunction20150331', { functionName: own.functionName })).toContain('blind');
    expect(call('cloudtrail', 'StopLogging', { name: own.trailArns[0] })).toContain('blind');
    expect(call('cloudtrail', 'DeleteTrail', { name: 'main' })).toContain('blind');
    expect(call('events', 'RemoveTargets', { rule: own.ruleNames[0] })).toContain('blind');
    expect(call('sqs', 'DeleteQueue', { queueUrl: `https://sqs/1/${own.queueName}` })).toContain('blind');
    expect(call('iam', 'DetachRolePolicy', { roleName: own.roleName })).toContain('blind');
    expect(call('lambda', 'DeleteFunction20150331', { functionName: 'another' })).toEqual(['tamper']);
    expect(call('events', 'PutTargets', { rule: own.ruleNames[0] })).toEqual(['tamper']);
  });

  it('takes checks, configuration items and findings apart', () => {
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
