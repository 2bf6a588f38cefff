import { defineConfig } from 'vitest/config';

/**
 * Tests of the published package: `npm run test:packaging`. If a tool is missing, its tests are skipped with a
 * message.
 */
export default defineConfig({
  test: {
    include: ['test/packaging/**/*.test.ts'],
    globalSetup: ['test/packaging/packed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
