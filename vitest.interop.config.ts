import { defineConfig } from 'vitest/config';

/** Other clients on our sandbox, and our command line on another cloud: `npm run test:interop`. */
export default defineConfig({
  test: {
    include: ['test/interop/**/*.test.ts'],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    globalSetup: ['test/support/build.ts', 'test/interop/python-tools.ts'],
    testTimeout: 180_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
