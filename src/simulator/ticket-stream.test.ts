import { expect, it } from 'vitest';
import { buildClass, buildPlan, buildRules } from '../testing/record-builder.ts';
import { clockOf, digestOf, runPlan, steadyArrivals } from '../testing/run-plan.ts';
import { Simulation } from './simulation.ts';

const PLAN = buildPlan({
  clock: clockOf(300_000),
  arrivals: steadyArrivals(5, 60_000),
  visitors: [
    buildClass({
      poll: { kind: 'uniform', fromMs: 4_500, toMs: 5_500 },
      politeShare: 0.4,
      patience: { impatientShare: 0.3, durationMs: { kind: 'exponential', mean: 60_000 } },
    }),
  ],
  admission: buildRules({ mode: 'push' }),
});

function recordOn(stream: number, shortcuts = true) {
  const simulation = new Simulation(PLAN, 0, shortcuts, stream);
  while (!simulation.done) simulation.advance(simulation.nowMs + 1_000);
  return simulation.record();
}

it('stream 0 is the run itself', () => {
  expect(digestOf(recordOn(0))).toBe(digestOf(runPlan(PLAN)));
});

it('another stream is the same people at the same times, who poll at other instants', () => {
  const [first, second] = [recordOn(0), recordOn(1)];
  expect([...second.visits.joinMs]).toEqual([...first.visits.joinMs]);
  expect([...second.visits.classIndex]).toEqual([...first.visits.classIndex]);
  expect([...second.visits.polite]).toEqual([...first.visits.polite]);
  expect([...second.quotes.atMs]).not.toEqual([...first.quotes.atMs]);
  const reneged = (record: typeof first) =>
    record.visits.outcome.reduce((sum, each) => sum + (each === 1 ? 1 : 0), 0);
  expect(Math.abs(reneged(first) - reneged(second))).toBeLessThan(10);
});

it('another stream is the same run the short way and the long way', () => {
  expect(digestOf(recordOn(7, false))).toBe(digestOf(recordOn(7)));
});
