import { describe, expect, it } from 'vitest';
import { estimatorContract } from '../../testing/estimator-contract.ts';
import { EtaDrain } from '../../testing/eta-drain.ts';
import { etaContext } from '../../testing/eta-history.ts';
import { fdc } from './fdc.ts';
import { genericLines } from './patience-lines.ts';

estimatorContract('fdc', () => fdc(genericLines, etaContext()));

describe('fdc', () => {
  it('uses a change that is announced before it happens', () => {
    const schedule = [{ atMs: 60_000, refillPerSec: 10 }];
    const people = 4000;
    const drain = new EtaDrain({ estimators: ['fdc', 'ql'], people, perSec: 20, admission: { schedule } });
    for (let second = 0; second < 30; second++) drain.second(20);
    // 600 are let in; 600 more until the change, then 10/s.
    expect(drain.quote('ql', people - 1)).toBe(Math.round((people - 1 - 600) / 20));
    expect(drain.quote('fdc', people - 1) ?? 0).toBeGreaterThan(0.9 * (30 + (people - 1200) / 10));
  });

  it('is a little below ql in the first second, by the one in ten who are expected to leave', () => {
    const drain = new EtaDrain({ estimators: ['fdc', 'ql'], people: 20_000, perSec: 20 });
    drain.second(20);
    const share = (drain.quote('fdc', 19_000) ?? 0) / (drain.quote('ql', 19_000) ?? 1);
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(0.99);
  });

  it('comes to know those ahead who will leave, where ql counts them all', () => {
    const people = 30_000;
    const drain = new EtaDrain({ estimators: ['fdc', 'ql'], people, perSec: 20 });
    // Every third slot gives up for good, at a hazard of 1/100 s, and is missed 13 s later.
    const left = new Set<number>();
    for (let second = 0; second < 90; second++) {
      const gone: number[] = [];
      const target = (people / 3) * -Math.expm1(-Math.max(0, second - 13) / 100);
      while (left.size < target) {
        const slot = 3 * ((left.size * 7919) % (people / 3));
        left.add(slot);
        gone.push(slot);
      }
      drain.second(20, gone);
    }
    const slot = people - 1;
    const stays = (people - 90 * 20) * (2 / 3);
    expect(Math.abs((drain.quote('fdc', slot) ?? 0) / (stays / 20) - 1)).toBeLessThan(0.08);
    expect((drain.quote('ql', slot) ?? 0) / (stays / 20)).toBeGreaterThan(1.15);
  });

  it('says nothing without a refill that it knows', () => {
    const drain = new EtaDrain({ estimators: ['fdc'], people: 100, perSec: 5 });
    drain.observer.closeSecond(1000, undefined, true);
    expect(drain.quote('fdc', 50)).toBeUndefined();
  });
});
