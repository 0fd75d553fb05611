import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REQUEST_KINDS } from '../kubernetes/workload-plan.ts';
import { ALL } from './request-fate.ts';
import { RequestOdds } from './request-odds.ts';

const JOIN = REQUEST_KINDS.indexOf('join');
const POLL = REQUEST_KINDS.indexOf('poll');
const threshold = fc.integer({ min: 0, max: ALL });

const oddsOf = (cachedBelow: number, shedShare: number, failBelow: number) => {
  const odds = new RequestOdds();
  const path = { failBelow: new Int32Array(REQUEST_KINDS.length).fill(failBelow) };
  odds.set({ cachedBelow, shedShare }, path);
  return { odds, path };
};

describe('the odds of a request', () => {
  it('are those of cache, load balancer and path one after the other; only polls are cached', () => {
    fc.assert(
      fc.property(threshold, fc.double({ min: 0, max: 1, noNaN: true }), threshold, (cached, shed, fail) => {
        const { odds } = oddsOf(cached, shed, fail);
        const answered = (kind: number) => 1 - odds.failBelow[kind]! / ALL;
        const passes = (1 - shed) * (1 - fail / ALL);
        expect(answered(JOIN)).toBeCloseTo(passes, 4);
        expect(answered(POLL)).toBeCloseTo((1 - cached / ALL) * passes, 4);
      }),
    );
  });

  it('give the path a number below its own threshold for each of its failures', () => {
    fc.assert(
      fc.property(threshold, fc.constantFrom(0, 0.25, 0.5, 0.999), threshold, (cached, shed, fail) => {
        const { odds, path } = oddsOf(cached, shed, fail);
        const [first, end] = [odds.shedBelow[POLL]!, odds.failBelow[POLL]!];
        for (const luck of end > first ? [first, Math.floor((first + end) / 2), end - 1] : []) {
          const own = odds.pathLuck(path, POLL, luck);
          expect(own).toBeGreaterThanOrEqual(0);
          expect(own).toBeLessThan(fail);
        }
      }),
    );
  });
});
