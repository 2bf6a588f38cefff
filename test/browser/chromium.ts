import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { auditHtml } from '../../src/render/audit/html/document.ts';
import type { AuditReport } from '../../src/reports/audit.ts';

/** The paths that Debian, Ubuntu and Google use. If CHROMIUM contains a path, only that one is tried. */
const PLACES = process.env.CHROMIUM
  ? [process.env.CHROMIUM]
  : ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser's path. It is undefined if there is no browser; each test file then prints that it is skipped. */
export const CHROMIUM = PLACES.find(isExecutable);
if (CHROMIUM === undefined) {
  console.log(
    `\nskipped: tests in a browser: no chromium at ${PLACES.join(', ')} (apt-get install chromium)`,
  );
}

export const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** An opened report, with the complaints and requests that it caused. */
export interface Opened {
  page: Page;
  /** Messages of the console at warning or above, uncaught errors, dialogs. */
  complaints: string[];
  /** The requested URLs, except the document itself. */
  requests: string[];
}

/** Opens one browser for a test file. The tests fail if an opened report causes a complaint or a request. */
export function browserTests() {
  let browser: Browser;
  let folder: string;
  let files = 0;
  const all: Opened[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'secgroup-monitor-report-'));
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: FLAGS });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
    for (const { complaints, requests } of all) {
      expect(complaints).toEqual([]);
      expect(requests).toEqual([]);
    }
  });
  return {
    /** Opens the report from a file, as its recipient would. */
    async open(report: AuditReport, options: BrowserContextOptions = {}): Promise<Opened> {
      const path = join(folder, `${++files}.html`);
      writeFileSync(path, auditHtml(report));
      const opened = await watchedPage(browser, options, pathToFileURL(path).href);
      all.push(opened);
      return opened;
    },
    /** Opens a URL. */
    async visit(url: string): Promise<Opened> {
      const opened = await watchedPage(browser, {}, url);
      all.push(opened);
      return opened;
    },
  };
}

async function watchedPage(browser: Browser, options: BrowserContextOptions, url: string): Promise<Opened> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const opened: Opened = { page, complaints: [], requests: [] };
  page.on('console', (message) => {
    if (['error', 'warning', 'assert'].includes(message.type())) opened.complaints.push(message.text());
  });
  page.on('pageerror', (error) => opened.complaints.push(error.message));
  page.on('dialog', (dialog) => {
    opened.complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on('request', (request) => {
    if (request.url() !== url) opened.requests.push(request.url());
  });
  await page.goto(url);
  return opened;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
