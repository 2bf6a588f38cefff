/** A compiled baseline: plain, canonical and validated JSON, which the handler loads. */
export interface CompiledBaseline {
  schema: 'secgroup-monitor/baseline/1';
  /** Source of the baseline, for people: a file name or `preset:guard`. */
  origin: string;
  groups: CompiledGroup[];
  never: CompiledNever[];
  exceptions: CompiledException[];
  trusted: CompiledTrusted[];
  unlisted: 'alert' | 'ignore';
}

export type Relation = 'exactly' | 'at-most' | 'at-least';

export interface CompiledGroup {
  name: string;
  match: GroupMatch;
  ingress: Relation;
  /** Canonical rule lines: `tcp 80,443 from anywhere`. */
  rules: string[];
  /** True if `--enforce` restores these groups. */
  enforce: boolean;
}

/** All given parts must match. `name` and the values of tags are globs. */
export interface GroupMatch {
  id?: string | undefined;
  name?: string | undefined;
  vpc?: string | undefined;
  tag?: Record<string, string> | undefined;
}

export interface CompiledNever {
  /** A rule line. The sources `anywhere` and `public` have a special meaning (docs/baseline.md). */
  rule: string;
  severity?: Severity | undefined;
  /** Only with `anywhere`: the widest prefix lengths that do not count as "the internet" yet. */
  widerThan: { ipv4: number; ipv6: number };
}

export interface CompiledException {
  /** Group id. Absent: any group. */
  group?: string | undefined;
  rule: string;
  /** ISO date. The exception applies until the end of that day, UTC. Absent: it never expires. */
  until?: string | undefined;
  reason: string;
}

export interface CompiledTrusted {
  /** Glob for the ARN of a role, user or service, which is matched with the verified identity. */
  principal: string;
  settleMs: number;
}

/** As many public addresses as blocks of these lengths contain do not count as "the internet" yet. */
export const DEFAULT_WIDER_THAN: Readonly<CompiledNever['widerThan']> = { ipv4: 8, ipv6: 32 };

export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];
