import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/reports/audit.ts';
import { browserTests, CHROMIUM } from './chromium.ts';
import { reportOf } from './reports.ts';

/** Search texts, one for each measured keystroke. The median counts. */
const TYPED = [
  '1',
  '12',
  '123',
  '12',
  '1',
  'g',
  'gr',
  'gro',
  'grou',
  'group',
  'admits',
  'tcp 22',
  'eu-west',
  'z',
  '',
];
/** The highest ratio of the time for a keystroke with 5,000 findings to the time with one page of 50. */
const MOST_TIMES = 6;

describe.skipIf(CHROMIUM === undefined)('a report of 5,000 findings in a browser', () => {
  const { open } = browserTests();

  /** Returns the median time from a keystroke to the new layout of the table, in milliseconds. */
  async function keystrokeMs(report: AuditReport): Promise<number> {
    const { page } = await open(report);
    const times = await page.evaluate((typed) => {
      const search = document.querySelector<HTMLInputElement>('#findings input[type=search]')!;
      const table = document.querySelector<HTMLElement>('#findings')!;
      return typed.map((text) => {
        const started = performance.now();
        search.value = text;
        search.dispatchEvent(new Event('input', { bubbles: true }));
        return table.offsetHeight > 0 ? performance.now() - started : Number.NaN;
      });
    }, TYPED);
    await page.close();
    return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!;
  }

  it('responds to a keystroke about as fast as a report of one page', async () => {
    const one = await keystrokeMs(reportOf(50));
    const all = await keystrokeMs(reportOf(5000));
    console.log(
      `\nmeasured: keystroke to table: ${all.toFixed(1)} ms of 5,000 findings, ${one.toFixed(1)} ms of 50 (${(all / one).toFixed(1)} times)`,
    );
    expect(all / one).toBeLessThan(MOST_TIMES);
  });

  it('renders only one page of findings', async () => {
    const { page } = await open(reportOf(5000));
    expect(await page.locator('#findings tbody tr').count()).toBe(50);
    expect(await page.locator('#exposure tbody tr').count()).toBe(20);
    expect(await page.locator('#findings [data-count]').textContent()).toBe('1–50 of 5,000 findings');
    await page.locator('#findings input[type=search]').fill('group-04999');
    expect(await page.locator('#findings tbody .name').allTextContents()).toEqual(['group-04999']);
    expect(await page.locator('#findings [data-count]').textContent()).toBe('1 of 5,000 findings');
  });
});
