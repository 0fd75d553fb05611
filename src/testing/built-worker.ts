import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

/** A file that threads can run, built from the present sources so that no stale dist is tested. */
export interface BuiltWorker {
  readonly file: URL;
  /** Removes it. */
  remove(): void;
}

/** Builds the file of a thread into a folder of its own. @param entry path from the root of the project */
export function buildWorker(entry: string): BuiltWorker {
  const folder = mkdtempSync(join(tmpdir(), 'tacos-worker-'));
  // Both sides of a thread must load the same copy of the pool.
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const outfile = join(folder, 'worker.mjs');
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external: ['tinypool'],
    loader: { '.lua': 'text' },
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
    logLevel: 'error',
  });
  return { file: pathToFileURL(outfile), remove: () => rmSync(folder, { recursive: true }) };
}
