import { expect, it } from 'vitest';
import { driveAtOnce } from '../testing/live-drive.ts';
import { buildPlan } from '../testing/record-builder.ts';
import { clockOf, instantArrivals } from '../testing/run-plan.ts';
import { decodeRun, encodeRun } from './run-json.ts';

const record = driveAtOnce(buildPlan({ arrivals: instantArrivals(20), clock: clockOf(9_000) }));
const text = new TextDecoder().decode(encodeRun(record));

it('a live record is saved and read back as it is', () => {
  expect(decodeRun(text, 'run.json').live).toEqual(record.live);
});

it('a live record without one of its parts is refused by the name of the part', () => {
  const broken = JSON.parse(text);
  delete broken.live.kinds.enter.failed;
  delete broken.live.slipSeries.p99Ms;
  broken.live.losses = 3;
  let paths: readonly string[] = [];
  try {
    decodeRun(JSON.stringify(broken), 'run.json');
  } catch (error) {
    paths = (error as { problems: readonly { path: string }[] }).problems.map(({ path }) => path);
  }
  expect(paths).toEqual(['live.losses', 'live.kinds.enter.failed', 'live.slipSeries.p99Ms']);
});
