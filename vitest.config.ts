// How `npm test` finds and runs the tests; reporters end with the plain line that the pipeline reads.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    reporters: ['default', './test/closing-line.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    pool: 'forks',
    env: { TZ: 'UTC', FORCE_COLOR: '0' },
  },
});
