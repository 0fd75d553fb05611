import type { Contender, Sample } from '../testing/bench/contender.ts';
import { cpuSeconds } from '../testing/bench/cpu-clock.ts';
import { generateArrivals } from '../traffic/generate.ts';
import { BareLoop, type BareWorld } from './bare-loop.bench.ts';

const HORIZON_MS = 1_800_000;
const SEED = 42;

/** Runs of a small world that are timed together, so that a sample is long enough to time. */
const MIN_SAMPLE_POLLS = 10_000_000;

/** The on-sale that decays by e every 10 s from 30,000 joins/s, 299,255 visitors on average; all of it times a scale. */
export function onSale(scale: number, gateRanks: number): BareWorld {
  const shape = { kind: 'half-life', startPerSec: 30_000 * scale, halfLifeMs: 10_000 * Math.LN2 } as const;
  const phases = [{ name: 'on sale', startMs: 0, endMs: 60_000, shape }];
  const { joinMs } = generateArrivals({ process: 'poisson', phases }, HORIZON_MS, SEED, 0);
  return {
    joinMs,
    gateRanks: gateRanks * scale,
    capacityTokens: 500 * scale,
    tokenMs: 1 / scale,
    horizonMs: HORIZON_MS,
    seed: SEED,
  };
}

/** Returns the bare loop as a contender. */
export function bareLoop(name: string, world: BareWorld, rounds: number): Contender {
  return { name, rounds, isWarmedUp: true, run: () => timed(world) };
}

function timed(world: BareWorld): Sample {
  const startedSec = cpuSeconds();
  let count = 0;
  let meanSec = 0;
  while (count < MIN_SAMPLE_POLLS) {
    const result = new BareLoop(world).run();
    count += result.polls;
    meanSec = result.waitSumMs / result.admitted / 1000;
  }
  return { count, seconds: cpuSeconds() - startedSec, meanSec };
}
