import { describe, expect, it } from 'vitest';
import { ArrivalBuffer } from './arrival-buffer.ts';

describe('ArrivalBuffer', () => {
  it('takes more arrivals than were expected', () => {
    const buffer = new ArrivalBuffer(10);
    for (let ms = 0; ms < 5000; ms++) buffer.push(ms);
    const { arriveMs, joinMs } = buffer.finish();
    expect(Array.from(joinMs)).toEqual(Array.from({ length: 5000 }, (_, i) => i));
    expect(arriveMs).toBe(joinMs);
  });

  it('deals out only the rows that gather, and keeps every one of them', () => {
    const buffer = new ArrivalBuffer(10);
    for (const ms of [1, 2, 10, 20, 30]) buffer.push(ms);
    buffer.gather(2, 40, () => 0);
    buffer.push(50);
    const { arriveMs, joinMs } = buffer.finish();
    expect(Array.from(joinMs)).toEqual([1, 2, 40, 40, 40, 50]);
    expect(Array.from(arriveMs.subarray(0, 2))).toEqual([1, 2]);
    expect(Array.from(arriveMs.subarray(2, 5)).sort()).toEqual([10, 20, 30]);
    expect(arriveMs[5]).toBe(50);
  });
});
