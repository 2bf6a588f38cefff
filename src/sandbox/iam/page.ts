import { page } from '../page.ts';
import { AwsError } from '../service.ts';

/** Returns one page of a list with IAM's paging members. */
export function iamPage<T>(
  items: T[],
  input: { Marker?: string | undefined; MaxItems?: number | undefined },
): { items: T[]; about: { IsTruncated: boolean; Marker: string | undefined } } {
  const bad = () => new AwsError('ValidationError', 'Invalid Marker.');
  const { items: found, next } = page(items, input.Marker, input.MaxItems ?? 100, bad);
  return { items: found, about: { IsTruncated: next !== undefined, Marker: next } };
}
