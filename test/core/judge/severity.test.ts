// Covers src/core/exposure/notable-ports.ts, src/core/baseline/presets.ts.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { guardBaseline } from '../../../src/core/baseline/presets.ts';
import { NOTABLE_PORTS } from '../../../src/core/exposure/notable-ports.ts';
import { protocolName } from '../../../src/core/exposure/protocols.ts';
import { linesSeverity, SEVERITY_TABLE } from '../../../src/core/judge/severity.ts';

const page = readFileSync(new URL('../../../docs/severity.md', import.meta.url), 'utf8');

/** Returns the cells of the table rows that begin with one of these words. */
const rows = (firsts: readonly string[]) =>
  page
    .split('\n')
    .filter((line) => firsts.some((first) => line.startsWith(`| ${first} `)))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );

const SOURCES = {
  anywhere: '0.0.0.0/1, 128.0.0.0/1',
  public: '8.8.8.8/32',
  private: '10.0.0.0/8, sg-0aaa',
} as const;
const EXAMPLES = { sensitive: 'tcp 5432', other: 'tcp 8080', web: 'tcp 443', icmp: 'icmp 8/0' } as const;

describe('severity', () => {
  for (const [kind, traffic] of Object.entries(EXAMPLES)) {
    for (const [reach, source] of Object.entries(SOURCES)) {
      it(`is the cell ${kind}, ${reach} of the table for ${traffic} from ${source}`, () => {
        const cell = SEVERITY_TABLE[kind as keyof typeof EXAMPLES][reach as keyof typeof SOURCES];
        expect(linesSeverity([`${traffic} from ${source}`])).toBe(cell);
      });
    }
  }

  it.each([
    ['all from anywhere', 'critical'],
    ['0-255 from 10.0.0.0/8', 'medium'],
    ['tcp 8000-8010 from ::/0', 'high'],
    ['tcp 0-21,24-79 from anywhere', 'high'],
    ['47 from anywhere', 'high'],
    ['58 from anywhere', 'low'],
    ['udp 3389 from 2000::/3', 'critical'],
    ['tcp 22 from pl-0aaa', 'high'],
    ['tcp 22 from 203.0.113.0/24, fd00::/8, 100.64.0.0/10', 'medium'],
  ])('%s is %s', (line, severity) => {
    expect(linesSeverity([line])).toBe(severity);
  });

  it('counts all lines together, so parts of the internet in several lines are the internet', () => {
    expect(linesSeverity(['tcp 22 from 1.0.0.0/9', 'tcp 22 from 2.0.0.0/9', 'tcp 22 from 3.0.0.0/9'])).toBe(
      'critical',
    );
    expect(linesSeverity(['tcp 22 from 1.0.0.0/9', 'tcp 23 from 2.0.0.0/9'])).toBe('high');
    expect(linesSeverity([])).toBe('info');
  });

  it('equals the table in docs/severity.md', () => {
    const names = {
      'administrative and database ports': 'sensitive',
      'anything else': 'other',
      'web ports': 'web',
      'ICMP and ICMPv6': 'icmp',
    } as const;
    const documented = rows(Object.keys(names)).map(([name, ...cells]) => [
      names[name as keyof typeof names],
      ...cells,
    ]);
    expect(documented).toEqual(
      Object.entries(SEVERITY_TABLE).map(([kind, row]) => [kind, row.anywhere, row.public, row.private]),
    );
    expect(rows(['administrative', 'database', 'web']).filter((cells) => cells.length === 3)).toEqual(
      NOTABLE_PORTS.map(({ kind, name, protocol, ports: { first, last } }) => [
        kind,
        name,
        `${protocolName(protocol)} ${first === last ? first : `${first}-${last}`}`,
      ]),
    );
  });
});

describe('the guard preset', () => {
  it('forbids every administrative and database port, and only these', () => {
    const { never, unlisted, groups } = guardBaseline();
    expect([unlisted, groups]).toEqual(['ignore', []]);
    const listed = never.flatMap(({ rule }) => {
      const [protocol, ports] = rule.split(' ');
      return ports!.split(',').map((port) => `${protocol} ${port}`);
    });
    const sensitive = NOTABLE_PORTS.filter(({ kind }) => kind !== 'web').map(
      ({ protocol, ports: { first, last } }) =>
        `${protocolName(protocol)} ${first === last ? first : `${first}-${last}`}`,
    );
    expect(listed.sort()).toEqual(sensitive.sort());
  });
});
