import { defineConfig, type Plugin } from 'vitest/config';

/** Lua scripts are text, as esbuild's `--loader:.lua=text` has it in the build. */
const lua: Plugin = {
  name: 'lua-as-text',
  transform: (text, id) => (id.endsWith('.lua') ? `export default ${JSON.stringify(text)}` : undefined),
};

export default defineConfig({
  plugins: [lua],
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: ['src/testing/redis-setup.ts'],
    setupFiles: ['src/testing/fixed-seeds.ts'],
    reporters: ['default', './src/testing/closing-line.ts'],
    testTimeout: 60_000,
  },
});
