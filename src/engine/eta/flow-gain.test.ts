import { describe, expect, it } from 'vitest';
import { LogAr1 } from '../../random/log-ar1.ts';
import { substream } from '../../random/rng.ts';
import { FlowGain } from './flow-gain.ts';

const STEP_SEC = 4;

/** The gain expected `afterSec` from now. */
function expected(gain: FlowGain, afterSec: number): number {
  const course = new Float64Array(512);
  gain.foretell(course, STEP_SEC);
  return course[Math.round(afterSec / STEP_SEC)]!;
}

describe('FlowGain', () => {
  it('believes the configured refill until it sees otherwise', () => {
    const gain = new FlowGain(50, true);
    gain.closeSecond(undefined);
    expect(expected(gain, 0)).toBe(1);
    for (let second = 0; second < 600; second++) gain.closeSecond(1);
    expect(expected(gain, 1000)).toBeCloseTo(1, 3);
  });

  it.each([
    [true, 0.6, 300],
    [false, 1.35, 60],
  ])(
    'takes a steady flow for a level, bucket decides: %s, gain %d, within %d s',
    (decides, level, seconds) => {
      const gain = new FlowGain(50, decides);
      for (let second = 0; second < seconds; second++)
        gain.closeSecond(level + (second % 2 === 0 ? 0.01 : -0.01));
      expect(Math.abs(expected(gain, 600) / level - 1)).toBeLessThan(0.02);
    },
  );

  it('takes a flow that wanders for noise, and foretells that it comes back to what is configured', () => {
    let far = 0;
    let near = 0;
    const runs = 40;
    for (let run = 0; run < runs; run++) {
      const noise = new LogAr1({ sd: 0.2, correlationMs: 120_000 }, 1000, substream(5, run, 'refill-noise'));
      const gain = new FlowGain(50, true);
      let factor = 1;
      for (let second = 0; second < 600; second++) {
        factor = noise.next();
        gain.closeSecond(factor);
      }
      far += Math.abs(expected(gain, 1200) - 1) / runs;
      near += Math.abs(expected(gain, 0) - factor) / runs;
    }
    expect(far).toBeLessThan(0.06);
    expect(near).toBeLessThan(0.03);
  });

  it('follows a flow that halves unannounced, within two minutes', () => {
    const gain = new FlowGain(50, true);
    for (let second = 0; second < 600; second++) gain.closeSecond(1);
    for (let second = 0; second < 120; second++) gain.closeSecond(0.5);
    expect(Math.abs(expected(gain, 0) - 0.5)).toBeLessThan(0.03);
    for (let second = 0; second < 480; second++) gain.closeSecond(0.5);
    expect(Math.abs(expected(gain, 900) - 0.5)).toBeLessThan(0.05);
  });
});
