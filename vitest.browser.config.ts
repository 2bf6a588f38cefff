import { defineConfig } from 'vitest/config';

/**
 * Tests of the HTML report and of the sandbox in a real browser: `npm run test:browser`. Without Chromium, they are skipped with a
 * message.
 */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 1,
  },
});
