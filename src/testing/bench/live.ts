import { cpus } from 'node:os';
import { decisionRates } from '../../live/decisions.bench.ts';
import { markdownTable } from './table.ts';

const ROUNDS = 5;
const DECISIONS = 60_000;
/** What the target is held against. */
const LIMIT = 'redis-benchmark -P 16 -c 50';

/** Prints what a live room decides per second, as Markdown. */
async function main(): Promise<void> {
  const rates = await decisionRates(ROUNDS, DECISIONS);
  const limit = median(rates.find(({ name }) => name === LIMIT)!.perSec);
  const rows = rates.map(({ name, perSec, serverMicros }) => [
    name,
    thousands(median(perSec)),
    `${thousands(Math.min(...perSec))} - ${thousands(Math.max(...perSec))}`,
    serverMicros.toFixed(1),
    (median(perSec) / limit).toFixed(2),
  ]);
  const head = ['admission decisions', 'per second', 'lowest - highest', 'us in the server', 'x -P 16'];
  process.stdout.write(`Machine: ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, wall time\n\n`);
  process.stdout.write(`${markdownTable(head, rows)}\n`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function thousands(perSec: number): string {
  return `${(perSec / 1_000).toFixed(1)} k`;
}

await main();
