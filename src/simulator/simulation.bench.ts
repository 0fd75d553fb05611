import { nodeHost } from '../cli/node-host.ts';
import { sourceReader } from '../cli/source-reader.ts';
import { loadScenario } from '../scenario/load.ts';
import type { Contender, Sample } from '../testing/bench/contender.ts';
import { cpuSeconds } from '../testing/bench/cpu-clock.ts';
import { Simulation } from './simulation.ts';

const SCENARIO = 'scenarios/concert-1000.yaml';
const SLICE_MS = 1000;

/** Returns the engine on the world of the bare loop, from the scenario that ships, as a contender. */
export function fullEngine(name: string, overrides: readonly string[], rounds: number): Contender {
  const host = nodeHost();
  if (host.files.kind(SCENARIO) === 'missing') {
    const skipped = `skipped: ${SCENARIO} is missing`;
    return { name, rounds, isWarmedUp: true, skipped, run: () => ({ count: 0, seconds: 1 }) };
  }
  const plan = loadScenario(SCENARIO, { overrides }, sourceReader(host));
  const run = (): Sample => {
    // As for the bare loop, the visitors are there before the clock starts.
    const simulation = new Simulation(plan, 0);
    const startedSec = cpuSeconds();
    while (!simulation.done) simulation.advance(simulation.nowMs + SLICE_MS);
    const seconds = cpuSeconds() - startedSec;
    const { totals } = simulation.record();
    return {
      count: totals.polls,
      seconds,
      meanSec: totals.ticketWaitSumMs / totals.tickets / 1000,
    };
  };
  return { name, rounds, isWarmedUp: true, run };
}
