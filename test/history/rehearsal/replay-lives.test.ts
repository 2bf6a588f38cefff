import { describe, expect, it } from 'vitest';
import { CANARY_RULE, CANARY_TAG } from '../../../src/core/judge/canary.ts';
import type { FoundChange } from '../../../src/history/found-change.ts';
import { authorize, call, codes, rehearse, revoke, rule, SSH, terraform } from './rehearsed-calls.ts';

describe('a group that was created and deleted within the window', () => {
  it('has no gap, because its state is known from its creation on', () => {
    const create = call(1, 'CreateSecurityGroup', { created: { name: 'web', tags: {} } });
    const report = rehearse([create, authorize(2, SSH), call(3, 'DeleteSecurityGroup')], []);
    expect(codes(report)).toEqual(['missing-ingress', 'unexpected-ingress', 'group-deleted']);
    expect(report.gaps).toEqual([]);
  });

  it('causes no alert and no proposal if it was the canary group of this stack', () => {
    const trigger = (stack: string) => {
      const created = { name: `${stack}-canary-0a1b2c3d`, tags: { [CANARY_TAG]: stack } };
      const probe = rule(CANARY_RULE, 'sgr-9');
      const by = (found: FoundChange) => ({ ...found, change: { ...found.change, actor: terraform } });
      const calls = [
        call(1, 'CreateSecurityGroup', { created }),
        authorize(2, probe),
        revoke(3, probe),
        call(4, 'DeleteSecurityGroup'),
      ];
      return rehearse(calls.map(by), [], { groups: [], unlisted: 'alert' });
    };
    const own = trigger('secgroup-monitor');
    expect(own.findings.map(({ code, severity }) => [code, severity])).toEqual([
      ['unexpected-ingress', 'info'],
      ['back-in-line', 'info'],
      ['group-deleted', 'info'],
    ]);
    expect(own).toMatchObject({ alerts: 0, byGroup: [], proposals: { yaml: '' } });
    // This stack can't distinguish the test of another stack from any other change.
    expect(trigger('other').alerts).toBe(3);
  });
});
