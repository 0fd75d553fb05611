import { describe, expect, it } from 'vitest';
import { substream } from '../../random/rng.ts';
import { arrivalContract, onePhase } from '../../testing/arrival-contract.ts';
import { kolmogorovRatio } from '../../testing/goodness-of-fit.ts';
import { expectedVisitors, peakRatePerSec } from '../expectation.ts';
import { generateArrivals } from '../generate.ts';
import { countInSegment, type RateSegment } from '../rate-profile.ts';
import { markov } from './markov.ts';

const shape = {
  kind: 'markov',
  states: [
    { perSec: 2, meanStayMs: 9000 },
    { perSec: 20, meanStayMs: 3000 },
  ],
} as const;
const trial = { shape, startMs: 2000, endMs: 122_000 };

arrivalContract('markov', trial);

/** One draw of the rate. */
function stays(
  states: typeof shape.states | readonly { perSec: number; meanStayMs: number }[],
  endMs: number,
  i: number,
) {
  const process = markov({ kind: 'markov', states }, { startMs: 0, endMs });
  if (process.kind !== 'modulated') throw new TypeError(process.kind);
  return process.drawRate(substream(71, i, 'markov'));
}

const lengthMs = (segment: RateSegment) => segment.endMs - segment.startMs;

describe('markov', () => {
  it('has the stationary mean rate from the first instant on, and more variance than Poisson', () => {
    const plan = onePhase(trial);
    const mean = expectedVisitors(plan, 1e6);
    expect(mean).toBeCloseTo(6.5 * 120, 9);
    expect(peakRatePerSec(plan, 1e6)).toBe(20);
    const counts = Array.from({ length: 400 }, (_, i) => generateArrivals(plan, 1e6, 72, i).joinMs.length);
    const average = counts.reduce((sum, count) => sum + count, 0) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - average) ** 2, 0) / (counts.length - 1);
    expect(Math.abs(average - mean) / Math.sqrt(variance / counts.length)).toBeLessThan(4);
    expect(variance / mean).toBeGreaterThan(5);
  });

  it('alternates between two states with exponential stays', () => {
    const [first, ...rest] = stays(shape.states, 60_000_000, 0);
    rest.reduce((last, stay) => {
      expect(stay.fromPerSec).not.toBe(last.fromPerSec);
      expect(stay.startMs).toBe(last.endMs);
      return stay;
    }, first!);
    const short = rest.slice(0, -1).filter((stay) => stay.fromPerSec === 20);
    expect(kolmogorovRatio(short.map(lengthMs), (t) => -Math.expm1(-t / 3000))).toBeLessThan(1);
  });

  it('goes on to any other of three states with equal probability', () => {
    const three = [1, 2, 3].map((perSec) => ({ perSec, meanStayMs: 1000 }));
    const draw = stays(three, 30_000_000, 0);
    const next = new Map<string, number>();
    for (let i = 1; i < draw.length; i++) {
      const move = `${draw[i - 1]!.fromPerSec}>${draw[i]!.fromPerSec}`;
      next.set(move, (next.get(move) ?? 0) + 1);
    }
    expect([...next.keys()].sort()).toEqual(['1>2', '1>3', '2>1', '2>3', '3>1', '3>2']);
    for (const count of next.values()) {
      expect(Math.abs(count - draw.length / 6)).toBeLessThan(4 * Math.sqrt(draw.length / 6));
    }
  });

  it('of one state is that state', () => {
    const only = stays([{ perSec: 5, meanStayMs: 1000 }], 10_000, 0);
    expect(only.reduce((sum, stay) => sum + countInSegment(stay), 0)).toBe(50);
  });
});
