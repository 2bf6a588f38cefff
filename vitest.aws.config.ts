import { defineConfig } from 'vitest/config';

/** A test run in a real AWS account: `npm run test:aws`. See docs/testing-on-aws.md. */
export default defineConfig({
  test: {
    include: ['test/real-aws/**/*.test.ts'],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    globalSetup: ['test/support/build.ts', 'test/real-aws/chosen-account.ts'],
    testTimeout: 30 * 60_000,
    hookTimeout: 10 * 60_000,
  },
});
