// Covers src/core/record/state-before.ts.
import { expect, it } from 'vitest';
import { baseline, collectingMonitor, ec2InMemory, type FakeGroup, SETTINGS, wrapped } from './support.ts';

const GROUP = 'sg-0a1b2c3d4e5f60718';
const LIST = 'pl-0123456789abcdef0';
const https = { id: 'sgr-0a1', protocol: 'tcp', from: 443, to: 443, cidr: '10.0.0.0/8' };

const call = (eventName: string, more: Record<string, unknown>) =>
  wrapped({
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', userName: 'alice' },
    eventTime: '2026-11-01T10:00:00Z',
    eventSource: 'ec2.amazonaws.com',
    eventName,
    awsRegion: SETTINGS.region,
    responseElements: { _return: true },
    eventID: 'e-1',
    ...more,
  });

const permission = (source: object) => ({
  groupId: GROUP,
  ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, ...source }] },
});
const fromList = permission({ prefixListIds: { items: [{ prefixListId: LIST }] } });

/** Creates a monitor of one group, as it is when the event arrives. The list contains the allowed 10.1.0.0/16. */
function monitored(group: Omit<FakeGroup, 'id'>) {
  const groups = [{ id: GROUP, ...group }];
  const aws = ec2InMemory(groups);
  aws.ec2.getManagedPrefixListEntries = async () => ({ $metadata: {}, Entries: [{ Cidr: '10.1.0.0/16' }] });
  const entry = { name: 'web', match: {}, rules: ['tcp 443 from 10.0.0.0/8'], enforce: false };
  return collectingMonitor({
    groups,
    baseline: baseline({ groups: [{ ...entry, ingress: 'at-most' }] }),
    aws,
  });
}

it('reads a list that only the revoked rule used, because the group matched the baseline with it', async () => {
  const { send, findings } = monitored({ rules: [https] });
  await send(call('RevokeSecurityGroupIngress', { requestParameters: fromList }));
  expect(findings()).toMatchObject([{ kind: 'compliant', code: 'in-line' }]);
});

it('reads a list that only an added rule used, although the rule no longer exists, for netNew', async () => {
  const { send, findings } = monitored({ rules: [https] });
  await send(call('AuthorizeSecurityGroupIngress', { requestParameters: fromList }));
  expect(findings()).toMatchObject([{ code: 'in-line', change: { netNew: false } }]);
});

it('reports that an edit of a list ended a drift, even in an environment that never saw the drift', async () => {
  const groups: FakeGroup[] = [{ id: GROUP, rules: [https] }];
  const aws = ec2InMemory(groups);
  aws.ec2.getManagedPrefixListEntries = async () => ({ $metadata: {}, Entries: [{ Cidr: '10.1.0.0/16' }] });
  const rules = [`tcp 443 from 10.0.0.0/8, ${LIST}`];
  const entry = { name: 'web', match: {}, ingress: 'exactly' as const, rules, enforce: false };
  const { describeSecurityGroups } = aws.ec2;
  aws.ec2.describeSecurityGroups = (input) => describeSecurityGroups({ ...input, Filters: undefined });
  const { send, findings } = collectingMonitor({ groups, baseline: baseline({ groups: [entry] }), aws });
  const request = { PrefixListId: LIST, RemoveEntry: { Cidr: '192.0.2.0/24', tag: 1 } };
  await send(
    call('ModifyManagedPrefixList', { requestParameters: { ModifyManagedPrefixListRequest: request } }),
  );
  expect(findings()).toMatchObject([{ kind: 'resolved', code: 'back-in-line' }]);
});

it('reports no end of a drift for a call that changes no rule, whatever this environment saw before', async () => {
  const rules = [https, { ...https, id: 'sgr-0a2', from: 22, to: 22 }];
  const group = { id: GROUP, rules };
  const { send, findings } = collectingMonitor({
    groups: [group],
    baseline: baseline({
      groups: [
        { name: 'web', match: {}, ingress: 'exactly', rules: ['tcp 443 from 10.0.0.0/8'], enforce: false },
      ],
    }),
  });
  const attach = call('ModifyNetworkInterfaceAttribute', {
    requestParameters: { networkInterfaceId: 'eni-0a1', groupSet: { items: [{ groupId: GROUP }] } },
  });
  await send(attach);
  group.rules = [https];
  await send(attach);
  // The revoke ended the drift. Its event is not here yet, and only that event is reported as the end.
  expect(findings().map(({ code }) => code)).toEqual(['unexpected-ingress', 'attachment-changed']);
});
