import { readFileSync } from 'node:fs';
import { gatedMetrics } from '../../analysis/gate/gated-metric.ts';
import { loadScenario } from '../../scenario/load.ts';
import { markdownTable } from '../bench/table.ts';
import { makePool, type PoolRow } from './pool.ts';
import { FACTORS, runSelfTest } from './self-test.ts';
import { meanWorsening } from './trials.ts';

const SETS = 200;
const SEEDS = 60;
const FIRST_SEED = 100_000;
/** The displayed estimator alone, the others are not judged. */
const OVERRIDES = ['eta.estimators=[fdc]', 'eta.displayed=fdc'];

/**
 * Prints how often the gate of scenarios/gate.yaml calls FAIL where nothing got worse, where everything got worse by
 * exactly its margin, and where it should. Run from the root of the project; ends in exit code 1 where one is not as it must be.
 */
function main(): void {
  const plan = loadScenario('scenarios/gate.yaml', { overrides: OVERRIDES }, (path) => ({
    kind: 'bytes',
    bytes: readFileSync(path),
  }));
  const { gate } = plan;
  if (gate === undefined) throw new Error('scenarios/gate.yaml has no gate');
  const seeds = Array.from({ length: SEEDS }, (_, i) => FIRST_SEED + i);
  print(
    `Simulating ${SEEDS} seeds on two streams of poll instants; ${SETS} sets of 20 and 40 pairs are drawn.\n`,
  );
  const pool = makePool(plan, gate, seeds, FACTORS);
  const metrics = gatedMetrics(plan, gate).filter(({ role }) => role !== 'shown');
  const results = runSelfTest(pool, metrics, SETS);
  const rows = results.map(({ name, tally, atMost, bound, holds }) => [
    name,
    percent(tally.fail / SETS),
    percent(tally.pass / SETS),
    percent(tally.inconclusive / SETS),
    percent(tally.toppedUp / SETS),
    `${atMost === undefined ? 'at least' : 'at most'} ${bound} of ${SETS} FAIL`,
    holds ? 'yes' : 'NO',
  ]);
  print(markdownTable(['', 'FAIL', 'PASS', 'open', 'second look', 'must be', 'is'], rows));
  print(movesTable(pool, metrics));
  process.exitCode = results.every(({ holds }) => holds) ? 0 : 1;
}

/** What scaled errors do to each judged metric, on its own scale: mean of d over the pool. */
function movesTable(pool: readonly PoolRow[], metrics: ReturnType<typeof gatedMetrics>): string {
  const rows = metrics.map((metric) => [
    metric.path,
    ...FACTORS.map((factor) => {
      const d = meanWorsening(pool, metric, factor);
      const isRatio = metric.worsening.kind === 'ratio';
      return `${(100 * (isRatio ? Math.expm1(d) : d)).toFixed(2)} ${isRatio ? '%' : 'pt'}`;
    }),
  ]);
  return `\nWorse by, where errors are greater:\n\n${markdownTable(['metric', '2 %', '5 %', '10 %'], rows)}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

main();
