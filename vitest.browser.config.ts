import { defineConfig } from 'vitest/config';

/**
 * Tests of the HTML report in a real browser: `npm run test:browser`. Without Chromium, they are skipped with a
 * message.
 */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
  },
});
