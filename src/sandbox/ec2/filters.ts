import type { Filter } from '@aws-sdk/client-ec2';
import { page } from '../page.ts';
import { AwsError } from '../service.ts';
import { invalidValue } from './errors.ts';
import type { IdKind } from './kinds.ts';
import { find, type TagMap } from './state.ts';

/** Values that a filter of this name is compared with. */
export type FilterFields<T> = Record<string, (item: T) => Iterable<string | undefined>>;

/**
 * Returns the resources with these ids, or all without ids. Throws the error of `find` for the first missing
 * one.
 */
export function findAll<T>(
  kind: IdKind,
  map: ReadonlyMap<string, T>,
  ids: readonly string[] | undefined,
  parameter: string,
): T[] {
  return ids?.length ? ids.map((id) => find(kind, map, id, parameter)) : [...map.values()];
}

/**
 * Keeps the items that match all filters. A filter matches if any of its values does. `*` and `?` are
 * wildcards, `\` escapes them (docs:AWSEC2 Using_Filtering). `tag:KEY`, `tag-key` and `tag-value` work for
 * everything with tags.
 */
export function applyFilters<T extends { tags: TagMap | undefined }>(
  items: Iterable<T>,
  filters: Filter[] | undefined,
  fields: FilterFields<T>,
): T[] {
  const tests = (filters ?? []).map((filter) => test(filter, fields));
  const kept: T[] = [];
  for (const item of items) if (tests.every((passes) => passes(item))) kept.push(item);
  return kept;
}

function test<T extends { tags: TagMap | undefined }>(
  filter: Filter,
  fields: FilterFields<T>,
): (item: T) => boolean {
  const name = filter.Name ?? '';
  const matchers = (filter.Values ?? []).map(wildcard);
  const any = (text: string | undefined) => text !== undefined && matchers.some((match) => match(text));
  if (name.startsWith('tag:')) return (item) => any(item.tags?.get(name.slice(4)));
  if (name === 'tag-key') return (item) => [...(item.tags?.keys() ?? [])].some(any);
  if (name === 'tag-value') return (item) => [...(item.tags?.values() ?? [])].some(any);
  const field = fields[name];
  if (!field) throw invalidValue(`The filter '${name}' is invalid`);
  return (item) => {
    for (const value of field(item)) if (any(value)) return true;
    return false;
  };
}

function wildcard(pattern: string): (text: string) => boolean {
  if (!/[*?\\]/.test(pattern)) return (text) => text === pattern;
  const source = pattern.replace(/\\(.)|([*?])|([^\\*?]+)/gs, (_, escaped, special, plain) => {
    if (special) return special === '*' ? '.*' : '.';
    return (escaped ?? plain).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  const regex = new RegExp(`^${source}$`, 's');
  return (text) => regex.test(text);
}

/** Bounds of MaxResults; most of EC2 has 5 to 1,000. */
interface PageBounds {
  min: number;
  max: number;
}

/** Returns one page of a response. A wrong size or token throws EC2's error. */
export function onePage<T>(
  items: T[],
  input: { NextToken?: string | undefined; MaxResults?: number | undefined },
  bounds: PageBounds = { min: 5, max: 1000 },
): { items: T[]; NextToken: string | undefined } {
  const size = input.MaxResults;
  if (size !== undefined && (size < bounds.min || size > bounds.max)) {
    const expecting = size < bounds.min ? `greater than ${bounds.min}` : `less than ${bounds.max}`;
    throw invalidValue(
      `Value ( ${size} ) for parameter maxResults is invalid. Expecting a value ${expecting}.`,
    );
  }
  const bad = () => new AwsError('InvalidNextToken', 'The token is not valid');
  const { items: found, next } = page(items, input.NextToken || undefined, size ?? bounds.max, bad);
  return { items: found, NextToken: next };
}
