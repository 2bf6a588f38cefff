import { describe, expect, it } from 'vitest';
import { configured, planOf } from '../../../support/plans.ts';
import { run } from '../../../support/run.ts';
import { audit, newSsh } from './audit-plan.ts';

describe('audit --plan', () => {
  const refused = async (content: string | Uint8Array) => {
    const { code, stdout, stderr } = await run(['audit', '--plan', 'plan.json'], {
      files: new Map([['plan.json', content]]),
    });
    expect([code, stdout]).toEqual([2, '']);
    return stderr;
  };

  it.each<[string, string | Uint8Array, RegExp]>([
    [
      'a plan that is cut off',
      JSON.stringify(planOf([]), undefined, 2).slice(0, 70),
      /plan\.json:4:\d+: not valid JSON: .*the text ends here/,
    ],
    [
      'a later major version',
      '{"format_version": "2.0", "resource_changes": []}',
      /plan\.json: format_version "2\.0" is not supported; versions 0\.x and 1\.x are\./,
    ],
    [
      'a binary plan file',
      Buffer.from('PK\u0003\u0004\u0000\u0000'),
      /plan\.json is a binary plan file, not JSON\./,
    ],
    [
      'a raw state',
      '{"version": 4, "terraform_version": "1.9.5", "resources": []}',
      /plan\.json does not contain "resource_changes"/,
    ],
    ['a list of no plans', '[1]', /plan\.json\[0\] does not contain "resource_changes"/],
    [
      'changes of another form',
      '{"format_version": "1.2", "resource_changes": {}}',
      /plan\.json does not contain "resource_changes"/,
    ],
  ])('refuses %s', async (_, content, message) => {
    expect(await refused(content)).toMatch(message);
  });

  it('refuses modules whose references form a circle', async () => {
    const call = (other: string) => ({
      expressions: { sg: { references: [`module.${other}.sg`, `module.${other}`] } },
      module: { outputs: { sg: { expression: { references: ['var.sg'] } } }, variables: { sg: {} } },
    });
    const plan = planOf([newSsh('aws_security_group_rule.ssh')], {
      configuration: {
        resources: [
          configured('aws_security_group_rule.ssh', { security_group_id: ['module.a.sg', 'module.a'] }),
        ],
        module_calls: { a: call('b'), b: call('a') },
      },
    });
    expect(await refused(JSON.stringify(plan))).toMatch(
      'plan.json: references in the configuration form a circle: module.a.sg → module.a.var.sg → module.b.sg → module.b.var.sg → module.a.sg',
    );
  });

  it('ends for modules that only seem to use each other', async () => {
    const call = (other: string) => ({
      expressions: { sg: { references: [`module.${other}`] } },
      module: { outputs: { sg: { expression: { references: ['var.sg'] } } }, variables: { sg: {} } },
    });
    const plan = planOf([newSsh('aws_security_group_rule.ssh')], {
      configuration: {
        resources: [
          configured('aws_security_group_rule.ssh', { security_group_id: ['module.a.sg', 'module.a'] }),
        ],
        module_calls: { a: call('b'), b: call('a') },
      },
    });
    expect((await audit(plan)).found).toEqual(['aws_security_group_rule.ssh forbidden-ingress']);
  });

  it('reads a chain of 5,000 modules without a stack overflow', async () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `m${index}`);
    const calls = names.map((name, index) => [
      name,
      {
        expressions: { sg: { references: [`module.m${index + 1}.sg`, `module.m${index + 1}`] } },
        module: { outputs: { sg: { expression: { references: ['var.sg'] } } }, variables: { sg: {} } },
      },
    ]);
    const plan = planOf([newSsh('aws_security_group_rule.ssh')], {
      configuration: {
        resources: [
          configured('aws_security_group_rule.ssh', { security_group_id: ['module.m0.sg', 'module.m0'] }),
        ],
        module_calls: Object.fromEntries(calls),
      },
    });
    expect((await audit(plan)).found).toEqual(['aws_security_group_rule.ssh forbidden-ingress']);
  });
});
