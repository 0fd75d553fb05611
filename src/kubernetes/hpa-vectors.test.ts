import { readFileSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { checkVectors } from '../testing/hpa-vector-check.ts';
import { readVectors } from '../testing/hpa-vector-file.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PATH = resolve(ROOT, process.env.TACOS_HPA_VECTORS ?? 'fixtures/vectors/hpa.json');

it('decides as the Kubernetes controller does, in every case of the vectors', () => {
  const { passed, failed, skipped, failures } = checkVectors(readVectors(readFileSync(PATH, 'utf8')));
  const lines = [...failures, `vectors: ${passed} passed, ${failed} failed, ${skipped} skipped`];
  // Written to the descriptor itself: the runner would put its own heading around what goes through the console.
  writeSync(1, `${lines.join('\n')}\n`);
  expect(failures).toEqual([]);
});
