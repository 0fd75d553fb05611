#!/usr/bin/env node
import { existsSync } from 'node:fs';

const built = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(built)) {
  const { runProcess } = await import(built.href);
  await runProcess();
} else {
  process.stderr.write('tacos is not built: run "npm install && npm run build" in its folder\n');
  process.exitCode = 1;
}
