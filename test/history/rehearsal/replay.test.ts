// Covers src/history/rehearsal/*.ts, src/core/judge/denied.ts.
import { describe, expect, it } from 'vitest';
import type { SecurityGroup } from '../../../src/core/exposure/group.ts';
import type { AddressSource } from '../../../src/core/exposure/rule.ts';
import type { FoundChange } from '../../../src/history/found-change.ts';
import { merge } from '../../../src/history/merge.ts';
import { rehearsalPretty } from '../../../src/render/history/rehearsal-pretty.ts';
import {
  authorize,
  call,
  codes,
  G,
  group,
  rehearse,
  revoke,
  rule,
  SSH,
  START,
  terraform,
  WEB,
} from './rehearsed-calls.ts';

describe('a rule that cannot be read', () => {
  const odd = {
    id: 'sgr-9',
    text: '{"ipProtocol":"tcp","fromPort":-1}',
    reason: 'has an invalid port range',
  };
  const live = { ...odd, text: '{"SecurityGroupRuleId":"sgr-9","FromPort":-1}' };
  const added = (minute: number) => ({ ...authorize(minute, SSH), unreadable: [odd] });

  it('is a finding while the group has it, beside the readable rules of the same call', () => {
    const removed = { ...revoke(5, SSH), unreadable: [odd] };
    removed.change.removedRuleIds.push('sgr-9');
    const report = rehearse([added(1), removed], [group([WEB])]);
    expect(codes(report)).toEqual(['unexpected-ingress', 'unreadable-rule', 'back-in-line']);
    expect(report.gaps).toEqual([]);
  });

  it('was there before the window, if no record adds it', () => {
    const other = call(2, 'UpdateSecurityGroupRuleDescriptionsIngress');
    const now = group([WEB], { unreadable: [live] });
    expect(codes(rehearse([other], [now]))).toEqual(['unreadable-rule']);
    expect(codes(rehearse([other, { ...authorize(3), unreadable: [odd] }], [now]))).toEqual([
      'description-changed',
      'unreadable-rule',
    ]);
  });
});

describe('the state before the window', () => {
  it('is the current state with the changes undone', () => {
    const report = rehearse([authorize(1, SSH), revoke(5, SSH)], [group([WEB])]);
    expect(codes(report)).toEqual(['unexpected-ingress', 'back-in-line']);
    expect(report.findings[0]!.unexpected).toEqual([{ rule: 'tcp 22 from 203.0.113.0/24', ids: ['sgr-2'] }]);
    expect(report.gaps).toEqual([]);
  });

  it('contains the text of a rewritten rule from an earlier record', () => {
    const wide = rule('tcp 22 from 0.0.0.0/0', 'sgr-2');
    const rewrite = call(3, 'ModifySecurityGroupRules', { added: [wide], modifiedRuleIds: ['sgr-2'] });
    const report = rehearse([authorize(1, SSH), rewrite, revoke(5, wide)], [group([WEB])]);
    expect(report.findings.map(({ unexpected }) => unexpected.map((item) => item.rule))).toEqual([
      ['tcp 22 from 203.0.113.0/24'],
      ['tcp 22 from 0.0.0.0/0'],
      [],
    ]);
    expect(report.gaps).toEqual([]);
  });

  it.each<[string, FoundChange[], SecurityGroup[], RegExp]>([
    [
      'a rewritten rule without an earlier record',
      [call(3, 'ModifySecurityGroupRules', { added: [SSH], modifiedRuleIds: ['sgr-2'] })],
      [group([WEB, SSH])],
      /the earlier text of sgr-2 is not recorded/,
    ],
    [
      'a rule that was removed only by its id',
      [call(3, 'RevokeSecurityGroupIngress', { removedRuleIds: ['sgr-9'] })],
      [group([WEB])],
      /the earlier text of sgr-9 is not recorded/,
    ],
    ['a deleted group', [call(3, 'DeleteSecurityGroup')], [], /at the time of its deletion are not recorded/],
    ['a group that does not exist now', [authorize(1, SSH)], [], /not among the current groups/],
    [
      'rules that no record added',
      [call(1, 'CreateSecurityGroup', { created: { name: 'web', tags: {} } })],
      [group([WEB])],
      /no record shows the calls that added 1 of its rules/,
    ],
    ...['RestoreManagedPrefixListVersion', 'CreateIpamPrefixListResolverTarget'].map(
      (eventName): [string, FoundChange[], SecurityGroup[], RegExp] => [
        `a list rewritten by ${eventName}`,
        [call(2, eventName, { groupIds: [], prefixListIds: ['pl-0123456789abcdef0'] })],
        [group([rule('tcp 443 from pl-0123456789abcdef0')])],
        /the earlier entries of its prefix list are not recorded/,
      ],
    ),
    [
      'a list that a resolver rewrote without its id in the record',
      [call(2, 'ModifyIpamPrefixListResolver', { groupIds: [] })],
      [group([rule('tcp 443 from pl-0123456789abcdef0')]), group([WEB], { id: 'sg-0b1b2c3d4e5f60718' })],
      /the earlier entries of its prefix list are not recorded/,
    ],
  ])('has a gap: %s', (_, changes, now, reason) => {
    const report = rehearse(changes, now);
    expect(report.gaps).toEqual([
      expect.objectContaining({ groupId: G, reason: expect.stringMatching(reason) }),
    ]);
  });

  it('follows an edit of a prefix list in a rule', () => {
    const block = (cidr: string) => rule(`tcp 443 from ${cidr}`).source as AddressSource;
    const edit = call(2, 'ModifyManagedPrefixList', {
      groupIds: [],
      prefixListIds: ['pl-0123456789abcdef0'],
      prefixListEntries: { added: ['0.0.0.0/1', '128.0.0.0/1'], removed: ['10.0.0.0/8'] },
    });
    const lists = new Map([['pl-0123456789abcdef0', [block('0.0.0.0/1'), block('128.0.0.0/1')]]]);
    const report = rehearse([edit], [group([rule('tcp 443 from pl-0123456789abcdef0')])], {}, lists);
    expect(codes(report)).toEqual(['unexpected-ingress']);
    expect(rehearse([edit], [group([WEB])], {}, lists).findings).toEqual([]);
  });
});

describe('a judgement', () => {
  it('accepts that an exception expires while the change of a trusted role settles', () => {
    const midnight = Date.parse('2026-03-03T00:00:00Z');
    const lastMinute = (midnight - START) / 60_000 - 1;
    const parts = {
      trusted: [{ principal: terraform.arn, settleMs: 300_000 }],
      exceptions: [{ rule: 'tcp 22 from 203.0.113.0/24', until: '2026-03-02', reason: 'one day' }],
    };
    const change = authorize(lastMinute, rule('tcp 8080 from 10.0.0.0/8', 'sgr-3'));
    change.change.actor = terraform;
    const report = rehearse([change], [group([WEB, SSH, ...change.change.added])], parts);
    expect(report.findings[0]!.unexpected.map((item) => item.rule)).toEqual([
      'tcp 22 from 203.0.113.0/24',
      'tcp 8080 from 10.0.0.0/8',
    ]);
  });

  it('waits for the change of a trusted role to settle', () => {
    const parts = { trusted: [{ principal: 'arn:aws:iam::*:role/terraform', settleMs: 300_000 }] };
    const by = (found: FoundChange) => ({ ...found, change: { ...found.change, actor: terraform } });
    const quick = rehearse([by(authorize(1, SSH)), by(revoke(4, SSH))], [group([WEB])], parts);
    expect(quick.alerts).toBe(0);
    const slow = rehearse([by(authorize(1, SSH)), by(revoke(9, SSH))], [group([WEB])], parts);
    expect(slow.alerts).toBe(1);
    expect(slow.findings[0]!.args.trusted).toBe(true);
  });

  it('reports a failed call as an attempt and does not change the state', () => {
    const denied = authorize(1, rule('tcp 22 from 0.0.0.0/0'));
    denied.change.errorCode = 'Client.UnauthorizedOperation';
    const report = rehearse([denied], [group([WEB])]);
    expect(codes(report)).toEqual(['denied-attempt']);
    expect(report).toMatchObject({ alerts: 0, deniedAttempts: 1 });
  });

  it('counts alerts by actor, by group and per week', () => {
    const changes = Array.from({ length: 14 }, (_, day) => [
      authorize(day * 1440, { ...SSH, id: `sgr-${day + 100}` }),
      revoke(day * 1440 + 60, { ...SSH, id: `sgr-${day + 100}` }),
    ]).flat();
    const report = rehearse(changes, [group([WEB])]);
    expect(report.alerts).toBe(14);
    expect(report.alertsPerWeek).toBeCloseTo(7.5, 0);
    expect(report.byActor).toMatchObject([{ actor: { name: 'alice' }, alerts: 14 }]);
    expect(report.byGroup).toMatchObject([{ id: G, name: 'web', alerts: 14 }]);
  });
});

describe('a proposal', () => {
  it('contains exceptions for remaining rules, and trust for a tool that ends its own drift', () => {
    const by = (found: FoundChange) => ({
      ...found,
      change: { ...found.change, actor: terraform, via: 'terraform' as const },
    });
    const temporary = rule('tcp 8080 from 10.1.0.0/16', 'sgr-7');
    const stays = rule('tcp 9100 from 10.2.0.0/16', 'sgr-8');
    const report = rehearse(
      [by(authorize(1, temporary)), by(revoke(3, temporary)), authorize(60, stays)],
      [group([WEB, stays])],
    );
    expect(report.proposals.yaml).toBe(
      [
        'exceptions:',
        `  - group: ${G}`,
        '    rule: tcp 9100 from 10.2.0.0/16',
        '    until: 2026-04-09',
        '    reason: "present since 2026-03-02, by alice: confirm or remove"',
        'trusted:',
        '  - principal: arn:aws:iam::111122223333:role/terraform',
        '    settle: 2m',
        '',
      ].join('\n'),
    );
  });

  it('never opens a group to the internet', () => {
    const world = rule('tcp 22 from 0.0.0.0/0', 'sgr-9');
    const { proposals } = rehearse([authorize(1, world)], [group([WEB, world])]);
    expect(proposals).toMatchObject({
      exceptions: [],
      yaml: '',
      withheld: [{ group: G, rule: 'tcp 22 from 0.0.0.0/0' }],
    });
  });

  it('fits the screen and contains no control characters', () => {
    const eve = authorize(1, rule('tcp 9100 from 10.2.0.0/16', 'sgr-8'));
    eve.change.actor = { ...eve.change.actor, name: 'eve\u001b[2J\u202e' };
    const report = rehearse([eve], [group([WEB, ...eve.change.added])]);
    const plain = (text: string) => text;
    const paint = {
      bold: plain,
      dim: plain,
      red: plain,
      green: plain,
      yellow: plain,
      blue: plain,
      magenta: plain,
      cyan: plain,
      inverse: plain,
    };
    for (const columns of [80, 120]) {
      const text = rehearsalPretty(report, { columns, tty: true, paint, now: () => 0 });
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
      expect(text).toContain(
        '1 change from 2026-03-02 to 2026-03-02 judged against baseline.yaml: 1 alert (1',
      );
      const [screen] = text.split('Review these entries');
      for (const line of screen!.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });
});

describe('a merge of records', () => {
  it('sorts the calls of one second by their effects', () => {
    const create = call(1, 'CreateSecurityGroup');
    const open = authorize(1, SSH);
    const close = call(1, 'RevokeSecurityGroupIngress', { removedRuleIds: ['sgr-2'] });
    const remove = call(1, 'DeleteSecurityGroup');
    const before = authorize(0, WEB);
    const merged = merge([remove, close, open, create, before, close]);
    const ids = merged.changes.map(({ change }) => change.eventId);
    expect(ids).toEqual([before, create, open, close, remove].map(({ change }) => change.eventId));
    expect(merged.duplicates).toBe(1);
  });
});
