import { configured, NEW_GROUP, NEW_RULE } from './plans.ts';

/**
 * Random plans with the rules that are really open after apply. A world has a root module, a module with groups that
 * may be called several times, and a module of rules that gets a group. The open rules come from the world, never
 * from the plan.
 */
export interface World {
  plan: object;
  /** Lines like `tcp 22 from 10.0.0.0/8` by the id or address of their group, or by the address of their rule. */
  open: Map<string, Set<string>>;
}

type Random = () => number;

/** Mulberry32: the same numbers for the same seed, everywhere. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Fate = 'kept' | 'created' | 'replaced' | 'deleted' | 'forgotten';

interface Group {
  address: string;
  id: string;
  fate: Fate;
  isInline: boolean;
  /** The rules before and after apply. */
  before: Set<string>;
  after: Set<string>;
  /** The inline rules of its own resource. */
  own: { before: string[]; after: string[] };
}

interface Draft {
  random: Random;
  pick<T>(items: readonly T[]): T;
  groups: Group[];
  changes: object[];
  open: Map<string, Set<string>>;
  ports: number;
  isOld: boolean;
}

const CIDRS = ['0.0.0.0/0', '10.0.0.0/8', '198.51.100.0/24', '192.0.2.7/32'];

export function worldOf(seed: number): World {
  const random = randomOf(seed);
  const draft: Draft = {
    random,
    pick: (items) => items[Math.floor(random() * items.length)]!,
    groups: [],
    changes: [],
    open: new Map(),
    ports: 1000,
    isOld: random() < 0.2,
  };
  const rootKeys = draft.pick([[''], ['[0]'], ['[0]', '[1]'], ['["a"]', '["b.c"]']]);
  const moduleKeys = draft.pick([[], [''], ['["a"]', '["b"]'], ['[0]', '[1]', '[2]']]);
  const rootGroups = rootKeys.map((key) => addGroup(`aws_security_group.root${key}`, draft));
  const moduleGroups = moduleKeys.map((key) => addGroup(`module.net${key}.aws_security_group.this`, draft));
  const resources: object[] = [configured('aws_security_group.root', inlineOf(rootGroups))];
  const calls: Record<string, object> = {};
  if (moduleKeys.length > 0) {
    calls.net = {
      source: './net',
      ...(moduleKeys[0] === '' ? {} : { for_each_expression: {} }),
      module: {
        outputs: {
          sg_id: { expression: { references: refs(draft, 'aws_security_group.this', '.id') } },
          name: { expression: { constant_value: 'net' } },
        },
        resources: [configured('aws_security_group.this', inlineOf(moduleGroups))],
      },
    };
  }
  const count = 1 + Math.floor(random() * 5);
  for (let index = 0; index < count; index += 1)
    addRule(`r${index}`, { rootGroups, moduleGroups }, draft, resources, calls);
  for (const group of draft.groups) emitGroup(group, draft);
  const shuffled = draft.changes.sort(() => random() - 0.5);
  return {
    plan: {
      format_version: draft.isOld ? '0.1' : '1.2',
      resource_changes: shuffled,
      configuration: { root_module: { resources, module_calls: calls } },
    },
    open: draft.open,
  };
}

function addGroup(address: string, draft: Draft): Group {
  const number = draft.groups.length.toString(16).padStart(8, '0');
  const group: Group = {
    address,
    id: `sg-0${number}`,
    fate: draft.pick(['kept', 'kept', 'kept', 'created', 'created', 'replaced', 'deleted', 'forgotten']),
    isInline: draft.random() < 0.3,
    before: new Set(),
    after: new Set(),
    own: { before: [], after: [] },
  };
  draft.groups.push(group);
  const before = lines(draft);
  const after = draft.random() < 0.4 ? before : lines(draft);
  if (group.isInline) group.own = { before, after };
  else if (exists(group)) {
    // Rules that someone else created remain, unless the group is replaced.
    const others = lines(draft);
    for (const line of others) group.before.add(line);
    if (group.fate !== 'replaced') for (const line of others) group.after.add(line);
  }
  for (const line of group.own.before) group.before.add(line);
  for (const line of group.fate === 'forgotten' ? group.own.before : group.own.after) group.after.add(line);
  return group;
}

function exists({ fate }: Group): boolean {
  return fate !== 'created';
}

function isNew({ fate }: Group): boolean {
  return fate === 'created' || fate === 'replaced';
}

function inlineOf(groups: readonly Group[]): Record<string, object> {
  return groups.some(({ isInline }) => isInline) ? {} : { name: { constant_value: 'x' } };
}

function lines(draft: Draft): string[] {
  return Array.from({ length: Math.floor(draft.random() * 3) }, () => line(draft));
}

function line(draft: Draft): string {
  draft.ports += 1;
  return `tcp ${draft.ports} from ${draft.pick(CIDRS)}`;
}

/** The references of `subject` with an attribute, as Terraform lists them; old versions leave the attribute out. */
function refs({ isOld }: Draft, subject: string, attribute: string): string[] {
  const shorter = subject.replace(/\[[^\]]*\]$/, '');
  return [...(isOld ? [] : [`${subject}${attribute}`]), subject, ...(shorter === subject ? [] : [shorter])];
}

interface Known {
  rootGroups: Group[];
  moduleGroups: Group[];
}

/** Adds a rule resource. Each instance is for one of the groups, with a reference that leads there or to nothing. */
function addRule(
  name: string,
  { rootGroups, moduleGroups }: Known,
  draft: Draft,
  resources: object[],
  calls: Record<string, object>,
): void {
  const isVpcRule = draft.random() < 0.5;
  const type = isVpcRule ? 'aws_vpc_security_group_ingress_rule' : 'aws_security_group_rule';
  const groups = moduleGroups.length > 0 && draft.random() < 0.5 ? moduleGroups : rootGroups;
  const subject = groups === rootGroups ? 'aws_security_group.root' : 'module.net';
  const attribute = groups === rootGroups ? '.id' : '.sg_id';
  const group = draft.pick(groups);
  const key = /(\[[^\]]*\])/.exec(group.address)?.[1] ?? '';
  switch (draft.pick(['named', 'each', 'each-value', 'variable', 'local', 'either'])) {
    case 'named':
      resources.push(
        configured(`${type}.${name}`, { security_group_id: refs(draft, `${subject}${key}`, attribute) }),
      );
      addInstance(`${type}.${name}`, group, isNew(group), draft);
      return;
    case 'each':
      resources.push(configured(`${type}.${name}`, { security_group_id: [subject, 'each.key'] }));
      for (const each of groups) addInstance(`${type}.${name}${keyOf(each)}`, each, isNew(each), draft);
      return;
    case 'each-value':
      resources.push(
        configured(
          `${type}.${name}`,
          { security_group_id: draft.isOld ? ['each.value'] : [`each.value${attribute}`, 'each.value'] },
          { for_each_expression: { references: [subject] } },
        ),
      );
      for (const each of groups) addInstance(`${type}.${name}${keyOf(each)}`, each, isNew(each), draft);
      return;
    case 'variable':
      calls[name] = {
        source: './rules',
        expressions: { sg: { references: refs(draft, `${subject}${key}`, attribute) } },
        module: {
          variables: { sg: {} },
          resources: [configured(`${type}.this`, { security_group_id: ['var.sg'] })],
        },
      };
      addInstance(`module.${name}.${type}.this`, group, isNew(group), draft);
      return;
    case 'local':
      resources.push(configured(`${type}.${name}`, { security_group_id: ['local.sg'] }));
      addInstance(`${type}.${name}`, group, false, draft);
      return;
    default: {
      const others = groups.filter((one) => isNew(one));
      resources.push(configured(`${type}.${name}`, { security_group_id: [subject, 'var.index'] }));
      addInstance(`${type}.${name}`, group, others.length === 1 && isNew(group), draft);
      return;
    }
  }
}

function keyOf({ address }: Group): string {
  return /(\[[^\]]*\])/.exec(address)?.[1] ?? '';
}

/** `leads`: the configuration shows the group. It must do so if the id is unknown. */
function addInstance(address: string, group: Group, leads: boolean, draft: Draft): void {
  const hadOld = exists(group) && draft.random() < 0.6;
  const isKept = group.fate === 'kept' || group.fate === 'forgotten';
  const fates: Fate[] = hadOld
    ? isKept
      ? ['kept', 'replaced', 'deleted', 'forgotten']
      : ['replaced']
    : ['created'];
  const fate = group.fate === 'deleted' ? 'deleted' : draft.pick(fates);
  if (fate === 'deleted' && !hadOld) return;
  // Only if the inline rules are sure to change. Otherwise the deleted rule decides.
  const isSure =
    group.fate !== 'forgotten' && group.own.before.some((text) => !group.own.after.includes(text));
  const [inline] = isSure ? group.own.after : [];
  const before = inline !== undefined && draft.random() < 0.3 ? inline : line(draft);
  // A rule that is replaced may have the same values.
  const after = fate === 'kept' || draft.random() < 0.2 ? before : line(draft);
  const ends = hadOld && fate !== 'kept' && fate !== 'forgotten';
  if (hadOld) group.before.add(before);
  if (hadOld && !isNew(group)) group.after.add(before);
  // The group's own resource decides in the end.
  const isEnded = ends && !group.own.after.includes(before);
  if (isEnded) group.after.delete(before);
  const stays = fate === 'forgotten' ? before : after;
  if (fate !== 'deleted') {
    if (isNew(group) && !leads) draft.open.set(address, new Set([stays]));
    else group.after.add(stays);
  }
  draft.changes.push(ruleChange(address, { group, hadOld, fate, before, after }, draft));
}

interface RuleFate {
  group: Group;
  hadOld: boolean;
  fate: Fate;
  before: string;
  after: string;
}

function ruleChange(address: string, { group, hadOld, fate, before, after }: RuleFate, draft: Draft): object {
  const isVpcRule = address.includes('aws_vpc_');
  const values = (text: string, id: string | undefined) => {
    const [, port, cidr] = /^tcp (\d+) from (.*)$/.exec(text)!;
    const ports = {
      from_port: Number(port),
      to_port: Number(port),
      ...(id === undefined ? {} : { security_group_id: id }),
    };
    return isVpcRule
      ? { ip_protocol: 'tcp', cidr_ipv4: cidr, ...ports }
      : { type: 'ingress', protocol: 'tcp', cidr_blocks: [cidr], self: false, ...ports };
  };
  const isGone = fate === 'deleted' || fate === 'forgotten';
  const isSame = fate === 'replaced' && !isNew(group) && isVpcRule && draft.random() < 0.5;
  const actions: Record<Fate, string[]> = {
    kept: ['no-op'],
    created: ['create'],
    replaced: isSame
      ? ['update']
      : draft.pick([
          ['delete', 'create'],
          ['create', 'delete'],
        ]),
    deleted: ['delete'],
    forgotten: ['forget'],
  };
  const known = isNew(group) ? undefined : group.id;
  return {
    address,
    mode: 'managed',
    type: /(aws_[a-z_]+)/.exec(address)![1],
    change: {
      actions: actions[fate],
      before: hadOld ? values(before, group.id) : null,
      after: isGone ? null : values(after, known),
      after_unknown: isGone ? {} : { ...NEW_RULE, security_group_id: known === undefined },
    },
  };
}

function emitGroup(group: Group, { changes, open, random }: Draft): void {
  const { address, id, fate, isInline } = group;
  const ingress = (texts: Iterable<string>) =>
    [...texts].map((text) => {
      const [, port, cidr] = /^tcp (\d+) from (.*)$/.exec(text)!;
      return {
        protocol: 'tcp',
        from_port: Number(port),
        to_port: Number(port),
        cidr_blocks: [cidr],
        self: false,
      };
    });
  const before = { id, name: 'x', ingress: ingress(group.before) };
  const isGone = fate === 'deleted' || fate === 'forgotten';
  const after = isNew(group)
    ? { name: 'x', ...(isInline ? { ingress: ingress(group.own.after) } : {}) }
    : {
        ...before,
        ...(isInline && group.own.after !== group.own.before ? { ingress: ingress(group.own.after) } : {}),
      };
  const isSame = JSON.stringify(before) === JSON.stringify(after);
  const actions: Record<Fate, string[]> = {
    kept: isSame && random() < 0.7 ? ['no-op'] : ['update'],
    created: ['create'],
    replaced: random() < 0.5 ? ['delete', 'create'] : ['create', 'delete'],
    deleted: ['delete'],
    forgotten: ['forget'],
  };
  changes.push({
    address,
    mode: 'managed',
    type: 'aws_security_group',
    change: {
      actions: actions[fate],
      before: exists(group) ? before : null,
      after: isGone ? null : after,
      after_unknown: isGone ? {} : isNew(group) ? { ...NEW_GROUP, ingress: !isInline } : {},
    },
  });
  if (fate !== 'deleted') open.set(isNew(group) ? address : id, group.after);
}
