import { defineConfig } from 'vitest/config';

/** The fault matrix: `npm run test:faults`. Two files run at a time, and each runs its cases concurrently. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    globalSetup: ['test/support/build.ts'],
    testTimeout: 900_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
