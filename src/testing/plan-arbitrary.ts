import fc from 'fast-check';
import { DEFAULT_ESTIMATORS, type EtaPlan } from '../engine/eta/plan.ts';
import type { AdmissionRules, BucketRules, LimiterRules, MinWaitBand } from '../engine/rules.ts';
import type { Distribution } from '../random/distribution.ts';
import type { Plan } from '../scenario/plan.ts';
import type { ArrivalPlan, ArrivalShape } from '../traffic/arrival-plan.ts';
import type { Patience, PollPolicy, VisitorClass } from '../traffic/visitor-class.ts';
import { buildClass, buildEta, buildPlan, buildRules } from './record-builder.ts';
import { clockOf } from './run-plan.ts';

const ms = (from: number, to: number) => fc.integer({ min: from, max: to });
const share = fc.constantFrom(0.1, 0.5, 0.9, 1);
/** A value, or its field left out in one case of two. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
/** The same, left out in three cases of four. */
const rarely = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

type Present<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The fields of a record that are there: plans have no field that holds undefined. */
function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}

const duration: fc.Arbitrary<Distribution> = fc.oneof(
  fc.record({ kind: fc.constant('fixed' as const), value: ms(1, 40_000) }),
  fc.record({ kind: fc.constant('exponential' as const), mean: ms(500, 30_000) }),
  fc.record({ kind: fc.constant('uniform' as const), from: ms(1, 5_000), to: ms(5_000, 40_000) }),
);

const poll: fc.Arbitrary<PollPolicy> = fc.oneof(
  fc
    .tuple(
      fc.oneof(ms(50, 6_000), fc.constantFrom(1_000, 5_000)),
      fc.constantFrom(0, 0, 0, 500, 3_000, 40_000),
    )
    .map(([fromMs, width]) => ({ kind: 'uniform' as const, fromMs, toMs: fromMs + width })),
  fc.record({
    kind: fc.constant('adaptive' as const),
    floorMs: ms(200, 2_000),
    ceilingMs: ms(2_000, 30_000),
    divisor: fc.constantFrom(2, 10),
    jitter: fc.constantFrom(0, 0.2),
  }),
);

const patience: fc.Arbitrary<Patience> = fc
  .record({
    impatientShare: share,
    durationMs: duration,
    reaction: maybe(fc.record({ aboveMs: ms(1_000, 30_000), factor: fc.constantFrom(0.2, 3) })),
  })
  .map(present);

const visitorClass: fc.Arbitrary<VisitorClass> = fc
  .record({
    name: fc.constant('visitor'),
    share: fc.constant(1),
    tabs: fc.constantFrom(1, 1, 1, 2, 3),
    oneTicket: fc.boolean(),
    poll,
    patience: maybe(patience),
    politeShare: fc.constantFrom(0, 0.5, 1),
    retry: fc.record({ everyMs: ms(100, 3_000), times: ms(0, 3) }),
    anonymousShare: fc.constantFrom(0, 0.5),
    hidden: rarely(fc.record({ share, everyMs: ms(5_000, 60_000) })),
    balk: rarely(fc.record({ aboveMs: ms(1_000, 60_000), share })),
  })
  .map((fields) => ({ ...buildClass(), ...present(fields) }));

const classes: fc.Arbitrary<readonly VisitorClass[]> = fc
  .array(visitorClass, { minLength: 1, maxLength: 3 })
  .map((list) => list.map((one, i) => ({ ...one, name: `class-${i}`, share: 1 / list.length })));

const bucket: fc.Arbitrary<BucketRules> = fc
  .record({
    capacityTokens: fc.constantFrom(1, 5, 30),
    refillPerSec: fc.constantFrom(0.5, 3, 7.3, 40),
    clockResolutionMs: fc.constantFrom(1, 20, 1_000),
    podClocks: rarely(fc.record({ pods: ms(1, 4), skewMs: ms(0, 3_000) })),
  })
  .map(present);

const minWaits: fc.Arbitrary<readonly MinWaitBand[]> = fc.constantFrom<readonly MinWaitBand[]>(
  [],
  [],
  [{ waitMs: 5_000 }],
  [{ upToRank: 3, waitMs: 0 }, { upToRank: 10, waitMs: 2_000 }, { waitMs: 9_000 }],
);

const limiter: fc.Arbitrary<LimiterRules> = fc.record({
  ratePerSec: fc.constantFrom(0.3, 5, 60),
  burst: ms(1, 30),
  per: fc.constantFrom('gateway' as const, 'visitor' as const),
  refill: fc.constantFrom('exact' as const, 'floor-refill' as const),
});

const schedule = fc
  .array(fc.record({ atMs: ms(0, 90_000), refillPerSec: fc.constantFrom(0, 1, 20) }), { maxLength: 3 })
  .map((changes) => changes.sort((a, b) => a.atMs - b.atMs));

const admission: fc.Arbitrary<AdmissionRules> = fc
  .record({
    mode: fc.constantFrom('pull' as const, 'push' as const),
    bucket: fc.option(bucket, { nil: undefined, freq: 6 }),
    headRanks: maybe(fc.constantFrom(1, 4, 20, 100)),
    bypassRanks: fc.constantFrom(0, 0, 2, 10),
    minWaits,
    ghosts: fc
      .record({
        heartbeatMs: ms(16_000, 40_000),
        inactiveAfterMs: ms(1_000, 16_000),
        sweepMs: maybe(fc.constantFrom(1_000, 7_000, 30_000)),
        skip: fc.boolean(),
      })
      .map(present),
    sessions: rarely(fc.record({ max: fc.constantFrom(1, 5, 40), durationMs: duration })),
    limiter: rarely(limiter),
    schedule,
    noise: rarely(fc.record({ sd: fc.constantFrom(0.1, 0.4), correlationMs: fc.constant(30_000) })),
    shownPosition: fc.constantFrom('joined' as const, 'remaining' as const),
    statusSpendsTokens: fc.boolean(),
    admissionLog: fc.constantFrom('by-user' as const, 'by-visit' as const),
    scoreResolutionMs: fc.constantFrom(0, 0, 100, 1_000, 10_000),
    etaWindows: fc.constantFrom('full-length' as const, 'observed-time' as const),
    hourWeight: fc.boolean(),
  })
  .map(({ bucket: rules, ...fields }) => {
    const { bucket: _, ...free } = buildRules();
    return { ...free, ...present({ ...fields, bucket: rules }) };
  });

const shape: fc.Arbitrary<ArrivalShape> = fc.oneof(
  fc.record({ kind: fc.constant('constant' as const), perSec: fc.constantFrom(2, 8) }),
  fc.record({
    kind: fc.constant('flash' as const),
    peakPerSec: fc.constantFrom(20, 60),
    rampMs: fc.constant(1_000),
    decayMs: ms(500, 4_000),
  }),
  fc.record({ kind: fc.constant('lottery' as const), visitors: ms(1, 150) }),
  // Crowds of one instant, whose polls share instants too where their interval is fixed.
  fc.array(ms(0, 40), { minLength: 1, maxLength: 8 }).map((counts) => ({
    kind: 'instants' as const,
    atMs: counts.flatMap((count, second) => Array.from({ length: count }, () => second * 1_000)),
    height: 1,
  })),
);

const arrivals: fc.Arbitrary<ArrivalPlan> = fc
  .record({
    process: fc.constantFrom('poisson' as const, 'deterministic' as const),
    shape,
    startMs: ms(0, 3_000),
    forMs: ms(1_000, 25_000),
  })
  .map(({ process, shape: form, startMs, forMs }) => ({
    process,
    phases: [{ name: 'opening', startMs, endMs: startMs + forMs, shape: form }],
  }));

const eta: fc.Arbitrary<EtaPlan> = fc
  .record({
    displayed: fc.constantFrom(...DEFAULT_ESTIMATORS.filter((id) => id !== 'oracle')),
    score: fc.record({
      thinMs: fc.constantFrom(1_000, 7_500, 15_000),
      population: fc.constant('all' as const),
      visitors: fc.constantFrom(10, 20_000),
      sampling: fc.constantFrom('polls' as const, 'uniform' as const),
    }),
  })
  .map(buildEta);

/** Plans of a few hundred visitors and a minute or two that between them turn every rule and switch of admission. */
export const anyPlan: fc.Arbitrary<Plan> = fc
  .record({
    seed: fc.nat(1_000_000),
    arrivals,
    visitors: classes,
    admission,
    eta,
    horizonMs: ms(20_000, 130_000),
  })
  .map(({ seed, horizonMs, ...parts }) =>
    buildPlan({
      ...parts,
      clock: clockOf(horizonMs),
      random: { seed, replications: { min: 1, max: 1 } },
    }),
  );

/** Returns a plan with some of its rules replaced. */
export function withRules(plan: Plan, rules: Partial<AdmissionRules>): Plan {
  return { ...plan, admission: { ...plan.admission, ...rules } };
}
