import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlidingWindow } from './sliding-window.ts';

const WIDTHS = [3, 60, 100] as const;

type Step =
  | { readonly kind: 'advance'; readonly seconds: number }
  | { readonly kind: 'record' }
  | { readonly kind: 'take back'; readonly pick: number };

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('advance' as const),
      seconds: fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 250 })),
    }),
    fc.record({ kind: fc.constant('record' as const) }),
    fc.record({ kind: fc.constant('take back' as const), pick: fc.nat() }),
  ),
  { maxLength: 120 },
);

describe('SlidingWindow', () => {
  it('counts what a sorted set of instants counts between now - width and now, both included', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const window = new SlidingWindow(WIDTHS);
        const seconds: number[] = [];
        let now = 0;
        for (const step of list) {
          if (step.kind === 'advance') {
            now += step.seconds;
            window.advanceTo(now);
          } else if (step.kind === 'record') {
            window.record();
            seconds.push(now);
          } else if (seconds.length > 0) {
            const [second] = seconds.splice(step.pick % seconds.length, 1);
            window.takeBack(second!);
          }
          WIDTHS.forEach((width, index) => {
            expect(window.count(index)).toBe(seconds.filter((second) => second >= now - width).length);
          });
        }
      }),
    );
  });

  it('holds 61 whole seconds in a window of 60', () => {
    const window = new SlidingWindow([60]);
    const counts: number[] = [];
    for (let second = 0; second <= 100; second++) {
      window.advanceTo(second);
      window.record();
      counts.push(window.count(0));
    }
    expect([counts[0], counts[59], counts[60], counts[61], counts[100]]).toEqual([1, 60, 61, 61, 61]);
  });

  it('forgets an event in the 61st second after it', () => {
    const window = new SlidingWindow([60]);
    window.advanceTo(5);
    window.record();
    window.advanceTo(65);
    expect(window.count(0)).toBe(1);
    window.advanceTo(66);
    expect(window.count(0)).toBe(0);
  });

  it('takes an event back from the windows that still hold it, to the last of their seconds, and from no other', () => {
    const counts = (nowSec: number) => {
      const window = new SlidingWindow(WIDTHS);
      window.record();
      window.record();
      window.advanceTo(nowSec);
      window.takeBack(0);
      return WIDTHS.map((_, index) => window.count(index));
    };
    expect([3, 4, 60, 61, 100, 101].map(counts)).toEqual([
      [1, 1, 1],
      [0, 1, 1],
      [0, 1, 1],
      [0, 0, 1],
      [0, 0, 1],
      [0, 0, 0],
    ]);
  });
});
