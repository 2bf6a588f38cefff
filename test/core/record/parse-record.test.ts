// Covers src/core/record/*.ts, src/core/json-shape.ts.
import { describe, expect, it } from 'vitest';
import { parseRecord, tamperTargets } from '../../../src/core/record/parse-record.ts';
import { brief, change, changeOf, fixture } from '../../support/records.ts';

const G = 'sg-0a1b2c3d4e5f60718';
const G2 = 'sg-0f1e2d3c4b5a69788';

describe('the list of added rules', () => {
  const cases: [string, string[]][] = [
    [
      'authorize-nested',
      [
        '6-6 22-22 ipv4:cb007100/24 sgr-0000000000000a001',
        '6-6 22-22 ipv6:20010db8000000000000000000000000/32 sgr-0000000000000a002',
        `6-6 5432-5432 ${G2} sgr-0000000000000a003`,
        '6-6 443-443 pl-0123456789abcdef0 sgr-0000000000000a004',
      ],
    ],
    ['authorize-old-answer', ['0-255 0-65535 ipv4:0/0', '0-255 0-65535 ipv6:0/0']],
    ['authorize-flat-world', ['6-6 22-22 ipv4:0/0']],
    ['authorize-ports-as-text', ['6-6 8000-8010 ipv4:a000000/8']],
    ['authorize-by-name', ['1-1 2048-2048 ipv4:c0000207/32']],
    ['authorize-text-null', ['17-17 53-53 ipv4:c0000200/24']],
    ['modify-one', ['6-6 22-22 ipv4:0/0 sgr-0000000000000a001']],
    [
      'modify-several',
      ['6-6 22-22 ipv4:cb007100/25 sgr-0000000000000a001', `0-255 0-65535 ${G2} sgr-0000000000000a003`],
    ],
    ['modify-lower-case', ['6-6 80-80 ipv6:0/0 sgr-0000000000000a002']],
    ['create-group', []],
    ['descriptions', []],
  ];
  it.each(cases)('is read from %s', (name, expected) => {
    expect(change(name).added.map(brief)).toEqual(expected);
  });
});

describe('the list of removed rules', () => {
  it('is read from the request if the response only confirms', () => {
    expect(change('revoke-old-answer').removed.map(brief)).toEqual(['6-6 22-22 ipv4:cb007100/24']);
  });
  it('is read from the response for a revoke by id, and keeps ids without text', () => {
    const found = change('revoke-by-id');
    expect(found.removed.map(brief)).toEqual(['6-6 22-22 ipv4:cb007100/24 sgr-0000000000000a001']);
    expect(found.removedRuleIds).toEqual(['sgr-0000000000000c0de']);
  });
  it('leaves out what the default VPC reported as unknown', () => {
    expect(change('revoke-default-vpc-miss').removed.map(brief)).toEqual(['6-6 22-22 ipv4:cb007100/24']);
  });
  it('contains the rewritten rules, which have no earlier text in any record', () => {
    expect(change('modify-several').modifiedRuleIds).toEqual([
      'sgr-0000000000000a001',
      'sgr-0000000000000a003',
    ]);
  });
});

describe('the list of affected groups', () => {
  it.each([
    ['authorize-nested', [G], []],
    ['authorize-by-name', [], ['default']],
    ['authorize-by-name-answered', [G], []],
    ['modify-one', [G], []],
    ['modify-several', [G], []],
    ['descriptions', [G], []],
    ['create-group', ['sg-0c0ffee0c0ffee0c0'], []],
    ['delete-group', ['sg-0c0ffee0c0ffee0c0'], []],
    ['attach-interface', [G, G2], []],
    ['run-instances', [G], []],
    ['associate-vpc', [G], []],
  ])('is found in %s', (name, ids, names) => {
    const found = change(name);
    expect(found.groupIds).toEqual(ids);
    expect(found.groupNames).toEqual(names);
  });
  it('comes with interfaces, instances, prefix lists and the VPC', () => {
    expect(change('attach-interface').attachmentIds).toEqual(['eni-0123456789abcdef0']);
    expect(change('run-instances').attachmentIds).toEqual(['i-0123456789abcdef0']);
    expect(change('create-group')).toMatchObject({
      vpcId: 'vpc-0123456789abcdef0',
      created: { name: 'web', tags: { Role: 'web' } },
    });
    expect(change('prefix-list')).toMatchObject({
      prefixListIds: ['pl-0123456789abcdef0'],
      prefixListEntries: { added: ['0.0.0.0/1', '128.0.0.0/1'], removed: ['203.0.113.0/24'] },
    });
    expect(change('prefix-list-lower-case').prefixListEntries?.added).toEqual(['192.0.2.0/24']);
  });
});

describe('the kind of a call', () => {
  it.each([
    ['authorize-nested', 'ingress'],
    ['descriptions', 'cosmetic'],
    ['create-group', 'group-life'],
    ['associate-vpc', 'vpc-association'],
    ['prefix-list', 'prefix-list'],
    ['run-instances', 'attachment'],
    ['block-public-access', 'override'],
    ['tamper-stop-logging', 'tamper'],
    ['tamper-lambda-code', 'tamper'],
  ])('finds that %s is %s', (name, category) => {
    expect(parseRecord(fixture(name))).toMatchObject({ kind: 'change', category });
  });
  it.each(['egress', 'tamper-waf-delete-rule', 'attach-nothing'])('finds that %s is irrelevant', (name) => {
    expect(parseRecord(fixture(name)).kind).toBe('irrelevant');
  });
  it('finds that a scheduled event is irrelevant', () => {
    const event = { 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} };
    expect(parseRecord(event).kind).toBe('irrelevant');
  });
  it('keeps what a failed call requested, with its error', () => {
    const denied = change('authorize-denied');
    expect(denied.errorCode).toBe('Client.UnauthorizedOperation');
    expect(denied.added.map(brief)).toEqual(['6-6 3389-3389 ipv4:0/0']);
  });
});

describe('the actor of a call', () => {
  it.each([
    ['authorize-nested', 'arn:aws:iam::111122223333:user/alice', 'alice', 'cli'],
    ['authorize-old-answer', 'arn:aws:iam::111122223333:user/alice', 'alice', 'console'],
    ['authorize-flat-world', 'arn:aws:iam::111122223333:user/alice', 'alice', 'sdk'],
    [
      'revoke-old-answer',
      'arn:aws:iam::111122223333:role/deploy/terraform',
      'terraform/ci-run-77',
      'terraform',
    ],
    [
      'modify-one',
      'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Operators_0123456789abcdef',
      'AWSReservedSSO_Operators_0123456789abcdef/dana@example.com',
      'console',
    ],
    ['delete-group', 'arn:aws:iam::111122223333:role/admin', 'admin/stack', 'cloudformation'],
    [
      'run-instances',
      'arn:aws:iam::111122223333:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling',
      'AWSServiceRoleForAutoScaling/AutoScaling',
      'service',
    ],
    ['tamper-stop-logging', 'arn:aws:iam::111122223333:root', 'root', 'cli'],
    [
      'identity-center',
      'arn:aws:identitystore:::user/544894e8-0000-4000-8000-000000000001',
      '544894e8-0000-4000-8000-000000000001',
      'cli',
    ],
  ])('is found in %s', (name, arn, actorName, via) => {
    const found = change(name);
    expect(found.actor).toMatchObject({ arn, name: actorName });
    expect(found.via).toBe(via);
  });
  it('shows that a session was delegated', () => {
    const record = fixture('authorize-nested');
    const userIdentity = {
      ...(record.userIdentity as object),
      invokedByDelegate: { accountId: 444455556666 },
    };
    expect(changeOf(parseRecord({ ...record, userIdentity })).actor.name).toBe(
      'alice (delegated to 444455556666)',
    );
  });
});

describe('the target of a tampering call', () => {
  it.each([
    ['tamper-delete-rule', ['secgroup-monitor-change']],
    ['tamper-lambda-code', ['secgroup-monitor']],
    ['tamper-stop-logging', ['arn:aws:cloudtrail:eu-central-1:111122223333:trail/main', 'main']],
    [
      'tamper-denied',
      ['arn:aws:lambda:eu-central-1:111122223333:function:secgroup-monitor', 'secgroup-monitor'],
    ],
  ])('is found in %s', (name, expected) => {
    expect(tamperTargets(fixture(name))).toEqual(expected);
  });
  it('is found in queue URLs, log group ARNs and partial function ARNs', () => {
    const names = (requestParameters: object) => tamperTargets({ eventName: 'X', requestParameters });
    expect(names({ queueUrl: 'https://sqs.eu-central-1.amazonaws.com/111122223333/dlq' })).toContain('dlq');
    expect(
      names({ logGroupIdentifier: 'arn:aws:logs:eu-central-1:111122223333:log-group:/aws/x:*' }),
    ).toContain('/aws/x');
    expect(names({ functionName: '111122223333:function:f:3' })).toContain('f');
    const eventSource = 'logs.amazonaws.com';
    expect(tamperTargets({ eventSource, eventName: 'PutAccountPolicy' })).toEqual(['*']);
  });
});
