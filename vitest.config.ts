import { defineConfig } from 'vitest/config';

// Tests start real processes (Redis, the shop, agents), so every file runs in a fork of its own.
// On a busy machine a process may be late once; a test that fails twice is broken. What was retried is marked in the output.
const common = { pool: 'forks' as const, testTimeout: 30_000, hookTimeout: 60_000, retry: process.env['CI'] === undefined ? 0 : 1 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...common,
          name: 'parts',
          include: ['test/**/*.test.ts'],
          exclude: ['test/flow/**'],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Whole worlds, one after another and after everything else: on two cores they would measure each other.
        test: {
          ...common,
          name: 'flow',
          include: ['test/flow/**/*.test.ts'],
          fileParallelism: false,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
