/**
 * Returns AWS's message for a member of a request that violates the service's model; `must` ends the
 * sentence.
 */
export function brokenConstraint(member: string, must: string, value?: unknown): string {
  const shown = value === undefined ? '' : `'${value}' `;
  return `1 validation error detected: Value ${shown}at '${member}' failed to satisfy constraint: Member must ${must}`;
}
