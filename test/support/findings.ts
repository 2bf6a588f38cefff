import type { Finding } from '../../src/core/finding/finding.ts';
import type { SandboxWorld } from '../../src/sandbox/service.ts';

/** Returns a finding as the handler writes it, with the given parts. */
export function finding(part: Partial<Finding> = {}): Finding {
  return {
    schema: 'secgroup-monitor/finding/1',
    kind: 'drift',
    code: 'unexpected-ingress',
    severity: 'critical',
    group: { id: 'sg-0123456789abcdef0', name: 'web', vpcId: 'vpc-0a1b2c3d' },
    unexpected: [{ rule: 'tcp 22 from anywhere', ids: ['sgr-0123456789abcdef0'] }],
    missing: [],
    baseline: 'web',
    args: {},
    stack: 'secgroup-monitor',
    account: '111122223333',
    region: 'eu-west-1',
    time: '2026-11-01T10:00:02.000Z',
    receivedAt: '2026-11-01T10:00:01.500Z',
    latencyMs: 2000,
    change: {
      eventId: '5f6c3a52-0d0f-4c6e-9a34-5c2b7f9d1e01',
      requestId: '0b6d1c9e-7c1a-4b45-8f0e-3d2a1c4b5e02',
      eventName: 'AuthorizeSecurityGroupIngress',
      time: '2026-11-01T10:00:00Z',
      actor: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', name: 'alice' },
      sourceIp: '203.0.113.7',
      userAgent: 'Mozilla/5.0',
      via: 'console',
      added: ['tcp 22 from anywhere'],
      removed: [],
    },
    ...part,
  };
}

/** Writes lines to the log group of a stack, as Lambda would. */
export function writeLog(
  world: SandboxWorld,
  lines: { timestamp: number; message: string }[],
  group = '/aws/lambda/secgroup-monitor',
  stream = '2026/11/01/[$LATEST]0123456789abcdef0123456789abcdef',
): void {
  const delivery = world.logs.write({ account: '111122223333', region: 'eu-west-1', group, stream, lines });
  if (!delivery.ok) throw new Error(`the log group refused the lines: ${delivery.code}`);
}
