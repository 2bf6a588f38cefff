import { defineConfig } from 'vitest/config';

/** The fault matrix: `npm run test:faults`. Two files at a time; each runs its cases side by side. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    testTimeout: 280_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
