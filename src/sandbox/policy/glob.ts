/** Values of condition keys, by lower-case key. */
export type ConditionContext = ReadonlyMap<string, string[]>;

/** Builds a context. Condition keys are not case-sensitive. Missing values are omitted. */
export function contextOf(entries: Record<string, string | string[] | undefined>): ConditionContext {
  const context = new Map<string, string[]>();
  for (const [key, value] of Object.entries(entries)) {
    if (value !== undefined) context.set(key.toLowerCase(), Array.isArray(value) ? value : [value]);
  }
  return context;
}

const variable = /\$\{([^}]*)\}/g;

/**
 * Replaces policy variables with their values (IAM guide, "Policy variables"): `${aws:username}`, with a
 * default `${aws:PrincipalTag/team, 'none'}`, and the escapes `${*}`, `${?}`, `${$}`. Each value goes through
 * `literal`. Returns undefined if a variable has no single value; the text then matches nothing.
 */
export function expand(
  text: string,
  context: ConditionContext,
  literal: (value: string) => string,
): string | undefined {
  let known = true;
  const expanded = text.replace(variable, (_all, inner: string) => {
    if (inner === '*' || inner === '?' || inner === '$') return literal(inner);
    const [key = '', fallback] = inner.split(/\s*,\s*/, 2);
    const [value, ...more] = context.get(key.trim().toLowerCase()) ?? [];
    if (value !== undefined && more.length === 0) return literal(value);
    if (fallback !== undefined) return literal(fallback.replace(/^'(.*)'$/, '$1'));
    known = false;
    return '';
  });
  return known ? expanded : undefined;
}

// Characters for a literal star and question mark. No policy text contains them.
const literalStar = '\uE000';
const literalMark = '\uE001';

/** Hides wildcards in a variable's value, which must be read literally. */
export function asLiteral(value: string): string {
  return value.replaceAll('*', literalStar).replaceAll('?', literalMark);
}

/** Reverts asLiteral, for operators that compare the text itself. */
export function asWritten(text: string): string {
  return text.replaceAll(literalStar, '*').replaceAll(literalMark, '?');
}

/**
 * Returns whether the whole text matches the pattern. `*` is any text and `?` any one character. It takes
 * time proportional to both lengths for any pattern, because it only retries the last star.
 */
export function globMatches(pattern: string, text: string, caseSensitive = true): boolean {
  const wanted = caseSensitive ? pattern : pattern.toLowerCase();
  const given = caseSensitive ? text : text.toLowerCase();
  let at = 0;
  let star = -1;
  let starAt = 0;
  let index = 0;
  while (index < given.length) {
    const sign = wanted[at];
    if (sign === '*') {
      star = at;
      starAt = index;
      at += 1;
    } else if (sign === '?' || (sign !== undefined && asWritten(sign) === given[index])) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      starAt += 1;
      index = starAt;
      at = star + 1;
    } else {
      return false;
    }
  }
  while (wanted[at] === '*') at += 1;
  return at === wanted.length;
}
