// Covers src/core/judge/never.ts.
import { describe, expect, it } from 'vitest';
import { baselineOf, groupOf, never } from '../../support/groups.ts';
import { brief, judge } from '../../support/judged.ts';

describe('a never line', () => {
  const forbidden = (lines: string[], rule: string, parts = {}) =>
    judge(groupOf(lines), baselineOf(undefined, { never: [never(rule, parts)] }));

  it('compares all rules together with the internet for anywhere', () => {
    const rule = 'tcp 22 from anywhere';
    for (const open of [
      ['tcp 22 from 0.0.0.0/1'],
      ['tcp 22 from 20.0.0.0/8, 30.0.0.0/16'],
      ['tcp 20-25 from 2000::/3'],
      ['all from anywhere'],
    ]) {
      expect(forbidden(open, rule).map(({ code }) => code)).toEqual(['forbidden-ingress']);
    }
    for (const fine of [
      ['tcp 22 from 10.0.0.0/8'],
      ['tcp 22 from 20.0.0.0/8'],
      ['tcp 23 from anywhere'],
      ['tcp 22 from sg-0b'],
    ]) {
      expect(forbidden(fine, rule).map(({ code }) => code)).toEqual(['in-line']);
    }
  });

  it('uses the limit in wider-than for anywhere', () => {
    const rule = 'tcp 22 from anywhere';
    expect(forbidden(['tcp 22 from 20.0.0.0/8'], rule, { widerThan: { ipv4: 16, ipv6: 32 } })[0]!.code).toBe(
      'forbidden-ingress',
    );
    expect(forbidden(['tcp 22 from 20.0.0.0/7'], rule, { widerThan: { ipv4: 4, ipv6: 32 } })[0]!.code).toBe(
      'in-line',
    );
  });

  it('forbids even one reachable address for public, and reports the complete block that contains it', () => {
    const rule = 'tcp 3306 from public';
    expect(brief(forbidden(['tcp 3306 from 8.8.8.8/32, 10.0.0.0/8'], rule))).toEqual([
      { code: 'forbidden-ingress', severity: 'high', unexpected: ['tcp 3306 from 8.8.8.8/32'], missing: [] },
    ]);
    expect(brief(forbidden(['tcp 3000-4000 from 0.0.0.0/0'], rule))[0]!.unexpected).toEqual([
      'tcp 3306 from 0.0.0.0/0',
    ]);
    expect(
      forbidden(['tcp 3306 from 10.0.0.0/8, 192.168.0.0/16, 100.64.0.0/10, fd00::/8'], rule)[0]!.code,
    ).toBe('in-line');
  });

  it('forbids every part of a listed CIDR or reference', () => {
    expect(brief(forbidden(['tcp 20-30 from 203.0.113.0/24'], 'tcp 22 from 203.0.113.128/25'))).toEqual([
      {
        code: 'forbidden-ingress',
        severity: 'medium',
        unexpected: ['tcp 22 from 203.0.113.128/25'],
        missing: [],
      },
    ]);
    expect(forbidden(['tcp 22 from sg-0bbb'], 'all from sg-0bbb')[0]!.code).toBe('forbidden-ingress');
    expect(forbidden(['tcp 22 from sg-0bbb'], 'all from sg-0ccc')[0]!.code).toBe('in-line');
  });

  it('is reported in addition to unexpected ingress, and the higher severity applies to both', () => {
    const baseline = baselineOf(['tcp 443 from anywhere'], {
      never: [never('tcp 8080 from anywhere', { severity: 'critical' }), never('tcp 23 from public')],
    });
    const verdicts = judge(groupOf(['tcp 443,8080 from anywhere']), baseline);
    expect(verdicts.map(({ code, severity, baseline: by }) => [code, severity, by])).toEqual([
      ['unexpected-ingress', 'critical', 'web'],
      ['forbidden-ingress', 'critical', 'never tcp 8080 from anywhere'],
    ]);
  });

  it('forbids even what an entry allows', () => {
    const baseline = baselineOf(['tcp 22 from anywhere'], { never: [never('tcp 22 from anywhere')] });
    expect(judge(groupOf(['tcp 22 from anywhere']), baseline).map(({ code }) => code)).toEqual([
      'forbidden-ingress',
    ]);
  });
});

describe('an exception', () => {
  const exception = { rule: 'tcp 22 from 203.0.113.7/32', until: '2026-11-23', reason: 'vendor access' };
  const group = groupOf(['tcp 22 from 203.0.113.0/29']);
  const rest = ['tcp 22 from 203.0.113.0/30, 203.0.113.4/31, 203.0.113.6/32'];

  it('allows its rules until the end of its last day in UTC', () => {
    const baseline = baselineOf([], { exceptions: [exception] });
    const at = (now: string) => judge(group, baseline, { now: Date.parse(now) })[0]!;
    expect(at('2026-11-23T23:59:59.999Z').unexpected.map(({ rule }) => rule)).toEqual(rest);
    expect(at('2026-11-23T23:59:59.999Z').args).toEqual({ relation: 'exactly' });
    const after = at('2026-11-24T00:00:00Z');
    expect(after.unexpected.map(({ rule }) => rule)).toEqual(['tcp 22 from 203.0.113.0/29']);
    expect(after.args.expiredExceptions).toEqual([
      'tcp 22 from 203.0.113.7/32 until 2026-11-23: vendor access',
    ]);
  });

  it('is not in the finding if it would not have allowed the traffic', () => {
    const other = { ...exception, rule: 'tcp 23 from 203.0.113.7/32', until: '2020-01-01' };
    expect(judge(group, baselineOf([], { exceptions: [other] }))[0]!.args).toEqual({ relation: 'exactly' });
  });

  it('applies only to the group in it', () => {
    const named = { rule: 'tcp 22 from 203.0.113.0/29', group: 'sg-0bbb', reason: 'r' };
    expect(judge(group, baselineOf([], { exceptions: [named] }))[0]!.code).toBe('unexpected-ingress');
    expect(judge({ ...group, id: 'sg-0bbb' }, baselineOf([], { exceptions: [named] }))[0]!.code).toBe(
      'in-line',
    );
  });

  it('is subtracted before a never line is checked', () => {
    const world = { rule: 'tcp 22 from anywhere', reason: 'a honeypot' };
    const baseline = baselineOf(undefined, { never: [never('tcp 22 from anywhere')], exceptions: [world] });
    expect(judge(groupOf(['tcp 22 from anywhere']), baseline)[0]!.code).toBe('in-line');
  });

  it('does not replace a missing rule', () => {
    const baseline = baselineOf(['tcp 22 from 203.0.113.7/32'], { exceptions: [exception] });
    expect(judge(groupOf([]), baseline)[0]!.code).toBe('missing-ingress');
  });
});
