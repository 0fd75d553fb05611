import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/testing/fixed-seeds.ts'],
    reporters: ['default', './src/testing/closing-line.ts'],
    testTimeout: 60_000,
  },
});
