import { compareText } from '../compare-text.ts';
import type { PrefixLists, SecurityGroup } from '../exposure/group.ts';
import { portList } from '../exposure/notable-ports.ts';
import { renderRules } from '../exposure/render-rules.ts';
import { ruleSet } from '../exposure/rule-set.ts';
import { type CompiledBaseline, type CompiledNever, DEFAULT_WIDER_THAN } from './baseline.ts';

export const PRESETS = ['lab', 'guard', 'snapshot'] as const;
export type Preset = (typeof PRESETS)[number];

/** Every group admits HTTP and HTTPS from anywhere, exactly: the AWS lab that this tool grew out of. */
export function labBaseline(): CompiledBaseline {
  return {
    ...emptyBaseline('preset:lab'),
    groups: [
      {
        name: 'lab',
        match: { name: '*' },
        ingress: 'exactly',
        rules: ['tcp 80,443 from anywhere'],
        enforce: false,
      },
    ],
  };
}

/** No entry per group; administrative and database ports must not be open to the internet. */
export function guardBaseline(): CompiledBaseline {
  const line = (kind: 'administrative' | 'database', protocol: 6 | 17): CompiledNever => ({
    rule: `${protocol === 6 ? 'tcp' : 'udp'} ${portList(kind, protocol)} from anywhere`,
    severity: 'critical',
    widerThan: { ...DEFAULT_WIDER_THAN },
  });
  return {
    ...emptyBaseline('preset:guard'),
    never: [line('administrative', 6), line('administrative', 17), line('database', 6), line('database', 17)],
  };
}

/**
 * What the groups admit now, exactly, by id; a group that appears later is a finding. Lists that are
 * given are written out as their entries, so that an edit behind a rule is a difference of the group;
 * others stay references, and what they hold is not looked at (right for lists that AWS manages).
 */
export function snapshotBaseline(groups: Iterable<SecurityGroup>, lists: PrefixLists): CompiledBaseline {
  const sorted = [...groups].sort((a, b) => compareText(a.name, b.name) || compareText(a.id, b.id));
  const times = new Map<string, number>();
  for (const { name } of sorted) times.set(name, (times.get(name) ?? 0) + 1);
  const taken = new Set<string>();
  const unique = ({ name, id }: SecurityGroup): string => {
    let candidate = name.trim() === '' ? id : times.get(name)! > 1 ? `${name} ${id}` : name;
    while (taken.has(candidate)) candidate += ` ${id}`;
    taken.add(candidate);
    return candidate;
  };
  return {
    ...emptyBaseline('preset:snapshot'),
    groups: sorted.map((group) => ({
      name: unique(group),
      match: { id: group.id },
      ingress: 'exactly',
      rules: renderRules(ruleSet(group.rules, lists)),
      enforce: false,
    })),
    unlisted: 'alert',
  };
}

/** No entries, nothing forbidden, unlisted groups ignored: every group is in line. */
export function emptyBaseline(origin: string): CompiledBaseline {
  return {
    schema: 'secgroup-monitor/baseline/1',
    origin,
    groups: [],
    never: [],
    exceptions: [],
    trusted: [],
    unlisted: 'ignore',
  };
}
