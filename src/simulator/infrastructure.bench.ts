import { nodeHost } from '../cli/node-host.ts';
import { sourceReader } from '../cli/source-reader.ts';
import { loadScenario } from '../scenario/load.ts';
import type { Plan } from '../scenario/plan.ts';
import type { Contender } from '../testing/bench/contender.ts';
import { cpuSeconds } from '../testing/bench/cpu-clock.ts';
import { Simulation } from './simulation.ts';

const SCENARIO = 'scenarios/concert.yaml';
const SLICE_MS = 1000;

/** Returns the flagship scenario with what a change makes of it, one run as the unit of work, as a contender. */
export function concert(name: string, change: (plan: Plan) => Plan): Contender {
  const plan = change(loadScenario(SCENARIO, { overrides: [] }, sourceReader(nodeHost())));
  const run = () => {
    const simulation = new Simulation(plan, 0);
    const startedSec = cpuSeconds();
    while (!simulation.done) simulation.advance(simulation.nowMs + SLICE_MS);
    const seconds = cpuSeconds() - startedSec;
    const { totals } = simulation.record();
    return { count: 1, seconds, meanSec: totals.ticketWaitSumMs / totals.tickets / 1000 };
  };
  return { name, rounds: 3, isWarmedUp: false, run };
}

/** Returns a plan without anything around the waiting room. */
export function bare({ infrastructure: _, ...plan }: Plan): Plan {
  return plan;
}

/** Returns a plan with the edge alone. */
export function edgeOnly(plan: Plan): Plan {
  const edge = plan.infrastructure?.edge;
  if (edge === undefined) return bare(plan);
  return { ...plan, infrastructure: { edge, faults: [], published: [], windows: [] } };
}
