// Covers handler/bounded-finding.ts, handler/finding-writer.ts.
import { describe, expect, it } from 'vitest';
import { findingWriter } from '../../handler/finding-writer.ts';
import type { Finding, Verdict } from '../../src/core/finding/finding.ts';
import { collectingMonitor, SETTINGS, wrapped } from './support.ts';

/** The limit of CloudWatch Logs for one log event. */
const LOG_EVENT_BYTES = 256 * 1024;

const denied = (requestParameters: unknown, more: Record<string, unknown> = {}) =>
  wrapped({
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/eve', userName: 'eve' },
    eventTime: '2026-11-01T10:00:00Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'AuthorizeSecurityGroupIngress',
    awsRegion: SETTINGS.region,
    userAgent: 'aws-cli/2.22.0',
    errorCode: 'Client.UnauthorizedOperation',
    requestParameters,
    eventID: 'e-1',
    ...more,
  });

const open22 = {
  items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }],
};

describe('a finding with hostile content', () => {
  it.each([
    ['an endless group id', denied({ groupId: `sg-${'a'.repeat(95_000)}`, ipPermissions: open22 })],
    [
      'thousands of group ids',
      denied({
        groupId: 'sg-1',
        x: Array.from({ length: 5_000 }, (_, i) => `sg-${String(i).padStart(17, '0')}`),
      }),
    ],
    [
      'a user agent of control characters',
      denied({ groupId: 'sg-1' }, { userAgent: '\u0000\n'.repeat(40_000) }),
    ],
    [
      'endless sources',
      denied({
        groupId: 'sg-1',
        ipPermissions: {
          items: [{ ipProtocol: '-1', groups: { items: [{ groupId: `sg-${'b'.repeat(90_000)}` }] } }],
        },
      }),
    ],
  ])('is one line within the limit: %s', async (_, event) => {
    const { send, lines, findings } = collectingMonitor({ groups: [] });
    await send(event);
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('\n');
    expect(Buffer.byteLength(lines[0]!)).toBeLessThan(LOG_EVENT_BYTES);
    expect(findings()[0]).toMatchObject({ kind: 'denied-attempt', change: { actor: { name: 'eve' } } });
  });

  const broad: Verdict = {
    kind: 'drift',
    code: 'unexpected-ingress',
    severity: 'high',
    group: { id: 'sg-1' },
    unexpected: Array.from({ length: 1_000 }, (_, index) => ({
      rule: `tcp ${index} from ${'10.0.0.1/32, '.repeat(500)}10.0.0.2/32`,
      ids: Array.from({ length: 1_000 }, (_, id) => `sgr-${String(id).padStart(17, '0')}`),
      of: {
        rule: `tcp ${index} from pl-0a`,
        allowed: Array.from({ length: 1_000 }, () => 'tcp 22 from 10.0.0.1/32'),
      },
    })),
    missing: [],
    args: {},
  };

  function writing() {
    const lines: string[] = [];
    const calls: { Detail?: string | undefined }[][] = [];
    const writer = findingWriter({
      settings: { ...SETTINGS, emit: 'info' },
      now: () => 1_800_000_000_000,
      out: (line) => lines.push(line),
      events: async () => ({
        putEvents: async (input) => {
          calls.push(input.Entries ?? []);
          return { $metadata: {}, FailedEntryCount: 0 };
        },
      }),
    });
    return { writer, lines, calls };
  }

  it('fits on one line for a group with very many rules', () => {
    const { writer, lines } = writing();
    writer.write([broad], { receivedAt: 0, observedAt: 0 });
    expect(Buffer.byteLength(lines[0]!)).toBeLessThan(LOG_EVENT_BYTES);
    const finding = JSON.parse(lines[0]!) as Finding;
    expect(finding.args.cut).toBe(true);
    expect(finding.unexpected.length).toBeGreaterThan(0);
  });

  it('fits with others into a PutEvents call', async () => {
    const { writer, calls } = writing();
    const long = {
      ...broad,
      unexpected: [],
      args: { reason: 'x'.repeat(15_000), more: Array(9).fill('y'.repeat(15_000)) },
    };
    writer.write(Array(12).fill(long), { receivedAt: 0 });
    await writer.flush();
    expect(calls.flat()).toHaveLength(12);
    for (const entries of calls) {
      expect(entries.length).toBeLessThanOrEqual(10);
      const bytes = entries.reduce((sum, { Detail = '' }) => sum + Buffer.byteLength(Detail), 0);
      expect(bytes).toBeLessThan(LOG_EVENT_BYTES);
    }
  });
});
