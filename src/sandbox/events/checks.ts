import { brokenConstraint } from '../constraint.ts';
import { page } from '../page.ts';
import { AwsError } from '../service.ts';

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

export const tooMany = () =>
  new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');

/** Checks a name or id: at most 64 of `.-_A-Za-z0-9`. */
export function checkName(value: string | undefined, member: string, pattern = /^[.\-_A-Za-z0-9]+$/): string {
  const shown = String(value);
  if (value === undefined || !pattern.test(value)) {
    const must = `satisfy regular expression pattern: ${pattern.source.slice(1, -1)}`;
    throw invalid(brokenConstraint(member, must, shown));
  }
  if (value.length > 64) {
    throw invalid(brokenConstraint(member, 'have length less than or equal to 64', shown));
  }
  return value;
}

/**
 * Maximum entries of one call. The model allows 100, but the service accepts ten (API Reference,
 * PutTargets).
 */
const ENTRIES_PER_CALL = 10;

export function checkLength(count: number, member: string): void {
  if (count < 1) throw invalid(brokenConstraint(member, 'have length greater than or equal to 1'));
  if (count > ENTRIES_PER_CALL) {
    throw invalid(brokenConstraint(member, `have length less than or equal to ${ENTRIES_PER_CALL}`));
  }
}

/** Returns one page of a list. */
export function onePage<T>(
  items: T[],
  input: { NextToken?: string | undefined; Limit?: number | undefined },
): { items: T[]; NextToken: string | undefined } {
  const bad = () => invalid('Parameter NextToken is not valid.');
  const { items: found, next } = page(items, input.NextToken, input.Limit ?? 100, bad);
  return { items: found, NextToken: next };
}
