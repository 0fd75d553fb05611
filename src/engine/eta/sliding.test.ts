import { describe, expect, it } from 'vitest';
import { estimatorContract } from '../../testing/estimator-contract.ts';
import { EtaHistory, etaContext } from '../../testing/eta-history.ts';
import { expectMultipliers } from '../../testing/eta-multiplier.ts';
import { buildEta } from '../../testing/record-builder.ts';
import { confidence, sliding, slidingDetail, weightedRate } from './sliding.ts';

const plain = etaContext();
const observed = etaContext({ etaWindows: 'observed-time' });
const hourly = etaContext({
  hourWeight: true,
  plan: buildEta({ hourWeights: Array.from({ length: 24 }, (_, hour) => (hour === 19 ? 2 : 1)) }),
});

estimatorContract('sliding', () => sliding(plain));
estimatorContract('sliding over the time observed', () => sliding(observed));
estimatorContract('sliding with hour weights', () => sliding(hourly));

describe('sliding at a constant true rate', () => {
  it('is 115 times too long after one second and settles only when its longest window is full', () => {
    expectMultipliers(
      () => sliding(plain),
      [
        [1, 115],
        [5, 23],
        [10, 11.5],
        [30, 3.84],
        [60, 1.92],
        [120, 1.7],
        [300, 1.27],
        [600, 1.18],
        [900, 1.1],
      ],
    );
  });

  it('is too short for 5 minutes after the refill halves, and back at 1.1 after 15', () => {
    expectMultipliers(
      () => sliding(plain),
      [
        [0, 0.55],
        [15, 0.59],
        [30, 0.64],
        [60, 0.77],
        [120, 0.81],
        [300, 0.97],
        [600, 1.03],
        [900, 1.1],
      ],
      'after a halving',
    );
  });

  it('is divided by the weight of the local hour, though a bucket sets the real rate', () => {
    expectMultipliers(() => sliding(hourly), [[900, 1.1]], 'first admission', { localHour: 18 });
    expectMultipliers(() => sliding(hourly), [[900, 0.55]], 'first admission', { localHour: 19 });
    expectMultipliers(() => sliding(plain), [[900, 1.1]], 'first admission', { localHour: 19 });
  });

  it('divides 61, 301 and 901 seconds by 60, 300 and 900 at the end of a second, which is at most 1.7 % less', () => {
    const history = new EtaHistory(sliding(plain));
    history.run(1000, 600);
    expect(history.quote(300_000)).toBe(550);
    history.admit(600);
    const rate = weightedRate(61 / 60, 301 / 300, 901 / 900);
    expect(history.quote(300_000)).toBe(Math.trunc(550 / rate));
    expect(1 / rate).toBeGreaterThan(1 - 0.017);
  });

  it('divided by the time observed, is 10 % too long from the first second on', () => {
    const history = new EtaHistory(sliding(observed));
    for (let second = 0; second < 1000; second++) {
      history.admit(600);
      const ratio = (history.quote(270_000) ?? 0) / 450;
      expect(ratio).toBeGreaterThan((1.1 * 60) / 61 - 0.005);
      expect(ratio).toBeLessThanOrEqual(1.1);
      history.pass(1);
    }
  });
});

describe('the detail of sliding', () => {
  it('leaves out windows without admissions and gives their weight to the others', () => {
    expect(weightedRate(0, 0, 0)).toBe(0);
    expect(weightedRate(0, 4, 2)).toBeCloseTo((4 * 0.3 + 2 * 0.2) / 0.5, 12);
    expect(weightedRate(0, 0, 2)).toBeCloseTo(2, 12);
    expect(weightedRate(7, 7, 7)).toBeCloseTo(7, 12);
  });

  it('shows what its rate is made of', () => {
    const history = new EtaHistory(sliding(hourly), { localHour: 19 });
    history.run(10, 3);
    history.pass(100);
    history.run(10, 6);
    const detail = slidingDetail(history.facts, hourly);
    expect(detail.counts).toEqual([60, 90, 90]);
    expect(detail.rates).toEqual([1, 0.3, 0.1]);
    expect(detail.weightedRate).toBeCloseTo(0.5 + 0.09 + 0.02, 12);
    expect([detail.hourWeight, detail.confidence]).toEqual([2, 1]);
  });

  it.each([
    [[0, 0, 0], 0.2],
    [[0, 9, 29], 0.2],
    [[1, 1, 1], 0.4],
    [[2, 9, 29], 0.4],
    [[3, 3, 3], 0.6],
    [[3, 9, 29], 0.6],
    [[0, 10, 10], 0.8],
    [[3, 10, 29], 0.8],
    [[0, 0, 30], 1],
    [[30, 30, 30], 1],
  ] as const)('trusts counts of %j by %d', (counts, expected) => {
    expect(confidence(counts)).toBe(expected);
  });

  it('trusts itself more and more while one in 15 s is admitted', () => {
    const history = new EtaHistory(sliding(plain));
    const seen: number[] = [slidingDetail(history.facts, plain).confidence];
    for (let admitted = 0; admitted < 40; admitted++) {
      history.admit(1);
      seen.push(slidingDetail(history.facts, plain).confidence);
      history.pass(15);
    }
    expect([...new Set(seen)]).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });
});
