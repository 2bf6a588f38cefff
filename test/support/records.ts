import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { IngressRule } from '../../src/core/exposure/rule.ts';
import type { Change } from '../../src/core/record/change.ts';
import { parseRecord, type RecordResult } from '../../src/core/record/parse-record.ts';

const folder = fileURLToPath(new URL('../fixtures/cloudtrail/', import.meta.url));

export function fixture(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8'));
}

export function change(name: string): Change {
  return changeOf(parseRecord(fixture(name)));
}

export function changeOf(result: RecordResult): Change {
  if (result.kind !== 'change') throw new Error(`expected a change, got ${JSON.stringify(result)}`);
  expect(result.unreadable).toEqual([]);
  return result.change;
}

/** Compact text of a rule in numbers: `6 22-22 203.0.113.0/24`. */
export function brief(rule: IngressRule): string {
  const { source } = rule;
  const from =
    'address' in source
      ? `${source.kind}:${source.address.toString(16)}/${source.prefixLength}`
      : 'groupId' in source
        ? source.groupId
        : source.prefixListId;
  const id = rule.id === undefined ? '' : ` ${rule.id}`;
  return `${rule.protocols.first}-${rule.protocols.last} ${rule.ports.first}-${rule.ports.last} ${from}${id}`;
}
