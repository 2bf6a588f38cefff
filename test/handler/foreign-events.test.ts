import { describe, expect, it } from 'vitest';
import { baseline, collectingMonitor, SETTINGS, wrapped } from './support.ts';

const authorize = {
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::444455556666:user/eve', userName: 'eve' },
  eventTime: '2026-11-01T10:00:00Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'AuthorizeSecurityGroupIngress',
  awsRegion: SETTINGS.region,
  requestParameters: { groupId: 'sg-0a1b2c3d4e5f60718' },
  eventID: 'e-1',
};
const deleteRule = {
  ...authorize,
  eventSource: 'events.amazonaws.com',
  eventName: 'DeleteRule',
  requestParameters: { name: 'secgroup-monitor-change' },
};
const configItem = {
  source: 'aws.config',
  'detail-type': 'Config Configuration Item Change',
  region: SETTINGS.region,
  detail: {
    configurationItem: { resourceType: 'AWS::EC2::SecurityGroup', resourceId: 'sg-0a1b2c3d4e5f60718' },
  },
};

async function told(event: unknown) {
  const { send, findings } = collectingMonitor({ groups: [], baseline: baseline() });
  await send(event);
  return findings();
}

/** If other accounts put events on a bus, the events keep their own account. */
describe('an event', () => {
  it.each([
    ['an API call of another account', { ...wrapped(authorize), account: '444455556666' }],
    ['an API call of another Region', { ...wrapped(authorize), region: 'us-east-1' }],
    [
      "a call on another account's rule of the same name",
      { ...wrapped(deleteRule), account: '444455556666' },
    ],
    ["another account's configuration item", { ...configItem, account: '444455556666' }],
  ])('is ignored: %s', async (_, event) => {
    expect(await told(event)).toEqual([]);
  });

  it('is reported if it is from this account and Region', async () => {
    expect(await told(wrapped(authorize))).toMatchObject([{ code: 'group-deleted' }]);
    expect(await told(wrapped(deleteRule))).toMatchObject([{ kind: 'tamper' }]);
    expect(await told({ ...configItem, account: SETTINGS.account })).toMatchObject([
      { code: 'group-deleted' },
    ]);
  });

  it('is reported from another Region if it is a change of the role, because IAM sends it there', async () => {
    const call = {
      ...authorize,
      eventSource: 'iam.amazonaws.com',
      eventName: 'DeleteRolePolicy',
      requestParameters: { roleName: SETTINGS.own.roleName },
    };
    expect(await told({ ...wrapped(call), region: 'us-east-1' })).toMatchObject([{ kind: 'tamper' }]);
  });
});
