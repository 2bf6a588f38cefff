import fc from 'fast-check';
import { CANARY_TAG } from '../../../src/core/judge/canary.ts';
import { SETTINGS } from '../support.ts';
import type { LiveGroup, Permission } from './account.ts';

/** One call on the groups and rules that exist when it is made. Numbers select one of them. */
export type Act =
  | { call: 'create'; group: number }
  | { call: 'delete'; group: number }
  | { call: 'authorize'; group: number; permissions: Permission[]; refused: boolean }
  | { call: 'revoke'; group: number; rules: number[]; by: 'text' | 'id'; answered: boolean }
  | { call: 'modify'; group: number; rule: number; permission: Permission }
  | { call: 'describe'; group: number; rule: number }
  | { call: 'attach'; groups: number[] }
  | { call: 'tag'; group: number; tags: Record<string, string> }
  | { call: 'untag'; group: number; key: string | undefined; withValue: boolean }
  | { call: 'edit-list'; list: number; add: string[]; remove: number[] };

export interface Step {
  act: Act;
  actor: (typeof ACTORS)[number];
  /** Seconds since the previous step. */
  pause: number;
  /** If true, a new execution environment gets the event, although an old one is idle. */
  cold: boolean;
}

export const LISTS = ['pl-0123456789abcdef0', 'pl-0123456789abcdef1'] as const;
/** A list that is not shared with this account, so its entries can't be read. */
export const OPAQUE_LIST = 'pl-0fffffffffffffff0';

export const TERRAFORM = 'arn:aws:iam::111122223333:role/deploy/terraform';
export const CI = 'arn:aws:iam::111122223333:role/ci';
export const ALICE = 'arn:aws:iam::111122223333:user/alice';
/** Undefined means alice, without a role. */
export const ACTORS = [undefined, undefined, TERRAFORM, CI] as const;

/** Names and tags of created groups. */
export const MADE: readonly Pick<LiveGroup, 'name' | 'tags'>[] = [
  { name: 'web', tags: {} },
  { name: 'web', tags: {} },
  { name: 'db', tags: {} },
  { name: 'db', tags: {} },
  { name: 'base', tags: { Role: 'base' } },
  { name: 'nobody listed it', tags: {} },
  { name: `${SETTINGS.stack}-canary-0a1b2c3d`, tags: { [CANARY_TAG]: SETTINGS.stack } },
  { name: 'other-canary-0a1b2c3d', tags: { [CANARY_TAG]: 'other' } },
  { name: 'web', tags: { [CANARY_TAG]: SETTINGS.stack } },
  { name: `${SETTINGS.stack}-canary-feedbeef`, tags: { [CANARY_TAG]: 'other' } },
];

const tcp = (from: number, source: Permission['source'], to = from): Permission => ({
  protocol: 'tcp',
  from,
  to,
  source,
});

const HTTPS = tcp(443, { ipv4: '0.0.0.0/0' });
const CANARY_PERMISSION = tcp(9, { ipv4: '192.0.2.1/32' });

/** Rules that the baselines allow occur more often. */
const PERMISSIONS: readonly Permission[] = [
  HTTPS,
  HTTPS,
  tcp(22, { ipv4: '10.0.0.0/8' }),
  tcp(8080, { ipv4: '10.1.0.0/16' }),
  tcp(5432, { list: LISTS[0] }),
  tcp(5432, { ipv4: '10.1.0.0/16' }),
  tcp(443, { ipv6: '::/0' }),
  tcp(443, { ipv4: '10.0.0.0/8' }),
  CANARY_PERMISSION,
  tcp(22, { ipv4: '0.0.0.0/0' }),
  tcp(22, { ipv4: '10.0.0.0/8' }),
  tcp(20, { ipv4: '0.0.0.0/0' }, 443),
  tcp(0, { ipv4: '10.0.0.0/9' }, 65535),
  tcp(5432, { ipv4: '10.1.0.0/16' }),
  tcp(5432, { list: LISTS[0] }),
  tcp(5432, { list: LISTS[1] }),
  tcp(443, { list: LISTS[0] }),
  tcp(8080, { list: OPAQUE_LIST }),
  tcp(8080, { ipv4: '10.1.0.0/16' }),
  tcp(3306, { ipv4: '203.0.113.0/24' }),
  tcp(5432, { group: 'sg-0f1e2d3c4b5a69788' }),
  { protocol: '-1', from: -1, to: -1, source: { ipv4: '10.0.0.0/8' } },
  { protocol: '-1', from: -1, to: -1, source: { ipv4: '0.0.0.0/0' } },
  { protocol: 'icmp', from: 8, to: -1, source: { ipv4: '0.0.0.0/0' } },
];
const BLOCKS = ['10.1.0.0/16', '10.64.0.0/10', '10.128.0.0/9', '203.0.113.0/24', '0.0.0.0/1', '128.0.0.0/1'];

const nat = fc.nat(100);
const permission = fc.constantFrom(...PERMISSIONS);
const some = <T>(one: fc.Arbitrary<T>, maxLength: number, minLength = 1) =>
  fc.uniqueArray(one, { minLength, maxLength, selector: (value) => JSON.stringify(value) });

/** The baselines match by `Role`, and a canary group by its own tag. */
const tags = fc.constantFrom<Record<string, string>>(
  { Role: 'base' },
  { Role: 'other' },
  { Role: 'base', Owner: 'alice' },
  { Owner: 'alice' },
  { [CANARY_TAG]: SETTINGS.stack },
);

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ call: fc.constant('create' as const), group: nat }) },
  { weight: 1, arbitrary: fc.record({ call: fc.constant('delete' as const), group: nat }) },
  {
    weight: 6,
    arbitrary: fc.record({
      call: fc.constant('authorize' as const),
      group: nat,
      permissions: some(permission, 3),
      refused: fc.nat(9).map((n) => n === 0),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      call: fc.constant('revoke' as const),
      group: nat,
      rules: some(nat, 2),
      by: fc.constantFrom('text' as const, 'id' as const),
      answered: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      call: fc.constant('modify' as const),
      group: nat,
      rule: nat,
      permission,
    }),
  },
  { weight: 1, arbitrary: fc.record({ call: fc.constant('describe' as const), group: nat, rule: nat }) },
  { weight: 1, arbitrary: fc.record({ call: fc.constant('attach' as const), groups: some(nat, 2) }) },
  { weight: 3, arbitrary: fc.record({ call: fc.constant('tag' as const), group: nat, tags }) },
  {
    weight: 2,
    arbitrary: fc.record({
      call: fc.constant('untag' as const),
      group: nat,
      key: fc.constantFrom('Role', 'Role', 'Owner', undefined),
      withValue: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      call: fc.constant('edit-list' as const),
      list: fc.nat(2),
      add: some(fc.constantFrom(...BLOCKS), 2, 0),
      remove: some(nat, 2, 0),
    }),
  },
);

/** Half a minute to hours, so some changes happen while those of a trusted principal settle. */
const pause = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 45 }) },
  { weight: 3, arbitrary: fc.constantFrom(60, 240, 300, 301) },
  { weight: 1, arbitrary: fc.constant(1_800) },
);

const step: fc.Arbitrary<Step> = fc.record({
  act,
  actor: fc.constantFrom(...ACTORS),
  pause,
  cold: fc.nat(3).map((n) => n === 0),
});

const WEB = MADE.findIndex(({ name }) => name === 'web');
const DB = MADE.findIndex(({ name }) => name === 'db');
const CANARY = MADE.findIndex(({ tags }) => tags[CANARY_TAG] === SETTINGS.stack);

/** The calls of test-trigger. */
const TEST_TRIGGER: Act[] = [
  { call: 'create', group: CANARY },
  { call: 'authorize', group: -1, permissions: [CANARY_PERMISSION], refused: false },
  { call: 'revoke', group: -1, rules: [0], by: 'id', answered: true },
  { call: 'delete', group: -1 },
];
const testTrigger = fc.constant(
  TEST_TRIGGER.map((act): Step => ({ act, actor: undefined, pause: 1, cold: false })),
);

/** A rule is added and removed, or rewritten, while a change of a trusted principal can still settle. */
const deployment: fc.Arbitrary<Step[]> = fc
  .record({
    group: nat,
    permission,
    second: fc.constantFrom('revoke' as const, 'revoke' as const, 'modify' as const),
    answered: fc.boolean(),
    pause: fc.integer({ min: 1, max: 90 }),
    other: fc.constantFrom(...ACTORS),
    cold: fc.boolean(),
  })
  .map(({ group, permission, second, answered, pause, other, cold }): Step[] => {
    const authorize: Act = { call: 'authorize', group, permissions: [permission], refused: false };
    const revoke: Act = { call: 'revoke', group, rules: [-1], by: answered ? 'id' : 'text', answered };
    const modify: Act = { call: 'modify', group, rule: -1, permission: HTTPS };
    return [
      { act: authorize, actor: TERRAFORM, pause: 5, cold: false },
      { act: second === 'revoke' ? revoke : modify, actor: other, pause, cold },
    ];
  });

/** Calls that create a group that matches the baseline. */
const filled = (made: number, permission: Permission, actor: Step['actor']): Step[] => [
  { act: { call: 'create', group: made }, actor, pause: 5, cold: false },
  { act: { call: 'authorize', group: -1, permissions: [permission], refused: false }, actor, ...SOON },
];
const SOON = { pause: 20, cold: false };
const filledGroup = fc.constantFrom(...ACTORS).map((actor) => filled(WEB, HTTPS, actor));

/** Somebody ends the drift of a group while a trusted principal's change to it settles. */
const meanwhile: fc.Arbitrary<Step[]> = fc
  .record({
    wrong: permission,
    call: fc.constantFrom('modify' as const, 'describe' as const, 'attach' as const),
    other: permission,
    pause: fc.integer({ min: 1, max: 200 }),
    by: fc.constantFrom('id' as const, 'text' as const),
    cold: fc.boolean(),
  })
  .map(({ wrong, call, other, pause, by, cold }): Step[] => {
    const authorize: Act = { call: 'authorize', group: -1, permissions: [wrong], refused: false };
    const trusted: Record<typeof call, Act> = {
      modify: { call: 'modify', group: -1, rule: -1, permission: other },
      describe: { call: 'describe', group: -1, rule: 0 },
      attach: { call: 'attach', groups: [-1] },
    };
    const revoke: Act = { call: 'revoke', group: -1, rules: [-1], by, answered: true };
    return [
      ...filled(WEB, HTTPS, undefined),
      { act: authorize, actor: undefined, ...SOON },
      { act: trusted[call], actor: TERRAFORM, pause: 5, cold },
      { act: revoke, actor: undefined, pause, cold },
    ];
  });

/** A list that a group uses gains an entry that the baseline does not allow, and loses it. */
const edited: fc.Arbitrary<Step[]> = fc
  .record({ block: fc.constantFrom(...BLOCKS), actor: fc.constantFrom(...ACTORS) })
  .map(({ block, actor }): Step[] => {
    const edit = { call: 'edit-list' as const, list: 0 };
    return [
      ...filled(DB, tcp(5432, { list: LISTS[0] }), undefined),
      { act: { ...edit, add: [block], remove: [] }, actor: undefined, pause: 100, cold: false },
      { act: { ...edit, add: [], remove: [-1] }, actor, pause: 100, cold: true },
    ];
  });

export const steps: fc.Arbitrary<Step[]> = fc
  .array(
    fc.oneof(
      { weight: 24, arbitrary: step.map((one) => [one]) },
      { weight: 3, arbitrary: deployment },
      { weight: 2, arbitrary: meanwhile },
      { weight: 1, arbitrary: filledGroup },
      { weight: 2, arbitrary: edited },
      { weight: 1, arbitrary: testTrigger },
    ),
    { minLength: 4, maxLength: 12, size: 'max' },
  )
  .map((parts) => parts.flat());

export const firstGroups = fc.array(
  fc.record({ made: fc.nat(MADE.length - 1), permissions: some(permission, 4, 0) }),
  { minLength: 1, maxLength: 3 },
);
export const firstEntries = fc.tuple(
  some(fc.constantFrom(...BLOCKS.slice(0, 3)), 2, 0),
  some(fc.constantFrom(...BLOCKS), 3, 0),
);
