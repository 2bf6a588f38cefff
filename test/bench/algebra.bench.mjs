/**
 * Measures how long lists of rules take to become rule sets: rules per second at 1,000, 10,000 and
 * 100,000 rules, and how the time grows. Linear growth is n^1, and n log n is n^1.11 over this range.
 * Fails if 100,000 rules of any kind take a second or more.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const SIZES = [1000, 10_000, 100_000];
const ROUNDS = 5;
const LIMIT_MS = 1000;

async function load(file) {
  const folder = await mkdtemp(join(tmpdir(), 'algebra-bench-'));
  const bundle = join(folder, 'rule-set.mjs');
  const build = await rolldown({ input: file, platform: 'node', logLevel: 'warn' });
  await build.write({ format: 'esm', file: bundle });
  await build.close();
  const module = await import(pathToFileURL(bundle).href);
  await rm(folder, { recursive: true });
  return module;
}

/** A linear congruential generator, which makes the same rules in each run. */
function generator(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const block = (kind, bits, address, prefixLength) => {
  const hostBits = BigInt(bits - prefixLength);
  return { kind, address: (address >> hostBits) << hostBits, prefixLength };
};
const ipv4 = (pick, prefixLength) => block('ipv4', 32, BigInt(pick(2 ** 32)), prefixLength);
const ipv6 = (pick, prefixLength) =>
  block('ipv6', 128, (BigInt(pick(2 ** 32)) << 96n) | BigInt(pick(2 ** 32)), prefixLength);
const tcp = (ports, source) => ({ protocols: { first: 6, last: 6 }, ports, source });
const port = (number) => ({ first: number, last: number });
const range = (a, b) => ({ first: Math.min(a, b), last: Math.max(a, b) });

/** Kinds of lists. The later ones are hard cases, with deep nesting or many ports. */
const KINDS = {
  'one port, single addresses': (pick) => tcp(port(443), ipv4(pick, 32)),
  'few ports, usual blocks': (pick) => tcp(port([22, 80, 443, 3306][pick(4)]), ipv4(pick, 16 + pick(17))),
  'any port, blocks of any size': (pick) => tcp(port(pick(65_536)), ipv4(pick, pick(33))),
  'any range, small blocks': (pick) => tcp(range(pick(65_536), pick(65_536)), ipv4(pick, 24 + pick(9))),
  'any port, IPv6': (pick) => tcp(port(pick(65_536)), ipv6(pick, 16 + pick(113))),
  'any port, from anywhere': (pick) => tcp(port(pick(65_536)), ipv4(pick, 0)),
  'any port, from 1,000 groups': (pick) =>
    tcp(port(pick(65_536)), { kind: 'group', groupId: `sg-${pick(1000)}` }),
};

const { ruleSet } = await load(new URL('../../src/core/exposure/rule-set.ts', import.meta.url).pathname);
let slow = 0;
console.log('rules to canonical sets: milliseconds (best of five) and rules per second');
for (const [name, make] of Object.entries(KINDS)) {
  const times = SIZES.map((size) => {
    const pick = generator(size);
    const rules = Array.from({ length: size }, () => make(pick));
    let bestMs = Number.POSITIVE_INFINITY;
    for (let round = 0; round < ROUNDS; round += 1) {
      const started = performance.now();
      ruleSet(rules);
      bestMs = Math.min(bestMs, performance.now() - started);
    }
    return bestMs;
  });
  const exponent = Math.log10(times[2] / times[0]) / 2;
  const cells = times.map((ms, index) => {
    const rate = Math.round((SIZES[index] / ms) * 1000).toLocaleString('en');
    return `${SIZES[index].toLocaleString('en').padStart(7)}: ${ms.toFixed(1).padStart(6)} ms ${rate.padStart(10)}/s`;
  });
  console.log(`${name.padEnd(30)} ${cells.join('  ')}  growth n^${exponent.toFixed(2)}`);
  if (times[2] >= LIMIT_MS) slow += 1;
}
if (slow > 0) {
  console.error(`${slow} kinds of lists need a second or more for 100,000 rules`);
  process.exitCode = 1;
}
