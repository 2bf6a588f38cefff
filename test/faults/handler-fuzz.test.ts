import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { collectingMonitor, wrapped } from '../handler/support.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const EVENTS = 100_000;
const folder = fileURLToPath(new URL('../fixtures/cloudtrail/', import.meta.url));
const records = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(folder + name, 'utf8')) as Record<string, Json>);

/** mulberry32, which is small and gives the same numbers on every machine. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const ODD: Json[] = [
  null,
  '',
  'null',
  {},
  [],
  -1,
  0,
  65536,
  1e21,
  true,
  '::/0',
  '1.2.3.4/0',
  'sg-',
  '\u001b[2J',
  '=1+1',
  '<script>',
  '__proto__',
  { items: {} },
  { items: [null] },
  [[]],
  'x'.repeat(5000),
];

function mutated(value: Json, random: () => number, depth = 0): Json {
  if (random() < 0.04) return ODD[Math.floor(random() * ODD.length)]!;
  if (Array.isArray(value)) {
    const members = value.map((member) => mutated(member, random, depth + 1));
    return random() < 0.1 ? [...members, ...members] : members;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(() => random() > 0.02);
    return Object.fromEntries(
      entries.map(([key, member]) => [
        random() < 0.02 ? key.toUpperCase() : key,
        mutated(member, random, depth + 1),
      ]),
    );
  }
  return random() < 0.03 ? JSON.stringify(value) : value;
}

it(`survives ${EVENTS} mutated events and reports only groups that the event contains`, async () => {
  const random = generator(20_261_123);
  const named = [...new Set(JSON.stringify(records).match(/sg-[0-9a-f]+/g))];
  const groups = [
    ...named.map((id) => ({
      id,
      rules: [{ id: `sgr-${id.slice(3)}`, protocol: 'tcp', from: 22, to: 22, cidr: '0.0.0.0/0' }],
    })),
    // No event contains this group, and it always differs from the baseline.
    {
      id: 'sg-00000000000unnamed',
      rules: [{ id: 'sgr-1', protocol: '-1', from: -1, to: -1, cidr: '0.0.0.0/0' }],
    },
  ];
  const { send, lines } = collectingMonitor({ groups });
  const kinds = new Map<string, number>();
  for (let n = 0; n < EVENTS; n++) {
    const record = records[n % records.length]!;
    // One event in ten is intact, so that the function reports many findings.
    const event = n % 10 === 0 ? wrapped(record) : mutated(wrapped(record) as Json, random);
    await send(event);
    const text = JSON.stringify(event);
    for (const line of lines.splice(0)) {
      expect(line).not.toMatch(/[\u0000-\u001f]/);
      const finding = JSON.parse(line);
      kinds.set(finding.kind, (kinds.get(finding.kind) ?? 0) + 1);
      if (
        finding.group &&
        !finding.change?.eventName.includes('PrefixList') &&
        !text.includes(finding.group.id)
      ) {
        throw new Error(`event ${n} does not contain ${finding.group.id}: ${text.slice(0, 500)}`);
      }
    }
  }
  expect(kinds.get('drift')).toBeGreaterThan(EVENTS / 20);
  expect(kinds.get('error')).toBeGreaterThan(100);
  expect(kinds.get('denied-attempt')).toBeGreaterThan(100);
}, 600_000);
