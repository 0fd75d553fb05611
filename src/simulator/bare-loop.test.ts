import { describe, expect, it } from 'vitest';
import { keyedU32, runKey, visitorKey } from '../random/keyed.ts';
import { Rng } from '../random/rng.ts';
import {
  BareLoop,
  type BareResult,
  type BareWorld,
  ETA_BINS,
  POLL_FROM_MS,
  POLL_SPAN,
  RATE_WINDOWS,
} from './bare-loop.bench.ts';

/** The same rule without any of the loop's devices: lists by instant, counting for ranks and rates, an eager bucket. */
function plainProgram(world: BareWorld): BareResult {
  const { joinMs, gateRanks, capacityTokens, tokenMs, horizonMs, seed } = world;
  const due = new Map<number, number[]>();
  const pollsOf = new Array<number>(joinMs.length).fill(0);
  const admissionsMs: number[] = [];
  const isIn = new Set<number>();
  const etaBins = new Int32Array(ETA_BINS);
  let [tokens, polls, waitSumMs, etaSumSec, nowMs] = [capacityTokens, 0, 0, 0, 0];

  const scheduleNext = (visitor: number): void => {
    const bits = keyedU32(visitorKey(runKey(seed, 0), visitor), pollsOf[visitor]!++);
    const atMs = nowMs + POLL_FROM_MS + Math.floor(bits * POLL_SPAN);
    due.set(atMs, [...(due.get(atMs) ?? []), visitor]);
  };
  const ratePerSec = (): number => {
    const second = Math.floor(nowMs / 1000);
    return RATE_WINDOWS.reduce((sum, { seconds, weight }) => {
      const length = Math.min(seconds, second);
      const from = (second - length) * 1000;
      const count = admissionsMs.filter((atMs) => atMs >= from && atMs < second * 1000).length;
      return length === 0 ? sum : sum + (weight * count) / length;
    }, 0);
  };
  const poll = (visitor: number, perSec: number): void => {
    polls++;
    let rank = 0;
    for (let other = 0; other < visitor; other++) if (!isIn.has(other)) rank++;
    if (perSec > 0) {
      const etaSec = rank * (1 / perSec);
      etaSumSec += etaSec;
      etaBins[Math.min(Math.floor(etaSec / 4), ETA_BINS - 1)]!++;
    }
    if (rank >= gateRanks || tokens < 1) {
      scheduleNext(visitor);
      return;
    }
    tokens--;
    isIn.add(visitor);
    admissionsMs.push(nowMs);
    waitSumMs += nowMs - joinMs[visitor]!;
  };

  for (; nowMs < horizonMs && isIn.size < joinMs.length; nowMs++) {
    if (nowMs > 0 && nowMs % tokenMs === 0) tokens = Math.min(capacityTokens, tokens + 1);
    joinMs.forEach((atMs, visitor) => {
      if (atMs === nowMs) scheduleNext(visitor);
    });
    const visitors = due.get(nowMs) ?? [];
    const perSec = visitors.length > 0 ? ratePerSec() : 0;
    for (const visitor of visitors) poll(visitor, perSec);
  }
  return { polls, admitted: isIn.size, endMs: nowMs, waitSumMs, etaSumSec, etaBins };
}

function world(over: Partial<BareWorld>): BareWorld {
  const rng = new Rng(5);
  const joinMs = Int32Array.from({ length: 250 }, () => rng.below(12_000)).sort();
  return { joinMs, gateRanks: 20, capacityTokens: 5, tokenMs: 40, horizonMs: 60_000, seed: 9, ...over };
}

describe('the bare loop', () => {
  it.each([
    ['bound by the gate', { gateRanks: 10 }],
    ['bound by the bucket', { gateRanks: 100, tokenMs: 333 }],
    ['with a gate that never closes', { gateRanks: 1000, tokenMs: 1 }],
    ['with many polls in one tick', { joinMs: new Int32Array(250).fill(1234), gateRanks: 30 }],
    ['stopped by its horizon', { horizonMs: 17_500, tokenMs: 500 }],
  ])('does exactly what a plain program of its rule does, %s', (_, over) => {
    const expected = plainProgram(world(over));
    expect(expected.polls).toBeGreaterThan(249);
    expect(new BareLoop(world(over)).run()).toEqual(expected);
  });

  it('refuses a world that does not fit its words', () => {
    expect(() => new BareLoop(world({ horizonMs: 3_600_000 }))).toThrow(RangeError);
  });
});
