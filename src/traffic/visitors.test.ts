import { describe, expect, it } from 'vitest';
import { runKey } from '../random/keyed.ts';
import { kolmogorovRatio } from '../testing/goodness-of-fit.ts';
import { buildClass } from '../testing/record-builder.ts';
import { DEADLINE_MS, MOST_RETRIES } from './ticket-state.ts';
import type { VisitorClass } from './visitor-class.ts';
import { BALK, ENTER, JOIN, LEAVE, NOTHING, POLL, VANISH, Visitors } from './visitors.ts';

const KEY = runKey(20261003, 0);
const FROM_MS = 4000;
const TO_MS = 6000;
const poll = { kind: 'uniform', fromMs: FROM_MS, toMs: TO_MS } as const;
const waits = (ms: number) => ({ impatientShare: 1, durationMs: { kind: 'fixed', value: ms } }) as const;

/** Visitors of one class with the first of them in hand, come at `nowMs`. */
function arrived(overrides: Partial<VisitorClass> = {}, nowMs = 0): Visitors {
  const visitors = new Visitors([buildClass({ poll, ...overrides })], KEY, 1);
  visitors.arrive(0, 0, 0, nowMs);
  return visitors;
}

/** The same, already in line. */
function inLine(overrides: Partial<VisitorClass> = {}, nowMs = 0): Visitors {
  const visitors = arrived(overrides, nowMs);
  visitors.joined(nowMs);
  return visitors;
}

describe('Visitors, step by step', () => {
  it('joins at once, polls until it is told that it is ready, and acts no more when it is let in', () => {
    const visitors = arrived();
    expect(visitors.action).toBe(JOIN);
    let nowMs = 0;
    let dueMs = visitors.joined(nowMs);
    for (let polls = 0; polls < 20; polls++) {
      expect(visitors.action).toBe(POLL);
      expect(dueMs - nowMs).toBeGreaterThanOrEqual(FROM_MS);
      expect(dueMs - nowMs).toBeLessThanOrEqual(TO_MS);
      nowMs = dueMs;
      visitors.polled();
      dueMs = visitors.told(nowMs, 60);
    }
    visitors.stop();
    expect(visitors.action).toBe(NOTHING);
  });

  it.each([0, 1, 3, MOST_RETRIES])(
    'refused on entering, tries %d times more and then goes back to polling',
    (times) => {
      const visitors = inLine({ retry: { everyMs: 1000, times } });
      let nowMs = 5000;
      for (let rounds = 0; rounds < 2; rounds++) {
        for (let retry = 0; retry < times; retry++) {
          expect([visitors.refused(nowMs), visitors.action]).toEqual([nowMs + 1000, ENTER]);
          nowMs += 1000;
        }
        const dueMs = visitors.refused(nowMs) ?? 0;
        expect(visitors.action).toBe(POLL);
        expect(dueMs - nowMs).toBeGreaterThanOrEqual(FROM_MS);
        nowMs = dueMs;
      }
    },
  );

  it('refused on joining, tries as often and has then failed; a join that succeeds wipes the slate clean', () => {
    const visitors = arrived({ retry: { everyMs: 500, times: 2 } });
    expect([visitors.refused(0), visitors.action]).toEqual([500, JOIN]);
    expect([visitors.refused(500), visitors.action]).toEqual([1000, JOIN]);
    expect([visitors.refused(1000), visitors.action]).toEqual([undefined, NOTHING]);
    const lucky = arrived({ retry: { everyMs: 500, times: 2 } });
    lucky.refused(0);
    const nowMs = lucky.joined(500);
    expect([lucky.refused(nowMs), lucky.refused(nowMs + 500), lucky.action]).toEqual([
      nowMs + 500,
      nowMs + 1000,
      ENTER,
    ]);
  });

  it.each([
    ['LEAVE', 1, LEAVE],
    ['VANISH', 0, VANISH],
  ])('its patience over, does %s at that very instant', (_, politeShare, action) => {
    const visitors = inLine({ patience: waits(12_345), politeShare }, 1000);
    let nowMs = 1000;
    while (visitors.action === POLL) nowMs = visitors.told(nowMs, undefined);
    expect([nowMs, visitors.action]).toEqual([13_345, action]);
  });

  it('its patience over in the ms of its next poll, leaves instead of polling; one ms later, it polls', () => {
    const poll = { kind: 'uniform', fromMs: 5000, toMs: 5000 } as const;
    const next = (patienceMs: number) => {
      const visitors = inLine({ poll, patience: waits(patienceMs) });
      return [visitors.told(5000, undefined), visitors.action];
    };
    expect([next(10_000), next(10_001)]).toEqual([
      [10_000, LEAVE],
      [10_000, POLL],
    ]);
  });

  it('its patience over between two tries, leaves instead of trying again', () => {
    const retry = { everyMs: 1000, times: 3 };
    const joining = arrived({ patience: waits(1500), retry });
    expect([joining.refused(0), joining.refused(1000), joining.action]).toEqual([1000, 1500, LEAVE]);
    const entering = inLine({ patience: waits(6500), retry });
    expect([entering.refused(5000), entering.refused(6000), entering.action]).toEqual([6000, 6500, LEAVE]);
  });

  it('leaves in the next ms when it learns too late that its patience was over', () => {
    const visitors = inLine({ patience: waits(100) });
    expect([visitors.told(100, undefined), visitors.action]).toEqual([101, LEAVE]);
  });

  it('without a limit it waits for ever', () => {
    const { patience: _, ...patient } = buildClass({ poll });
    const visitors = new Visitors([patient], KEY, 1);
    visitors.arrive(0, 0, 0, 0);
    let nowMs = visitors.joined(0);
    for (let polls = 0; polls < 100_000; polls++) nowMs = visitors.told(nowMs, undefined);
    expect(visitors.action).toBe(POLL);
  });
});

describe('Visitors, shown an ETA', () => {
  it('balks in the next ms at a first quote above its limit, and only at the first', () => {
    const balk = { aboveMs: 600_000, share: 1 };
    const shocked = inLine({ balk });
    expect([shocked.minds, shocked.told(5000, 601), shocked.action]).toEqual([true, 5001, BALK]);
    const calm = inLine({ balk });
    calm.told(5000, undefined);
    expect(calm.minds).toBe(true);
    calm.told(10_000, 600);
    expect([calm.action, calm.minds]).toEqual([POLL, false]);
    calm.told(15_000, 9999);
    expect(calm.action).toBe(POLL);
  });

  it('a first quote above its limit changes what is left of its patience, once', () => {
    const reaction = { aboveMs: 60_000, factor: 0.5 };
    const deadline = (...shownSec: readonly number[]) => {
      const visitors = inLine({ patience: { ...waits(100_000), reaction } });
      shownSec.forEach((sec, index) => {
        visitors.told(20_000 + 5000 * index, sec);
      });
      return visitors.hand[DEADLINE_MS];
    };
    expect([deadline(60), deadline(61), deadline(61, 61), deadline(60, 61)]).toEqual([
      100_000, 60_000, 60_000, 100_000,
    ]);
  });

  it('polls adaptively at a share of its ETA, between floor and ceiling, and at the ceiling without one', () => {
    const adaptive = { kind: 'adaptive', floorMs: 2000, ceilingMs: 30_000, divisor: 10, jitter: 0 } as const;
    const visitors = inLine({ poll: adaptive });
    const after = [1, 20, 100, 250, 300, 6000, undefined].map((sec) => visitors.told(0, sec));
    expect(after).toEqual([2000, 2000, 10_000, 25_000, 30_000, 30_000, 30_000]);
    expect(visitors.minds).toBe(true);
  });

  it('spreads adaptive polls evenly over 1 +- jitter', () => {
    const visitors = inLine({
      poll: { kind: 'adaptive', floorMs: 1000, ceilingMs: 30_000, divisor: 10, jitter: 0.2 },
    });
    const intervals = Array.from({ length: 4000 }, () => {
      visitors.polled();
      return visitors.told(0, 100);
    });
    expect(kolmogorovRatio(intervals, (ms) => Math.min(1, Math.max(0, (ms - 8000) / 4000)))).toBeLessThan(1);
  });

  it('a class that neither balks, reacts nor adapts minds no ETA', () => {
    expect([inLine().minds, inLine({ tabs: 3 }).minds]).toEqual([false, false]);
  });
});

describe('Visitors, hidden and silent', () => {
  it('a hidden tab polls at most once in its time, an open one as often as it likes', () => {
    const hidden = inLine({ hidden: { share: 1, everyMs: 60_000 } });
    expect(hidden.told(5000, undefined)).toBe(65_000);
    const slow = inLine({ hidden: { share: 1, everyMs: 1 } });
    expect(slow.told(5000, undefined)).toBeGreaterThanOrEqual(5000 + FROM_MS);
    expect(inLine({ hidden: { share: 0, everyMs: 60_000 } }).told(5000, undefined)).toBeLessThanOrEqual(
      5000 + TO_MS,
    );
  });

  it('knows the last request of a ticket that leaves or falls silent', () => {
    const leaving = inLine({ patience: waits(7000) });
    leaving.told(5000, undefined);
    expect(leaving.seenMs(0)).toBe(5000);
    const silent = inLine();
    silent.fallsSilent(0, 4321);
    expect(silent.seenMs(0)).toBe(4321);
  });

  it.each([
    ['plain', {}],
    ['hidden', { hidden: { share: 1, everyMs: 60_000 } }],
    ['adaptive', { poll: { kind: 'adaptive', floorMs: 2000, ceilingMs: 30_000, divisor: 10, jitter: 0.2 } }],
    ['balking', { balk: { aboveMs: 600_000, share: 1 } }],
  ] as const)('knows, at its next instant, when a %s ticket was last heard of', (_, overrides) => {
    const visitors = arrived(overrides);
    let heardMs = 1000;
    let dueMs = visitors.joined(heardMs);
    const expectKnown = () => expect(visitors.lastSeenMs(dueMs)).toBe(heardMs);
    expectKnown();
    for (let polls = 0; polls < 10; polls++) {
      heardMs = dueMs;
      visitors.polled();
      dueMs = visitors.told(heardMs, 300);
      expectKnown();
    }
    for (let tries = 0; tries < 4; tries++) {
      heardMs = dueMs;
      dueMs = visitors.refused(heardMs) ?? 0;
      expectKnown();
    }
    expect(visitors.action).toBe(POLL);
  });
});
