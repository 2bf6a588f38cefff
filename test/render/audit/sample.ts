import { audit } from '../../../src/audit/audit.ts';
import type { ScopeSource } from '../../../src/audit/group-source.ts';
import { DEFAULT_WIDER_THAN } from '../../../src/core/baseline/baseline.ts';
import { prepareBaseline } from '../../../src/core/baseline/prepared-baseline.ts';
import { AppError } from '../../../src/core/errors.ts';
import type { SecurityGroup } from '../../../src/core/exposure/group.ts';
import { parseRule } from '../../../src/core/exposure/rule-grammar.ts';
import type { AuditChange, AuditContext, AuditReport } from '../../../src/reports/audit.ts';
import { NOW } from '../../support/groups.ts';

const ADMIN = 'tcp 22,23,135,445,2375-2376,3389,5900-5903,6443 from anywhere';
const DATA = 'tcp 1433,3306,5432,6379,9200,27017 from anywhere';

type Sample = readonly [name: string, rules: readonly string[], context?: Partial<AuditContext>];

const LOAD_BALANCER = { interfaceId: 'eni-0a1', kind: 'load-balancer', name: 'storefront' } as const;
const BASTION = {
  interfaceId: 'eni-0b2',
  kind: 'instance',
  name: 'i-0bastion',
  publicAddress: '203.0.113.24',
} as const;

const PRODUCTION: readonly Sample[] = [
  [
    'storefront-alb',
    ['tcp 80,443 from anywhere'],
    { attachments: [LOAD_BALANCER], publicAddresses: ['198.51.100.7'] },
  ],
  ['storefront-app', ['tcp 8080 from sg-0p000', 'tcp 22 from 10.0.0.0/8']],
  [
    'bastion',
    ['tcp 22 from 0.0.0.0/0', 'tcp 22 from 203.0.113.0/28'],
    { attachments: [BASTION], publicAddresses: ['203.0.113.24'] },
  ],
  ['orders-db', ['tcp 5432 from sg-0p001', 'tcp 5432 from 8.8.0.0/16']],
  ['session-cache', ['tcp 6379 from 0.0.0.0/1, 128.0.0.0/1']],
  ['search', ['tcp 9200 from 10.20.0.0/16']],
  ['legacy-windows', ['tcp 3389 from anywhere', 'tcp 445 from 10.0.0.0/8', 'tcp 5985-5986 from 10.0.0.0/8']],
  ['metrics', ['tcp 443 from 10.0.0.0/8', 'icmp 8/0 from 10.0.0.0/8', 'udp 161 from 10.9.0.0/24']],
  ['partner-sftp', ['tcp 22 from 8.8.4.0/24, pl-0partner']],
  ['kafka', ['tcp 9092 from 10.0.0.0/8', 'tcp 2181 from sg-0p009']],
  ['default', ['all from sg-0p010']],
  ['payments-api', ['tcp 443 from 10.0.0.0/8']],
];

const STAGING: readonly Sample[] = [
  ['web', ['tcp 80,443 from anywhere']],
  ['scratch', ['all from anywhere']],
  ['jumphost', ['tcp 22 from 10.1.0.0/16']],
  ['mysql', ['tcp 3306 from 10.1.0.0/16']],
  ['default', []],
];

/** Judges invented accounts in two Regions, and a third scope that cannot be read, with the real engine. */
export async function sampleReport(parts: { hostile?: string } = {}): Promise<AuditReport> {
  const hostile: readonly Sample[] =
    parts.hostile === undefined ? [] : [[parts.hostile, ['tcp 23 from anywhere']]];
  return audit(
    {
      baseline: prepareBaseline({
        schema: 'secgroup-monitor/baseline/1',
        origin: 'groups.yaml',
        groups: [
          {
            name: 'web',
            match: { name: '*web*' },
            ingress: 'exactly',
            rules: ['tcp 443 from anywhere'],
            enforce: false,
          },
          {
            name: 'storefront',
            match: { name: 'storefront-alb' },
            ingress: 'exactly',
            rules: ['tcp 80,443 from anywhere'],
            enforce: false,
          },
          {
            name: 'payments',
            match: { name: 'payments-*' },
            ingress: 'exactly',
            rules: ['tcp 443 from 10.0.0.0/8', 'tcp 8443 from 10.8.0.0/16'],
            enforce: false,
          },
          {
            name: 'internal',
            match: { name: '*' },
            ingress: 'at-most',
            rules: ['all from 10.0.0.0/8'],
            enforce: false,
          },
        ],
        never: [ADMIN, DATA].map((rule) => ({
          rule,
          severity: 'critical',
          widerThan: { ...DEFAULT_WIDER_THAN },
        })),
        exceptions: [{ rule: 'tcp 22 from 203.0.113.0/28', until: '2026-10-31', reason: 'office' }],
        trusted: [],
        unlisted: 'alert',
      }),
      source: 'live',
      scopes: [
        sourceOf('111122223333', 'eu-west-1', 'p', [...PRODUCTION, ...hostile]),
        sourceOf('444455556666', 'us-east-1', 's', STAGING),
        {
          account: '444455556666',
          region: 'eu-west-1',
          failure: new AppError({
            kind: 'access',
            code: 'denied',
            message: 'AWS denied ec2:DescribeSecurityGroups.',
            hint: 'Allow the role audit to call ec2:DescribeSecurityGroups.',
          }),
        },
      ],
    },
    { now: () => NOW, progress: () => {}, signal: new AbortController().signal },
  );
}

function sourceOf(account: string, region: string, prefix: string, samples: readonly Sample[]): ScopeSource {
  const groups = samples.map(([name, lines], at): SecurityGroup => {
    const id = `sg-0${prefix}${String(at).padStart(3, '0')}`;
    const rules = lines.flatMap((line) => parseRule(line, { account }).rules);
    return {
      id,
      name,
      vpcId: `vpc-0${prefix}1`,
      account,
      region,
      tags: {},
      rules: rules.map((rule, index) => ({
        ...rule,
        id: `sgr-0${prefix}${String(at).padStart(3, '0')}${index}`,
      })),
    };
  });
  return {
    scope: { account, region, groups: 0, rules: 0, notes: [] },
    async *pages() {
      yield groups;
    },
    lists: async () => new Map(),
    ownLists: async () => new Set(),
    details: async (requested) =>
      new Map(requested.map((group) => [group.id, { context: contextOf(samples[groups.indexOf(group)]!) }])),
    lastChange: async (id) => {
      const at = groups.findIndex((group) => group.id === id);
      return {
        time: new Date(NOW - ((at * 37 + 5) % 41) * 86_400_000 - at * 4_321_000).toISOString(),
        eventId: `event-${prefix}${at}`,
        eventName: at % 3 === 0 ? 'ModifySecurityGroupRules' : 'AuthorizeSecurityGroupIngress',
        actor:
          at % 2 === 0
            ? { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/alice`, name: 'alice' }
            : { type: 'AssumedRole', arn: `arn:aws:iam::${account}:role/deploy`, name: 'deploy/pipeline' },
        via: at % 2 === 0 ? 'console' : 'terraform',
        sourceIp: at % 2 === 0 ? '203.0.113.9' : '198.51.100.20',
      };
    },
  };
}

function contextOf([, , context]: Sample): AuditContext {
  const attachments = context?.attachments ?? [];
  return {
    attached: attachments.length > 0,
    attachments,
    attachmentCount: attachments.length,
    publicAddresses: context?.publicAddresses ?? [],
  };
}

/** Returns invented changes of the sample's groups, newest first. */
export function sampleChanges(): AuditChange[] {
  const alice = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', name: 'alice' };
  const pipeline = {
    type: 'AssumedRole',
    arn: 'arn:aws:iam::111122223333:role/deploy',
    name: 'deploy/pipeline',
  };
  const change = (at: string, id: string, parts: Partial<AuditChange>): AuditChange => ({
    eventId: `event-${at}`,
    eventName: 'AuthorizeSecurityGroupIngress',
    time: `2026-11-${at}:00Z`,
    account: '111122223333',
    region: 'eu-west-1',
    groupIds: [id],
    actor: alice,
    via: 'console',
    sourceIp: '203.0.113.9',
    added: [],
    removed: [],
    ...parts,
  });
  return [
    change('23T09:14', 'sg-0p006', { added: ['tcp 3389 from anywhere'] }),
    change('23T09:11', 'sg-0p006', {
      eventName: 'RevokeSecurityGroupIngress',
      removed: ['tcp 3389 from 10.0.0.0/8'],
    }),
    change('22T16:40', 'sg-0p002', {
      added: ['tcp 22 from anywhere'],
      errorCode: 'Client.UnauthorizedOperation',
      via: 'cli',
    }),
    change('20T08:02', 'sg-0p000', {
      actor: pipeline,
      via: 'terraform',
      sourceIp: '198.51.100.20',
      added: ['tcp 443 from anywhere'],
    }),
    change('12T13:30', 'sg-0p003', {
      eventName: 'ModifySecurityGroupRules',
      actor: pipeline,
      via: 'terraform',
      sourceIp: '198.51.100.20',
      added: ['tcp 5432 from 8.8.0.0/16'],
      removed: ['tcp 5432 from 10.0.0.0/8'],
    }),
    change('03T07:55', 'sg-0p004', { groupIds: ['sg-0p004', 'sg-0p005'], eventName: 'CreateSecurityGroup' }),
  ];
}
