import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VisitorClass } from '../traffic/visitor-class.ts';
import { RateRule } from './rate-rule.ts';

const visitorClass = (everyMs: number, tabs = 1): VisitorClass => ({
  name: 'fan',
  share: 1,
  tabs,
  oneTicket: true,
  poll: { kind: 'uniform', fromMs: everyMs, toMs: everyMs },
  politeShare: 0,
  retry: { everyMs: 1000, times: 3 },
  anonymousShare: 0,
});

const RULE = { requests: 100, windowMs: 300_000 };

describe('RateRule', () => {
  it('never blocks a source below the limit in every window', () => {
    const rule = new RateRule(RULE, [visitorClass(200)], 1);
    let blocked = 0;
    for (let nowMs = 0; nowMs < 3_600_000; nowMs += 3_100)
      if (rule.blocks(0, 0, false, false, nowMs)) blocked++;
    expect(blocked).toBe(0);
  });

  it('blocks a source from its 101st request within five minutes on, and as long as it goes on', () => {
    const rule = new RateRule(RULE, [visitorClass(200)], 1);
    const blockedMs: number[] = [];
    for (let nowMs = 0; nowMs < 900_000; nowMs += 1_000)
      if (rule.blocks(0, 0, false, false, nowMs)) blockedMs.push(nowMs);
    expect(blockedMs[0]).toBe(100_000);
    expect(blockedMs).toHaveLength(800);
  });

  it('lets a source through again after a silence of two windows', () => {
    const rule = new RateRule(RULE, [visitorClass(200)], 1);
    for (let i = 0; i < 500; i++) rule.blocks(0, 0, false, false, i);
    expect(rule.blocks(0, 0, false, false, 600_000)).toBe(false);
  });

  it('observes the classes whose polls alone may exceed the limit, all tabs of a visitor together', () => {
    const classes = [visitorClass(5_000), visitorClass(2_000), visitorClass(5_000, 3)];
    expect([...new RateRule(RULE, classes, 1).observed]).toEqual([0, 1, 1]);
  });

  it('counts only what a quiet class sends beyond its polls, against the rest of the limit', () => {
    const rule = new RateRule(RULE, [visitorClass(5_000)], 1);
    const extras = Array.from({ length: 50 }, (_, i) => rule.blocks(0, 0, true, false, i));
    expect(extras.indexOf(true)).toBe(40);
    expect(rule.blocks(0, 0, false, false, 60)).toBe(false);
  });

  it('lets a quiet source that it has blocked go when its extra requests are over, though its polls go on', () => {
    const rule = new RateRule(RULE, [visitorClass(5_000)], 1);
    for (let i = 0; i < 50; i++) rule.blocks(0, 0, true, false, i);
    const pollsMs = Array.from({ length: 300 }, (_, i) => (i + 1) * 5_000);
    const last = pollsMs.filter((nowMs) => rule.blocks(0, 0, false, true, nowMs)).at(-1)!;
    expect(last).toBeGreaterThanOrEqual(RULE.windowMs);
    expect(last).toBeLessThan(2 * RULE.windowMs);
  });

  it('leaves a quiet class enough of the limit to join with', () => {
    for (let pollMs = 2_000; pollMs < 10_000; pollMs += 100) {
      expect(new RateRule(RULE, [visitorClass(pollMs)], 1).blocks(0, 0, true, false, 0)).toBe(false);
    }
  });

  it('never lets more than twice the limit through in any window', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 50, maxLength: 400 }),
        (gaps) => {
          const rule = new RateRule(RULE, [visitorClass(200)], 1);
          const passed: number[] = [];
          let nowMs = 0;
          for (const gap of gaps) {
            nowMs += gap;
            if (!rule.blocks(0, 0, false, false, nowMs)) passed.push(nowMs);
          }
          const within = (fromMs: number) =>
            passed.filter((ms) => ms >= fromMs && ms < fromMs + RULE.windowMs);
          expect(Math.max(...passed.map((ms) => within(ms).length))).toBeLessThanOrEqual(2 * RULE.requests);
        },
      ),
    );
  });
});
