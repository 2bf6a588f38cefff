/** Values of condition keys, by lower-case key. */
export type Context = ReadonlyMap<string, string[]>;

/** Condition keys are not case-sensitive. Values that are missing are left out. */
export function contextOf(entries: Record<string, string | string[] | undefined>): Context {
  const context = new Map<string, string[]>();
  for (const [key, value] of Object.entries(entries)) {
    if (value !== undefined) context.set(key.toLowerCase(), Array.isArray(value) ? value : [value]);
  }
  return context;
}

const variable = /\$\{([^}]*)\}/g;

/**
 * Puts values in the place of policy variables (IAM guide, "Policy variables"): `${aws:username}`, with a
 * default `${aws:PrincipalTag/team, 'none'}`, and the escapes `${*}`, `${?}`, `${$}`. Each value is passed
 * through `literal`. Undefined when a variable has no single value: then the text matches nothing.
 */
export function expand(
  text: string,
  context: Context,
  literal: (value: string) => string,
): string | undefined {
  let known = true;
  const expanded = text.replace(variable, (_all, inner: string) => {
    if (inner === '*' || inner === '?' || inner === '$') return literal(inner);
    const [key = '', fallback] = inner.split(/\s*,\s*/, 2);
    const values = context.get(key.trim().toLowerCase());
    if (values?.length === 1) return literal(values[0]!);
    if (fallback !== undefined) return literal(fallback.replace(/^'(.*)'$/, '$1'));
    known = false;
    return '';
  });
  return known ? expanded : undefined;
}

// Stand for a literal star, question mark and nothing else: no policy text holds them.
const literalStar = '\uE000';
const literalMark = '\uE001';

/** Hides wildcards in a variable's value, which must be taken literally. */
export function asLiteral(value: string): string {
  return value.replaceAll('*', literalStar).replaceAll('?', literalMark);
}

/** Undoes asLiteral: for operators that compare the text itself. */
export function asWritten(text: string): string {
  return text.replaceAll(literalStar, '*').replaceAll(literalMark, '?');
}

/** Does the whole text match the pattern, in which `*` is any text and `?` any one character? */
export function globMatches(pattern: string, text: string, caseSensitive = true): boolean {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
    .replaceAll(literalStar, '\\*')
    .replaceAll(literalMark, '\\?');
  return new RegExp(`^${source}$`, caseSensitive ? 's' : 'si').test(text);
}
