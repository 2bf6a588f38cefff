import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { auditHtml } from '../../src/render/audit/html/document.ts';
import { fixtureReport, HOSTILE } from '../render/audit/held.ts';
import { browserTests, CHROMIUM } from './chromium.ts';
import { fullReport, reportOf } from './reports.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.skipIf(CHROMIUM === undefined)('the HTML report in a browser', () => {
  const { open, visit } = browserTests();
  const report = fixtureReport();
  const rows = (page: Page) => page.locator('#findings tbody tr');
  const names = (page: Page) => page.locator('#findings tbody .name').allTextContents();
  const count = (page: Page) => page.locator('#findings [data-count]').textContent();

  const looks = [1280, 400].flatMap((width) =>
    (['light', 'dark'] as const).map((theme) => ({ width, theme })),
  );

  it.each(looks)(
    'is accessible and fits the width at $width pixels in the $theme theme',
    async ({ width, theme }) => {
      const { page } = await open(fullReport(), { viewport: { width, height: 900 }, colorScheme: theme });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(() => (globalThis as never as AxeWindow).axe.run());
      const problems = violations.map(
        ({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html)}`,
      );
      expect(problems).toEqual([]);
    },
  );

  it('shows the same content with and without its script', async () => {
    const { page } = await open(report);
    const { page: plain } = await open(report, { javaScriptEnabled: false });
    const lists = ['#findings tbody', '#exposure tbody', '#changes ol'];
    for (const list of lists) {
      const written = await plain.locator(list).innerHTML();
      await page.evaluate(() => {
        for (const form of document.querySelectorAll('form')) form.dispatchEvent(new Event('input'));
        dispatchEvent(new Event('beforeprint'));
        dispatchEvent(new Event('afterprint'));
      });
      expect(await page.locator(list).innerHTML()).toBe(written);
    }
    expect(await plain.locator('#findings form').isHidden()).toBe(true);
    expect(await page.locator('#findings form').isVisible()).toBe(true);
  });

  it('filters by text, severity, kind and place, and clears the filters', async () => {
    const { page } = await open(report);
    const search = page.locator('#findings input[type=search]');
    await search.fill('LEGACY 3389');
    expect(new Set(await names(page))).toEqual(new Set(['legacy-windows']));
    expect(await count(page)).toMatch(new RegExp(`^\\d of ${report.findings.length} findings$`));
    await search.fill('no such thing');
    expect(await rows(page).count()).toBe(0);
    expect(await page.locator('#findings [data-none]').isVisible()).toBe(true);
    expect(await page.locator('#findings table').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Clear' }).click();
    await expect.poll(() => rows(page).count()).toBe(report.findings.length);

    const critical = page.locator('#findings').getByLabel('critical');
    await critical.uncheck();
    const mild = report.findings.filter(({ severity }) => severity !== 'critical');
    expect(await rows(page).count()).toBe(mild.length);
    await critical.check();
    await page.getByLabel('Kind').selectOption('Missing ingress');
    expect(await names(page)).toEqual(['payments-api']);
    await page.getByLabel('Kind').selectOption('');
    await page.getByLabel('Where').selectOption('444455556666 · us-east-1');
    const there = report.findings.filter(({ region }) => region === 'us-east-1');
    expect(await rows(page).count()).toBe(there.length);
  });

  it('sorts by each column in both directions, and marks the order for screen readers', async () => {
    const { page } = await open(report);
    const header = (name: string) => page.getByRole('columnheader', { name });
    expect(await header('Severity').getAttribute('aria-sort')).toBe('descending');
    await page.getByRole('button', { name: 'Severity' }).click();
    expect(await header('Severity').getAttribute('aria-sort')).toBe('ascending');
    expect(await page.locator('#findings .badge').allTextContents()).toEqual(
      report.findings.map(({ severity }) => severity).toReversed(),
    );
    await page.getByRole('button', { name: 'Security group' }).focus();
    await page.keyboard.press('Enter');
    const sorted = await names(page);
    expect(sorted).toEqual(sorted.toSorted(new Intl.Collator('en', { numeric: true }).compare));
    expect(await header('Severity').getAttribute('aria-sort')).toBeNull();
    await page.keyboard.press('Enter');
    expect(await names(page)).toEqual(
      sorted.toSorted(new Intl.Collator('en', { numeric: true }).compare).toReversed(),
    );
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Security group');
  });

  it('shows hostile names as plain text', async () => {
    const { page } = await open(report);
    await page.locator('#findings input[type=search]').fill('onerror');
    const shown = HOSTILE.replace('\u202e', '\\u202e');
    expect(new Set(await names(page))).toEqual(new Set([shown]));
    expect(await page.locator('img, script[src], iframe').count()).toBe(0);
    expect(await page.locator('#exposure').getByText(shown).count()).toBeGreaterThan(0);
  });

  it('runs only its own script', async () => {
    const { page, complaints } = await open(report);
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      try {
        script.textContent = 'globalThis.intruded = true';
        document.body.append(script);
      } catch (error) {
        return String(error);
      }
      return 'intruded' in globalThis ? 'it ran' : 'it did not run';
    });
    expect(ran).toContain('TrustedScript');
    expect(complaints.splice(0).join()).toContain('TrustedScript');
  });

  it('is usable by keyboard: skip link, chips, details, pages', async () => {
    const { page } = await open(reportOf(120));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#findings');
    await page.locator('#findings summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('#findings details').first().getAttribute('open')).not.toBeNull();
    const next = page.locator('#findings').getByRole('button', { name: 'Next' });
    await next.focus();
    await page.keyboard.press('Enter');
    expect(await count(page)).toBe('51–100 of 120 findings');
    await page.keyboard.press('Enter');
    expect(await count(page)).toBe('101–120 of 120 findings');
    expect(await next.isDisabled()).toBe(true);
  });

  it('unfolds all filtered findings for printing, and then shows one page again', async () => {
    const { page } = await open(reportOf(120));
    await page.locator('#findings').getByLabel('critical').uncheck();
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    expect(await rows(page).count()).toBe(96);
    expect(await page.locator('#findings details:not([open])').count()).toBe(0);
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    expect(await rows(page).count()).toBe(50);
    expect((await page.pdf()).subarray(0, 4).toString()).toBe('%PDF');
  });

  it('switches between the light and the dark theme', async () => {
    const { page } = await open(report, { colorScheme: 'dark' });
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const dark = await paper();
    await page.getByRole('button', { name: 'Theme: system' }).click();
    expect(await paper()).not.toBe(dark);
    await page.getByRole('button', { name: 'Theme: light' }).click();
    expect(await paper()).toBe(dark);
  });

  it('requests nothing except itself from a server', async () => {
    const requested: string[] = [];
    const server = createServer((request, response) => {
      requested.push(request.url!);
      response.setHeader('content-type', 'text/html').end(auditHtml(report));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { page } = await visit(`http://127.0.0.1:${(server.address() as AddressInfo).port}/report.html`);
    await page.locator('#findings input[type=search]').fill('bastion');
    await page.close();
    server.close();
    expect(requested).toEqual(['/report.html']);
  });
});

interface AxeWindow {
  axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
}
