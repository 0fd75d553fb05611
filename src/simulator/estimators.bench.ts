import { nodeHost } from '../cli/node-host.ts';
import { sourceReader } from '../cli/source-reader.ts';
import { loadScenario } from '../scenario/load.ts';
import type { Contender } from '../testing/bench/contender.ts';
import { cpuSeconds } from '../testing/bench/cpu-clock.ts';
import { Simulation } from './simulation.ts';

const SLICE_MS = 1000;

/** Nine estimators that between them keep every book there is but that of waits. */
export const NINE = 'fixed, moving-count, ema, sliding, sliding-fixed, ql, kalman-drain, fdc, fdc-prior';

/** Returns a shipped scenario with some estimators, one run as the unit of work, as a contender. */
export function withEstimators(name: string, scenario: string, ids: string, displayed: string): Contender {
  const overrides = ['thresholds=[]', `eta.estimators=[${ids}]`, `eta.displayed=${displayed}`];
  const plan = loadScenario(`scenarios/${scenario}.yaml`, { overrides }, sourceReader(nodeHost()));
  const run = () => {
    const startedSec = cpuSeconds();
    const simulation = new Simulation(plan, 0);
    while (!simulation.done) simulation.advance(simulation.nowMs + SLICE_MS);
    const { totals } = simulation.record();
    return {
      count: 1,
      seconds: cpuSeconds() - startedSec,
      meanSec: totals.ticketWaitSumMs / totals.tickets / 1000,
    };
  };
  return { name, rounds: 5, isWarmedUp: true, run };
}
