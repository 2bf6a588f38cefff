import { defineConfig } from 'vitest/config';

/** The HTML report in a real browser: `npm run test:browser`. Skips aloud where there is no chromium. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
  },
});
