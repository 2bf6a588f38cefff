import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [
      'test/faults/**',
      'test/interop/**',
      'test/real-aws/**',
      'test/browser/**',
      'test/bench/**',
      'test/packaging/**',
    ],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    globalSetup: ['test/support/build.ts'],
    // By default, Vitest leaves one core idle, which is half of a machine with two cores.
    maxWorkers: availableParallelism(),
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
