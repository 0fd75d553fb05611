import { type Rng, substream } from '../random/rng.ts';
import { ArrivalBuffer } from './arrival-buffer.ts';
import type { ArrivalPlan, Arrivals } from './arrival-plan.ts';
import type { PhaseProcess } from './arrivals/phase-process.ts';
import { expectedVisitors } from './expectation.ts';
import { applyNoise, noiseFactors } from './noise.ts';
import { clipProfile, type RateSegment } from './rate-profile.ts';
import { drawFromRate, stepsOf } from './rate-sampler.ts';
import { phaseProcess } from './registry.ts';

/** Generators and settings that all phases of one draw share. */
interface Draw {
  readonly process: ArrivalPlan['process'];
  readonly horizonMs: number;
  readonly arrivals: Rng;
  readonly markov: Rng;
  readonly lottery: Rng;
  /** One factor for each second; absent: no noise. */
  readonly factors?: Float64Array;
}

/**
 * Returns the arrivals of one replication, in whole ms (rounded down), ascending in joinMs, only joins before the horizon.
 * Where nobody waits for a lottery, arriveMs and joinMs are one and the same array.
 *
 * - poisson: a Poisson process of the plan's rate, by inversion of its integral; exact with noise and modulation too.
 * - deterministic: one visitor whenever the integral of the rate, counted from the phase's start, passes 0.5, 1.5, 2.5 ...
 * - a replay keeps its instants under either process and has no noise; its fractional height is drawn.
 * @param horizonMs whole ms
 */
export function generateArrivals(
  plan: ArrivalPlan,
  horizonMs: number,
  seed: number,
  replication: number,
): Arrivals {
  const draw: Draw = {
    process: plan.process,
    horizonMs,
    arrivals: substream(seed, replication, 'arrivals'),
    markov: substream(seed, replication, 'markov'),
    lottery: substream(seed, replication, 'lottery'),
    ...(plan.noise === undefined
      ? {}
      : { factors: noiseFactors(plan.noise, horizonMs, substream(seed, replication, 'arrival-noise')) }),
  };
  const buffer = new ArrivalBuffer(expectedVisitors(plan, horizonMs));
  const inOrder = [...plan.phases].sort((a, b) => a.startMs - b.startMs);
  for (const phase of inOrder) drawPhase(phaseProcess(phase), draw, buffer);
  return buffer.finish();
}

function drawPhase(process: PhaseProcess, draw: Draw, buffer: ArrivalBuffer): void {
  switch (process.kind) {
    case 'rate':
      drawRate(process.rate, draw, buffer);
      break;
    case 'modulated':
      drawRate(process.drawRate(draw.markov), draw, buffer);
      break;
    case 'gathering':
      drawGathering(process.rate, process.joinMs, draw, buffer);
      break;
    case 'replay':
      replay(process.atMs, process.height, draw, buffer);
  }
}

function drawGathering(
  rate: readonly RateSegment[],
  joinMs: number,
  draw: Draw,
  buffer: ArrivalBuffer,
): void {
  if (joinMs >= draw.horizonMs) return;
  const fromRow = buffer.length;
  drawRate(rate, draw, buffer);
  buffer.gather(fromRow, joinMs, (n) => draw.lottery.below(n));
}

function drawRate(rate: readonly RateSegment[], draw: Draw, buffer: ArrivalBuffer): void {
  const inTime = clipProfile(rate, { startMs: 0, endMs: draw.horizonMs });
  const { first, step } = stepsOf(draw.process, draw.arrivals);
  const noisy = draw.factors === undefined ? inTime : applyNoise(inTime, draw.factors);
  drawFromRate(noisy, first, step, buffer);
}

/** Each instant brings the whole part of the height, and one more visitor with the probability of its fraction. */
function replay(atMs: readonly number[], height: number, draw: Draw, buffer: ArrivalBuffer): void {
  const whole = Math.floor(height);
  const fraction = height - whole;
  for (const at of atMs) {
    if (at >= draw.horizonMs) break;
    const copies = fraction > 0 && draw.arrivals.uniform() < fraction ? whole + 1 : whole;
    for (let i = 0; i < copies; i++) buffer.push(Math.floor(at));
  }
}
