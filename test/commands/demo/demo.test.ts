// Covers src/commands/demo/*.ts.
import { describe, expect, it } from 'vitest';
import type { DemoItem } from '../../../src/reports/demo.ts';
import { run } from '../../support/run.ts';

/** An environment that would reach a real account if the demo used it. */
const REAL = { AWS_PROFILE: 'production', AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_REGION: 'us-east-2' };

describe('demo', () => {
  it('runs from install to an empty account in a few seconds, in its own sandbox', async () => {
    const { code, stdout, stderr } = await run(['demo', '--stack', 'lab', '--format', 'json', '--quiet'], {
      env: REAL,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const items = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as DemoItem);
    expect(items.filter(({ type }) => type === 'step')).toHaveLength(7);
    const lines = items.flatMap((item) => (item.type === 'command' ? [item.line] : []));
    expect(lines.filter((line) => line.startsWith('secgroup-monitor'))).toEqual([
      'secgroup-monitor install --preset lab --stack lab',
      'secgroup-monitor test-trigger --stack lab',
      expect.stringMatching(
        /^secgroup-monitor logs --follow --group sg-[0-9a-f]+ --kind drift --count 1 --stack lab$/,
      ),
      expect.stringMatching(
        /^secgroup-monitor logs --follow --group sg-[0-9a-f]+ --kind resolved,compliant --count 1 --stack lab$/,
      ),
      'secgroup-monitor teardown --yes --stack lab',
    ]);
    const reports = items.flatMap((item) => (item.type === 'report' ? [item.report.schema] : []));
    expect(reports).toEqual([
      'secgroup-monitor/install/1',
      'secgroup-monitor/test-trigger/1',
      'secgroup-monitor/teardown/1',
    ]);
    const findings = items.flatMap((item) => (item.type === 'item' ? [item.item as never] : []));
    expect(findings).toMatchObject([
      {
        finding: {
          kind: 'drift',
          group: { name: 'web' },
          unexpected: [{ rule: 'tcp 22 from 0.0.0.0/0' }],
          missing: [{ rule: 'tcp 443 from 0.0.0.0/0' }],
          change: { eventName: 'ModifySecurityGroupRules' },
        },
      },
      { finding: { kind: expect.stringMatching(/^(resolved|compliant)$/), group: { name: 'web' } } },
    ]);
    const proof = items.find((item) => item.type === 'proof');
    expect(proof).toMatchObject({ left: Array.from({ length: 7 }, () => ({ names: [] })) });
    const end = items.at(-1);
    expect(end).toMatchObject({ type: 'end' });
    // Alone it takes three to four seconds, but this machine can be busy with other tests.
    expect((end as { durationMs: number }).durationMs).toBeLessThan(60_000);
  });
});
