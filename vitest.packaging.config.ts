import { defineConfig } from 'vitest/config';

/** What is published, as its users meet it: `npm run test:packaging`. Parts whose tool is missing skip aloud. */
export default defineConfig({
  test: {
    include: ['test/packaging/**/*.test.ts'],
    globalSetup: ['test/packaging/packed.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
