import { describe, expect, it } from 'vitest';
import { crc16, shardOfSlot, shardsOfEvents, slotOf } from './redis-slot.ts';

describe('hash slots of Redis Cluster', () => {
  it('gives the check value of the specification', () => {
    expect(crc16('123456789')).toBe(0x31c3);
  });

  it('puts known keys into the slots that Redis puts them into', () => {
    expect(slotOf('foo')).toBe(12182);
    expect(slotOf('bar')).toBe(5061);
    expect(slotOf('hello')).toBe(866);
  });

  it('hashes only what stands between the first braces, unless that is empty', () => {
    expect(slotOf('{user1000}.following')).toBe(slotOf('{user1000}.followers'));
    expect(slotOf('foo{}{bar}')).toBe(crc16('foo{}{bar}') % 16384);
    expect(slotOf('foo{{bar}}zap')).toBe(crc16('{bar') % 16384);
    expect(slotOf('foo{bar}{zap}')).toBe(slotOf('bar'));
    expect(slotOf('foo{bar')).toBe(crc16('foo{bar') % 16384);
  });

  it('deals slots out in order, every shard within one slot of the same number', () => {
    const counts = [0, 0, 0, 0, 0];
    for (let slot = 0; slot < 16384; slot++) counts[shardOfSlot(slot, 5)]!++;
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect([shardOfSlot(0, 5), shardOfSlot(16383, 5)]).toEqual([0, 4]);
  });

  it('keeps one event on one shard, and spreads many', () => {
    expect(new Set(shardsOfEvents(1, 5)).size).toBe(1);
    expect(new Set(shardsOfEvents(100, 5)).size).toBe(5);
    expect(shardsOfEvents(3, 1)).toEqual(Int32Array.of(0, 0, 0));
  });
});
