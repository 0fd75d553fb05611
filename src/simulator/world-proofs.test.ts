import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OUTCOMES, type RunRecord } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import { anyPlan, withRules } from '../testing/plan-arbitrary.ts';
import { outcomesOf, runPlan, sumOf } from '../testing/run-plan.ts';

const ADMITTED = OUTCOMES.indexOf('admitted');

/** The same runs for every law of the books. */
const RECORDS = fc.sample(anyPlan, { seed: 11, numRuns: 200 }).map((plan) => runPlan(plan));

function onEveryRun(check: (record: RunRecord) => void): void {
  expect(RECORDS.length).toBe(200);
  RECORDS.forEach(check);
}

function onRunsOf(seed: number, change: (plan: Plan) => Plan, check: (record: RunRecord) => void): void {
  const property = fc.property(anyPlan, (plan) => {
    check(runPlan(change(plan)));
  });
  fc.assert(property, { seed, numRuns: 60 });
}

describe('the books of a run, over random scenarios', () => {
  it('count each visitor who came once, with one outcome', () => {
    onEveryRun((record) => {
      const { arriveMs, joinMs, endMs } = record.visits;
      expect(sumOf(Object.values(outcomesOf(record)))).toBe(arriveMs.length);
      expect(record.totals.visitors).toBe(arriveMs.length);
      expect(endMs.every((end, row) => end >= joinMs[row]! && end <= record.endMs)).toBe(true);
      expect(joinMs.every((join, row) => join >= arriveMs[row]!)).toBe(true);
    });
  });

  it('have an integral of the line length that is the sum of all waits, to the millisecond', () => {
    onEveryRun(({ totals }) => {
      expect(totals.lineIntegralMs).toBe(totals.ticketWaitSumMs);
    });
  });

  it('balance the tickets: those who joined are let in, have left, were removed, or stand in the last row', () => {
    onEveryRun(({ plan, totals, series }) => {
      const inLine = series.line.at(-1) ?? 0;
      const gone = totals.tickets - inLine;
      expect(totals.admittedTickets + totals.swept).toBeLessThanOrEqual(gone);
      expect(gone).toBeLessThanOrEqual(
        totals.admittedTickets + totals.swept + totals.leaves + totals.wastedReleases,
      );
      if (plan.admission.mode === 'pull' && totals.swept === 0 && totals.limited === 0) {
        expect(gone).toBe(totals.admittedTickets + totals.leaves);
      }
      expect(totals.joins).toBeGreaterThanOrEqual(totals.tickets);
      expect(totals.peakLine).toBeGreaterThanOrEqual(inLine);
      expect(series.ghosts.every((ghosts, row) => ghosts >= 0 && ghosts <= series.line[row]!)).toBe(true);
      expect(series.active.every((active, row) => active >= 0 && active <= series.line[row]!)).toBe(true);
    });
  });

  it('pay for each admission by a token or a bypass, and for each enter by a grant or a named refusal', () => {
    onEveryRun(({ plan, totals }) => {
      const { mode, bucket } = plan.admission;
      const granted = totals.admittedTickets;
      if (mode === 'pull') {
        const refused = totals.refusedByBucket + totals.refusedBySessions + totals.refusedByGate;
        expect(totals.enters).toBeGreaterThanOrEqual(granted + refused);
        expect(totals.enters).toBeLessThanOrEqual(granted + refused + totals.limited);
        expect(totals.tokenPaid).toBe(bucket === undefined ? 0 : granted - totals.bypassed);
      } else {
        expect(totals.enters).toBeLessThanOrEqual(granted);
        expect(totals.bypassed).toBe(0);
        if (bucket !== undefined) expect(totals.tokenPaid).toBeGreaterThanOrEqual(granted);
      }
    });
  });

  it('have series that add up to the totals and to what the visits say', () => {
    onEveryRun((record) => {
      const { totals, series, visits } = record;
      const outcomes = outcomesOf(record);
      expect(sumOf(series.arrivals)).toBe(totals.visitors);
      expect(sumOf(series.joins)).toBe(totals.joins);
      expect(sumOf(series.polls)).toBe(totals.polls);
      expect(sumOf(visits.polls)).toBe(totals.polls);
      expect(sumOf(series.admitted)).toBe(totals.admittedTickets);
      expect(sumOf(series.limited)).toBe(totals.limited);
      if (tabsAreOfOneMind(record.plan)) {
        expect(sumOf(series.reneged)).toBe(outcomes.reneged);
        expect(sumOf(series.balked)).toBe(outcomes.balked);
      }
      expect(visits.outcome.every((code, row) => code === ADMITTED || visits.overtook[row] === 0)).toBe(true);
    });
  });

  it('end before the horizon only when nobody waits, and then at once', () => {
    onEveryRun((record) => {
      const { censored } = outcomesOf(record);
      if (record.endMs < record.plan.clock.horizonMs) {
        expect(censored).toBe(0);
        expect(record.emptyMs ?? 0).toBeLessThanOrEqual(record.endMs);
      }
      if (censored > 0) expect(record.emptyMs).toBeUndefined();
    });
  });

  it('keep at most one quote per visitor in the thinning time, for visitors who wait', () => {
    onEveryRun(({ plan, quotes, visits }) => {
      const lastMs = new Map<number, number>();
      const isWrong = (visit: number, row: number): boolean => {
        const atMs = quotes.atMs[row]!;
        const sinceMs = atMs - (lastMs.get(visit) ?? Number.NEGATIVE_INFINITY);
        lastMs.set(visit, atMs);
        return sinceMs < plan.eta.score.thinMs || atMs < visits.joinMs[visit]! || quotes.position[row] === 0;
      };
      expect([...quotes.visit].filter(isWrong)).toEqual([]);
    });
  });
});

describe('admission, over random scenarios', () => {
  it('by push without minimum waits and without passing over ghosts lets nobody overtake', () => {
    const inOrder = (plan: Plan) => {
      const { skip: _, ...ghosts } = plan.admission.ghosts;
      return withRules(plan, { mode: 'push', minWaits: [], ghosts: { ...ghosts, skip: false } });
    };
    onRunsOf(18, inOrder, ({ visits }) => expect(sumOf(visits.overtook)).toBe(0));
  });

  it('lets nobody overtake more than the ranks of the gate, where inactive tickets count', () => {
    const gated = (plan: Plan) =>
      withRules(plan, {
        mode: 'pull',
        headRanks: 4,
        ghosts: { ...plan.admission.ghosts, skip: false },
      });
    onRunsOf(19, gated, ({ visits }) => expect(visits.overtook.every((tickets) => tickets < 4)).toBe(true));
  });

  it('takes no more tokens in any window of whole seconds than capacity + refill x (window + clock step)', () => {
    const onServerClock = ({ admission, ...plan }: Plan): Plan => {
      const { noise: _noise, bucket, ...rules } = admission;
      const { podClocks: _pods, ...shared } = bucket ?? {
        capacityTokens: 5,
        refillPerSec: 3,
        clockResolutionMs: 1,
      };
      return { ...plan, admission: { ...rules, schedule: [], bucket: shared } };
    };
    onRunsOf(20, onServerClock, (record) => expect(worstExcess(record)).toBeLessThanOrEqual(1e-6));
  });

  it('never holds more sessions than the cap, nor a token count outside 0..capacity', () => {
    onEveryRun(({ plan, series }) => {
      const most = plan.admission.sessions?.max ?? 0;
      const capacity = plan.admission.bucket?.capacityTokens ?? 0;
      expect(series.sessions.every((open) => open >= 0 && open <= most)).toBe(true);
      expect(series.tokens.every((tokens) => tokens >= 0 && tokens <= capacity)).toBe(true);
    });
  });
});

/** Whether all tabs of a visitor give up at one instant: none of them reacts to the quote that it alone has seen. */
function tabsAreOfOneMind({ visitors }: Plan): boolean {
  return visitors.every(
    ({ tabs, balk, patience }) => tabs === 1 || (balk === undefined && patience?.reaction === undefined),
  );
}

/** Returns by how much the worst window of whole seconds exceeds the bucket's law [tokens]; at most 0 where it holds. */
function worstExcess({ plan, series }: RunRecord): number {
  const { capacityTokens, refillPerSec, clockResolutionMs } = plan.admission.bucket!;
  let worst = Number.NEGATIVE_INFINITY;
  for (let from = 0; from < series.admitted.length; from++) {
    let paid = 0;
    for (let to = from; to < series.admitted.length; to++) {
      paid += series.admitted[to]! - series.bypassed[to]!;
      const windowSec = to + 1 - from + clockResolutionMs / 1_000;
      worst = Math.max(worst, paid - capacityTokens - refillPerSec * windowSec);
    }
  }
  return worst;
}
