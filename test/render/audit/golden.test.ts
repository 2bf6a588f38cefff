// Covers src/audit/read-changes.ts, src/render/audit/*.ts, src/core/compare-text.ts.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { render } from '../../../src/render/index.ts';
import { fixtureReport, HOSTILE, LOOK } from './held.ts';

/**
 * Compares each format of the fixture report byte by byte. UPDATE_GOLDEN=1 writes the fixtures again; read the
 * diff afterwards.
 */
const FILES = {
  pretty: 'report.txt',
  json: 'report.json',
  csv: 'report.csv',
  sarif: 'report.sarif',
  ocsf: 'report.ocsf.jsonl',
  asff: 'report.asff.jsonl',
  html: 'report.html',
  markdown: 'report.md',
};
const at = (name: string) => new URL(`../../fixtures/audit/${name}`, import.meta.url);

if (process.env.UPDATE_GOLDEN === '1') {
  const { sampleChanges, sampleReport } = await import('./sample.ts');
  const report = await sampleReport({ hostile: HOSTILE });
  report.version = '0.0.0';
  report.changes = sampleChanges();
  writeFileSync(at('report.json'), await render(report, 'json', LOOK));
}

const report = fixtureReport();

it.each(Object.entries(FILES))('writes %s exactly as in %s', async (format, name) => {
  const text = await render(report, format, LOOK);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(at(name), text);
  expect(text).toBe(readFileSync(at(name), 'utf8'));
});
