import { describe, expect, it } from 'vitest';
import { baseline, collectingMonitor, SETTINGS, wrapped } from './support.ts';

const omitted = { omitted: true, originalSize: 111_915, reason: 'requestParameters too large' };
const authorize = {
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/eve', userName: 'eve' },
  eventTime: '2026-11-01T10:00:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'AuthorizeSecurityGroupIngress',
  awsRegion: SETTINGS.region,
  requestParameters: omitted,
  responseElements: omitted,
  eventID: 'e-1',
};
const open = { id: 'sgr-1', protocol: 'tcp', from: 22, to: 22, cidr: '0.0.0.0/0' };

describe('a change whose request is too large for its record', () => {
  it('is a finding with the actor, and all groups are judged', async () => {
    // No rule of the group is in the record, and the event history does not have the call yet.
    const groups = [{ id: 'sg-0a1b2c3d4e5f60718', rules: [open] }];
    const { send, findings } = collectingMonitor({
      groups,
      baseline: baseline(),
    });
    await send(wrapped(authorize));
    expect(findings()).toMatchObject([
      {
        ...{ code: 'unreadable-event', severity: 'medium' },
        change: { eventName: 'AuthorizeSecurityGroupIngress', actor: { name: 'eve' } },
      },
      { kind: 'drift-without-event', group: { id: 'sg-0a1b2c3d4e5f60718' } },
    ]);
  });
});
