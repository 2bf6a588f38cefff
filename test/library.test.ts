// Covers src/index.ts, src/core/version.ts.
import { expect, it, describe as suite } from 'vitest';
import * as library from '../src/index.ts';

suite('the library', () => {
  const baseline = library.compileBaseline(
    'version: 1\ngroups:\n  - name: web\n    match: { name: web }\n    rules: [tcp 443 from anywhere]\n',
    'baseline.yaml',
  );
  const answer = {
    $metadata: {},
    SecurityGroups: [
      {
        GroupId: 'sg-0aaa',
        GroupName: 'web',
        OwnerId: '111122223333',
        IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
      },
    ],
  };

  it('judges the groups in a response of an SDK client', () => {
    const [group] = library.groupsFromAws(answer, 'eu-west-1');
    expect(group).toMatchObject({ id: 'sg-0aaa', region: 'eu-west-1' });
    const [verdict] = library.evaluate(group!, baseline);
    expect(verdict).toMatchObject({ kind: 'drift', code: 'unexpected-ingress', severity: 'critical' });
    expect(library.describe(verdict!)).toContain('admits all from 0.0.0.0/0');
  });

  it('ends exceptions according to the given time', () => {
    const tolerant = {
      ...baseline,
      exceptions: [{ rule: 'all from anywhere', until: '2026-11-23', reason: 'r' }],
    };
    const [group] = library.groupsFromAws(answer);
    const codes = (now: string) =>
      library.evaluate(group!, tolerant, { now: Date.parse(now) }).map(({ code }) => code);
    expect(codes('2026-11-23T23:00:00Z')).toEqual(['missing-ingress']);
    expect(codes('2026-11-24T00:00:00Z')).toEqual(['unexpected-ingress']);
  });

  it('computes with exposures as sets', () => {
    const set = (line: string) => library.ruleSet(library.parseRule(line).rules);
    const rest = library.subtract(set('tcp 0-65535 from 0.0.0.0/0'), set('tcp 22 from anywhere'));
    expect(library.renderRules(rest)).toEqual(['tcp 0-21,23-65535 from 0.0.0.0/0']);
    expect(library.equals(set('tcp 22 from 0.0.0.0/1, 128.0.0.0/1'), set('tcp 22 from 0.0.0.0/0'))).toBe(
      true,
    );
  });

  it('throws readable errors for invalid input', () => {
    expect(() => library.compileBaseline('version: 2', 'b.yaml')).toThrow(library.AppError);
    expect(() => library.groupsFromAws({ SecurityGroups: 7 })).toThrow(
      'groups: SecurityGroups is not a list: 7',
    );
    expect(() => library.parseRule('tpc 22 from anywhere')).toThrow(library.RuleSyntaxError);
  });
});
