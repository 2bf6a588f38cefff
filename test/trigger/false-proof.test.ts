// Covers src/trigger/trigger-once.ts, src/trigger/await-finding.ts.
import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/core/finding/finding.ts';
import { CANARY_RULE } from '../../src/core/judge/canary.ts';
import type { TestTriggerReport } from '../../src/reports/test-trigger.ts';
import { isProof } from '../../src/trigger/trigger-once.ts';
import { run, testContext } from '../support/run.ts';
import { testSandbox } from '../support/sandbox.ts';

/** An EC2 in which no group exists. */
async function falseEc2() {
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      asked += 1;
      response.setHeader('Content-Type', 'text/xml');
      response.end(
        '<DescribeSecurityGroupsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><securityGroupInfo/></DescribeSecurityGroupsResponse>',
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    asked: () => asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('a finding that is not about the rule of the test', () => {
  it('does not pass the test: a function that asks a false EC2 reports the canary as deleted', async () => {
    await using ec2 = await falseEc2();
    await using sandbox = await testSandbox();
    expect((await run(['install', '--preset', 'guard', '--create-trail', '--quiet'], { sandbox })).code).toBe(
      0,
    );
    const { context, close } = testContext({ sandbox });
    const lambda = await (await context.aws({})).lambda();
    const FunctionName = 'secgroup-monitor';
    await lambda.updateFunctionConfiguration({
      FunctionName,
      Environment: { Variables: { AWS_ENDPOINT_URL_EC2: ec2.url } },
    });
    close();
    const options = { sandbox, eager: true };
    const told = await run(['test-trigger', '--timeout', '4s', '--format', 'json'], options);
    expect(ec2.asked()).toBeGreaterThan(0);
    const report = JSON.parse(told.stdout) as TestTriggerReport;
    expect(told.code).toBe(1);
    expect(report.ok).toBe(false);
    expect(report.diagnosis?.broken).toBe('function');
    expect(told.stderr).toContain('answered the test with the finding group-deleted');
    expect((await run(['install', '--quiet'], { sandbox })).code).toBe(0);
    expect((await run(['test-trigger', '--quiet'], options)).code).toBe(0);
  });

  const canary = { id: 'sg-1', own: true };
  const proof = {
    kind: 'drift',
    code: 'unexpected-ingress',
    group: { id: 'sg-1' },
    unexpected: [{ rule: CANARY_RULE, ids: ['sgr-1'] }],
    change: { added: [CANARY_RULE] },
    args: { canary: true },
  } as unknown as Finding;
  const other = (more: object) => ({ ...proof, ...more }) as Finding;

  it('is recognised by group, kind, code and the id of the rule', () => {
    expect(isProof(proof, canary, ['sgr-1'])).toBe(true);
    expect(isProof(proof, canary, ['sgr-2'])).toBe(false);
    expect(isProof(proof, canary, [])).toBe(false);
    expect(isProof(proof, { id: 'sg-2', own: true }, ['sgr-1'])).toBe(false);
    expect(isProof(other({ kind: 'resolved', code: 'group-deleted' }), canary, ['sgr-1'])).toBe(false);
    expect(isProof(other({ kind: 'compliant', code: 'in-line', unexpected: [] }), canary, ['sgr-1'])).toBe(
      false,
    );
    expect(isProof(other({ args: {} }), canary, ['sgr-1'])).toBe(false);
    expect(isProof(other({ change: { added: ['tcp 22 from 0.0.0.0/0'] } }), canary, ['sgr-1'])).toBe(false);
  });

  it("is, about a user's group, any judgement of the group with the rule", () => {
    const own = { id: 'sg-1', own: false };
    expect(isProof(other({ kind: 'compliant', code: 'in-line', unexpected: [], args: {} }), own, [])).toBe(
      true,
    );
    expect(isProof(other({ kind: 'resolved', code: 'group-deleted' }), own, [])).toBe(false);
    expect(isProof(other({ kind: 'compliant', code: 'group-deleted' }), own, [])).toBe(false);
  });
});
