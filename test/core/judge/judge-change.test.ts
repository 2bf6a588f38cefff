import { describe, expect, it } from 'vitest';
import { prepareBaseline } from '../../../src/core/baseline/prepared-baseline.ts';
import type { SecurityGroup } from '../../../src/core/exposure/group.ts';
import { CANARY_TAG } from '../../../src/core/judge/canary.ts';
import { type ChangeOfGroup, judgeChange } from '../../../src/core/judge/judge-change.ts';
import type { Change } from '../../../src/core/record/change.ts';
import { stateBefore } from '../../../src/core/record/state-before.ts';
import { baselineOf, groupOf, NO_LISTS, NOW } from '../../support/groups.ts';
import { change as recorded } from '../../support/records.ts';

const STACK = 'secgroup-monitor';
const TERRAFORM = 'arn:aws:iam::111122223333:role/deploy/terraform';
const baseline = prepareBaseline(
  baselineOf(['tcp 443 from anywhere'], { trusted: [{ principal: TERRAFORM, settleMs: 60_000 }] }),
);
const options = { baseline, stack: STACK, now: NOW };

const authorized = recorded('authorize-nested');
const state = (...lines: string[]) => ({ group: groupOf(lines), lists: NO_LISTS });
const WEB = state('tcp 443 from anywhere');
const OPEN = state('tcp 443 from anywhere', 'tcp 22 from anywhere');

function judged(what: ChangeOfGroup) {
  const { verdicts } = judgeChange({ groupId: 'sg-0aaa', change: authorized, ...what }, options);
  return verdicts.map(({ kind, code, severity, args }) => ({ kind, code, severity, args }));
}

describe('a change of tags', () => {
  const entry = (name: string, role: string) => ({
    ...{ name, match: { tag: { Role: role } }, ingress: 'at-most' as const, enforce: false },
    rules: ['tcp 443 from anywhere'],
  });
  const groups = [entry('web', 'web'), entry('other', 'other')];
  const of = (retag: object, tags: Record<string, string>, unlisted: 'alert' | 'ignore' = 'ignore') => {
    const change = { ...authorized, added: [], retag: { put: {}, removed: [], removedAll: false, ...retag } };
    const after = { ...WEB, group: { ...WEB.group, tags } };
    const tagged = prepareBaseline(baselineOf([], { groups, unlisted }));
    return judgeChange({ groupId: 'sg-0aaa', change, after }, { ...options, baseline: tagged }).verdicts;
  };

  it('reports a group that another entry matches now', () => {
    expect(of({ put: { Role: 'other' } }, { Role: 'other' })).toMatchObject([
      {
        kind: 'compliant',
        code: 'entry-changed',
        severity: 'low',
        args: { leftEntries: ['web'], enteredEntry: 'other' },
      },
    ]);
  });

  it('reports a group that no entry matches any more, also if such groups are ignored', () => {
    const gone = { removed: [{ key: 'Role', value: 'web' }] };
    const [ignored] = of(gone, {});
    expect(ignored).toMatchObject({
      code: 'entry-changed',
      severity: 'medium',
      args: { leftEntries: ['web'] },
    });
    expect(ignored?.args).not.toHaveProperty('enteredEntry');
    expect(of(gone, {}, 'alert')).toMatchObject([
      { kind: 'drift', code: 'unlisted-group', args: { leftEntries: ['web'] } },
    ]);
  });

  it('reports nothing of tags that no entry names', () => {
    expect(of({ put: { Owner: 'eve' } }, { Role: 'web', Owner: 'eve' })).toMatchObject([{ code: 'in-line' }]);
  });
});

describe('a change of a group', () => {
  it.each<[string, ChangeOfGroup, string, string]>([
    ['a drift', { before: WEB, after: OPEN }, 'drift', 'unexpected-ingress'],
    ['a match, as before', { before: WEB, after: WEB }, 'compliant', 'in-line'],
    ['a match after a drift', { before: OPEN, after: WEB }, 'resolved', 'back-in-line'],
    [
      'a match after a reported drift',
      { before: { drifting: true }, after: WEB },
      'resolved',
      'back-in-line',
    ],
    ['a match after a reported match', { before: { drifting: false }, after: WEB }, 'compliant', 'in-line'],
    ['a match after an unknown state', { after: WEB }, 'compliant', 'in-line'],
    ['a deleted group', { before: OPEN }, 'resolved', 'group-deleted'],
    [
      'a new description',
      { category: 'cosmetic', before: WEB, after: WEB },
      'compliant',
      'description-changed',
    ],
    ['an attachment', { category: 'attachment', before: WEB, after: WEB }, 'compliant', 'attachment-changed'],
    [
      'an attachment of a drifting group',
      { category: 'attachment', before: OPEN, after: OPEN },
      'drift',
      'unexpected-ingress',
    ],
    [
      'an attachment after a drift',
      { category: 'attachment', before: OPEN, after: WEB },
      'resolved',
      'back-in-line',
    ],
    ['a check without a call', { change: undefined, after: OPEN }, 'drift', 'unexpected-ingress'],
  ])('judges %s', (_, what, kind, code) => {
    expect(judged(what)).toMatchObject([{ kind, code }]);
  });

  it('is reported as an attempt if the call failed, whatever the group admits', () => {
    const change = recorded('authorize-denied');
    expect(judged({ change, before: OPEN, after: OPEN })).toMatchObject([{ code: 'denied-attempt' }]);
  });

  it('is marked if a trusted principal made it, with and without drift', () => {
    const change: Change = { ...authorized, actor: { ...authorized.actor, arn: TERRAFORM } };
    expect(judged({ change, after: OPEN })).toMatchObject([{ kind: 'drift', args: { trusted: true } }]);
    expect(judged({ change, after: WEB })).toMatchObject([{ kind: 'compliant', args: { trusted: true } }]);
    expect(judged({ after: OPEN })[0]!.args).not.toHaveProperty('trusted');
  });

  it('does not end a drift if an exception still allowed the earlier state at the time', () => {
    const until = new Date(NOW).toISOString().slice(0, 10);
    const rule = 'tcp 22 from anywhere';
    const excepted = prepareBaseline(
      baselineOf(['tcp 443 from anywhere'], { exceptions: [{ rule, until, reason: 'one day' }] }),
    );
    const midnight = Date.parse(`${until}T00:00:00Z`) + 86_400_000;
    const codes = (madeAt: number) =>
      judgeChange(
        {
          change: { ...authorized, time: new Date(madeAt).toISOString() },
          ...{ groupId: 'sg-0aaa', before: OPEN, after: WEB },
        },
        { baseline: excepted, stack: STACK, now: midnight + 60_000 },
      ).verdicts.map(({ code }) => code);
    expect(codes(midnight - 60_000)).toEqual(['in-line']);
    expect(codes(midnight)).toEqual(['back-in-line']);
  });

  it('has netNew, as far as its record shows whether it admits anything new', () => {
    const { rules } = OPEN.group;
    const net = (change: Change, group: SecurityGroup) =>
      judgeChange({ change, groupId: group.id, after: { group, lists: NO_LISTS } }, options).netNew;
    expect(net({ ...authorized, added: [rules[2]!] }, OPEN.group)).toBe(true);
    expect(net({ ...authorized, added: [rules[2]!] }, groupOf(['all from anywhere']))).toBe(false);
    expect(net({ ...authorized, added: [rules[2]!], modifiedRuleIds: ['sgr-3'] }, OPEN.group)).toBe(
      undefined,
    );
  });
});

describe('a canary group', () => {
  const canary = (stack: string, ...lines: string[]) => ({
    group: groupOf(lines, { name: `${stack}-canary-0a1b2c3d`, tags: { [CANARY_TAG]: stack } }),
    lists: NO_LISTS,
  });
  const alert = { ...options, baseline: prepareBaseline(baselineOf([], { unlisted: 'alert' })) };
  const RULE = 'tcp 9 from 192.0.2.1/32';
  const brief = (what: ChangeOfGroup) =>
    judgeChange({ groupId: 'sg-0aaa', ...what }, alert).verdicts.map(({ code, severity }) => [
      code,
      severity,
    ]);

  it('drifts without an alert in its stack, and matches the baseline when it admits nothing', () => {
    const admitting = canary(STACK, RULE);
    expect(brief({ after: admitting })).toEqual([['unexpected-ingress', 'info']]);
    expect(brief({ before: admitting, after: canary(STACK) })).toEqual([['back-in-line', 'info']]);
  });

  it('is judged like any group if it admits more', () => {
    expect(brief({ after: canary(STACK, RULE, 'tcp 22 from anywhere') })).toEqual([
      ['unlisted-group', 'critical'],
    ]);
  });

  it('is judged like any group if it belongs to another stack', () => {
    expect(brief({ after: canary('other', RULE) })).toEqual([['unlisted-group', 'low']]);
  });

  it('is recognized by its tag and its name together', () => {
    const { group, lists } = canary(STACK, RULE);
    expect(brief({ after: { group: { ...group, name: 'web' }, lists } })).not.toEqual([
      ['unexpected-ingress', 'info'],
    ]);
    expect(brief({ after: { group: { ...group, tags: {} }, lists } })).toEqual([['unlisted-group', 'low']]);
  });
});

describe('the state before a change', () => {
  const ssh = OPEN.group.rules[2]!;
  const rulesBefore = (change: Change, group = OPEN.group) => {
    const before = stateBefore({ group, lists: NO_LISTS }, change);
    return before !== undefined && 'group' in before ? before.group.rules : before;
  };

  it('is the state after it with the change undone', () => {
    expect(rulesBefore({ ...authorized, added: [ssh] })).toEqual(
      OPEN.group.rules.filter((rule) => rule !== ssh),
    );
    const { id: _, ...withoutId } = ssh;
    expect(rulesBefore({ ...authorized, added: [withoutId] })).not.toContain(ssh);
    expect(rulesBefore({ ...authorized, added: [], removed: [ssh] }, WEB.group)).toContain(ssh);
  });

  it('is unknown if a record lacks the text of a rule, or the entries of a list', () => {
    expect(rulesBefore({ ...authorized, modifiedRuleIds: ['sgr-1'] })).toBe(undefined);
    expect(rulesBefore({ ...authorized, added: [], removedRuleIds: ['sgr-9'] })).toBe(undefined);
    expect(rulesBefore({ ...authorized, added: [], eventName: 'RestoreManagedPrefixListVersion' })).toBe(
      undefined,
    );
  });

  it('is not drifting for a group that the call created', () => {
    expect(rulesBefore(recorded('create-group'))).toEqual({ drifting: false });
  });

  it('contains the entries that a list lost, and not those that it gained', () => {
    const change = recorded('prefix-list');
    const [id] = change.prefixListIds;
    const block = (line: string) => groupOf([`tcp 1 from ${line}`]).rules[0]!.source as never;
    const lists = new Map([[id!, [block('0.0.0.0/1'), block('128.0.0.0/1'), block('10.0.0.0/8')]]]);
    const before = stateBefore({ group: WEB.group, lists }, change);
    expect(before).toMatchObject({ lists: new Map([[id, [block('10.0.0.0/8'), block('203.0.113.0/24')]]]) });
  });
});
