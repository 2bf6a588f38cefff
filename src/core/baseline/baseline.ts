/** The baseline in its compiled form: plain JSON, canonical, validated; all that the handler needs. */
export interface CompiledBaseline {
  schema: 'secgroup-monitor/baseline/1';
  /** Where it came from, for people: a file name or `preset:guard`. */
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
  /** Canonical lines of the rule grammar (design, section 4): `tcp 80,443 from anywhere`. */
  rules: string[];
  /** Only such groups may be put back by `--enforce`. */
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
  /** A line of the rule grammar; the source may be `anywhere` or `public`, with their own meaning. */
  rule: string;
  severity?: Severity | undefined;
  /** Only with `anywhere`: the widest prefix lengths that are still not "the internet". */
  widerThan: { ipv4: number; ipv6: number };
}

export interface CompiledException {
  /** Group id; left out = any group. */
  group?: string | undefined;
  rule: string;
  /** ISO date; the exception holds to the end of that day, UTC. */
  until?: string | undefined;
  reason: string;
}

export interface CompiledTrusted {
  /** ARN glob of a role, user or service: matched against the verified identity. */
  principal: string;
  settleMs: number;
}

/** What is not yet "the internet": as many public addresses as these prefixes hold. */
export const DEFAULT_WIDER_THAN: Readonly<CompiledNever['widerThan']> = { ipv4: 8, ipv6: 32 };

export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];
