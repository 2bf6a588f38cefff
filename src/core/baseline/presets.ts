import { compareText } from '../compare-text.ts';
import type { PrefixLists, SecurityGroup } from '../exposure/group.ts';
import { portList } from '../exposure/notable-ports.ts';
import { renderRules } from '../exposure/render-rules.ts';
import { ruleSet } from '../exposure/rule-set.ts';
import { type CompiledBaseline, type CompiledNever, DEFAULT_WIDER_THAN } from './baseline.ts';

export const PRESETS = ['lab', 'guard', 'snapshot'] as const;
export type Preset = (typeof PRESETS)[number];

/** Every group must admit exactly HTTP and HTTPS from anywhere, as in the AWS lab that this tool is based on. */
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

/** No group may open administrative or database ports to the internet. Other traffic is not judged. */
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
 * Allows exactly what each group admits now, with one entry per group id. New groups are findings. The entries of the
 * prefix lists in `lists` are written into the baseline, so that an edit of such a list is a difference. Other lists
 * remain references, and their entries are not judged, which is suitable for lists that AWS manages.
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

/** A baseline without entries and `never` lines that ignores unlisted groups, so every group matches it. */
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
