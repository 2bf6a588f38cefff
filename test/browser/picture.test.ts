import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { sampleChanges, sampleReport } from '../render/audit/sample.ts';
import { browserTests, CHROMIUM } from './chromium.ts';

const PICTURE = fileURLToPath(new URL('../../docs/images/audit-report.png', import.meta.url));

/** Takes a new picture for the README: UPDATE_PICTURE=1 npm run test:browser. */
describe.skipIf(CHROMIUM === undefined || process.env.UPDATE_PICTURE !== '1')('the picture', () => {
  const { open } = browserTests();

  it('shows the top of a report with invented data', async () => {
    const report = await sampleReport();
    report.scopes = report.scopes.filter(({ error }) => error === undefined);
    report.summary.failedScopes = 0;
    report.changes = sampleChanges();
    const { page } = await open(report, { viewport: { width: 1200, height: 1240 }, colorScheme: 'light' });
    const { length } = await page.screenshot({ path: PICTURE });
    expect(length).toBeLessThan(250_000);
  });
});
