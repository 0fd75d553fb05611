import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Recommendation, RecommendationLog } from './recommendation-log.ts';
import { stabilize, stabilizeLegacy } from './stabilization.ts';

const steps = fc.array(
  fc.record({
    gapMs: fc.constantFrom(1000, 15_000, 60_000, 100_000),
    desired: fc.integer({ min: 0, max: 50 }),
  }),
  { minLength: 1, maxLength: 60 },
);
const windowMs = fc.constantFrom(0, 15_000, 60_000, 300_000);

/** Proposals of a history that are younger than a window. */
const within = (history: readonly Recommendation[], nowMs: number, window: number) =>
  history.filter(({ atMs }) => nowMs - atMs < window).map(({ replicas }) => replicas);

describe('stabilization', () => {
  it('shrinks to the highest of the down window and grows to the lowest of the up window, whatever the log reuses', () => {
    fc.assert(
      fc.property(steps, windowMs, windowMs, fc.integer({ min: 0, max: 50 }), (list, upMs, downMs, start) => {
        const log = new RecommendationLog();
        const history: Recommendation[] = [];
        let nowMs = 0;
        let current = start;
        for (const { gapMs, desired } of list) {
          nowMs += gapMs;
          const held = stabilize(log, current, desired, { upMs, downMs }, nowMs);
          const highest = Math.max(desired, ...within(history, nowMs, downMs));
          const lowest = Math.min(desired, ...within(history, nowMs, upMs));
          if (held < current) expect(held).toBe(highest);
          else if (held > current) expect(held).toBe(lowest);
          else expect(lowest <= current && current <= highest).toBe(true);
          history.push({ replicas: desired, atMs: nowMs });
          current = held;
        }
      }),
    );
  });

  it('without behavior is the highest of the window, its edge included', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const log = new RecommendationLog();
        const history: Recommendation[] = [];
        let nowMs = 0;
        for (const { gapMs, desired } of list) {
          nowMs += gapMs;
          const inWindow = history
            .filter(({ atMs }) => nowMs - atMs <= 300_000)
            .map(({ replicas }) => replicas);
          expect(stabilizeLegacy(log, desired, 300_000, nowMs)).toBe(Math.max(desired, ...inWindow));
          history.push({ replicas: desired, atMs: nowMs });
        }
      }),
    );
  });

  it('keeps a log no longer than the passes that a window holds, the edge and the newest included', () => {
    const log = new RecommendationLog();
    for (let pass = 0; pass < 500; pass++) {
      stabilize(log, 5, 5, { upMs: 0, downMs: 300_000 }, pass * 15_000);
    }
    expect(log.entries.length).toBe(21);
  });
});
