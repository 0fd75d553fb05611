import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HpaSpec } from '../kubernetes/hpa-spec.ts';
import { cpuSpec, queueSpec } from '../testing/hpa-builder.ts';
import { AT_ONCE, candidate, cpuTrace, replayed } from '../testing/replay-builder.ts';
import type { HpaTrace } from './hpa-trace.ts';
import { replayHpa } from './replay-hpa.ts';

/** Any number of pods in one pass. */
const FREE: HpaSpec['behavior'] = {
  scaleUp: { policies: [{ type: 'Pods', value: 10_000, periodSec: 15 }] },
  scaleDown: { stabilizationWindowSec: 0 },
};

/** Four minutes, less than the window for which a controller never shrinks. */
const FOUR_MINUTES = 17;
const flat = (milli: number, steps = FOUR_MINUTES) => Array.from({ length: steps }, () => milli);

const levels = fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 2, maxLength: 60 });

describe('constant demand without lag', () => {
  it('ends at demand / (target x request), rounded up', () => {
    const demand = fc.integer({ min: 20, max: 3000 }).map((each) => each * 10);
    fc.assert(
      fc.property(
        demand,
        fc.integer({ min: 30, max: 90 }),
        fc.integer({ min: 1, max: 1000 }),
        (milli, percent, seed) => {
          // Within tolerance of the one pod that there is at first, nothing changes.
          fc.pre(milli / 10 / percent > 1.1);
          const spec = cpuSpec(percent, {
            behavior: FREE.scaleUp === undefined ? {} : { scaleUp: FREE.scaleUp },
          });
          const { course } = replayed(cpuTrace(flat(milli)), spec, { seed }).candidates[0]!;
          expect(course.ready.at(-1)).toBe(Math.ceil(milli / (percent * 10)));
        },
      ),
    );
  });

  it('ends there for the sum of a metric too, whatever the start-up', () => {
    const rps = { measures: ['requestsPerSec'], allowances: {} };
    const trace = cpuTrace([], rps);
    const frames = flat(0).map((_, i) => ({
      atMs: i * 15_000,
      totals: new Map([['requestsPerSec', 4_010_000]]),
      pods: [],
    }));
    const target = { kind: 'averageValue', milli: 350_000 } as const;
    const metrics = [{ kind: 'external', metric: 'http_requests_per_second', target }] as const;
    const record = replayed({ ...trace, frames }, queueSpec(FREE, { metrics }), { startupMs: 60_000 });
    expect(record.candidates[0]?.course.ready.at(-1)).toBe(12);
    expect(record.capacity).toEqual({ measure: 'requestsPerSec', perPodMilli: 350_000, basis: 'target' });
  });
});

describe('any demand', () => {
  const bounds = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 30 }));

  it('never has replicas outside minimum and maximum, nor more Ready pods than replicas', () => {
    fc.assert(
      fc.property(levels, bounds, fc.nat(100_000), fc.nat(1000), (cpu, [min, more], startupMs, seed) => {
        const spec = cpuSpec(60, { minReplicas: min, maxReplicas: min + more });
        const { lagMs: _, ...lagging } = AT_ONCE;
        const replay = replayHpa(cpuTrace(cpu), [candidate(spec)], {
          ...lagging,
          startupMs,
          seed,
          initialReplicas: 7,
        });
        const { course } = replay.ok ? replay.record.candidates[0]! : { course: undefined };
        expect(course?.desired.every((count) => count >= min && count <= min + more)).toBe(true);
        expect(course?.ready.every((count, i) => count <= course.desired[i]!)).toBe(true);
      }),
    );
  });

  it('is covered from the first frame to the last, without a hole, and what is asked is what was recorded', () => {
    fc.assert(
      fc.property(levels, fc.nat(1000), (cpu, seed) => {
        const { course } = replayed(cpuTrace(cpu), cpuSpec(60), { seed }).candidates[0]!;
        const ends = course.untilMs;
        expect(ends.at(-1)).toBe((cpu.length - 1) * 15_000);
        expect(ends.every((end, i) => end > (ends[i - 1] ?? 0))).toBe(true);
        const asked = ends.reduce(
          (sum, end, i) => sum + course.demandMilli[i]! * (end - (ends[i - 1] ?? 0)),
          0,
        );
        expect(asked).toBe(cpu.slice(1).reduce((sum, milli) => sum + milli * 15_000, 0));
      }),
    );
  });

  it('decides the same for the same seed, and each autoscaler on its own', () => {
    const cpu = flat(9000, 40).map((milli, i) => milli * (1 + (i % 7)));
    const two = [candidate(cpuSpec(50), 'a'), candidate(cpuSpec(80), 'b')];
    const { lagMs: _, ...options } = AT_ONCE;
    const run = () => replayHpa(cpuTrace(cpu), two, { ...options, seed: 9 });
    expect(run()).toEqual(run());
    const alone = replayHpa(cpuTrace(cpu), [two[1]!], { ...options, seed: 9 });
    const [together, single] = [run(), alone].map((each) =>
      each.ok ? each.record.candidates.at(-1) : undefined,
    );
    expect(together).toEqual(single);
  });
});

describe('a pod', () => {
  it('uses no more CPU than its limit, so utilization is never above limit over request', () => {
    const trace = cpuTrace(flat(30_000), { allowances: { cpuRequest: 1000, cpuLimit: 1200 } });
    const { decisions } = replayed(trace, cpuSpec(60), { initialReplicas: 4 }).candidates[0]!;
    const seen = decisions.flatMap(({ metrics }) =>
      metrics.map((each) => (each.kind === 'proposal' ? each.utilizationPercent : 0)),
    );
    expect(Math.max(...seen.map((percent) => percent ?? 0))).toBe(120);
  });

  it('is Ready one start-up after the pass that asked for it, and not counted before', () => {
    const trace = cpuTrace(flat(6000, 10));
    const { course, decisions } = replayed(trace, cpuSpec(60, { behavior: FREE }), {
      startupMs: 75_000,
      initialReplicas: 2,
    }).candidates[0]!;
    const [grown] = decisions.filter(({ rescaled }) => rescaled);
    const moreReady = course.ready.findIndex((count) => count > 2);
    expect(grown).toMatchObject({ currentReplicas: 2, desiredReplicas: 10 });
    expect(course.untilMs[moreReady - 1]).toBe(grown!.atMs + 75_000);
  });

  const memory = (rule: 'per-pod' | 'shared') => {
    const frames = flat(0).map((_, i) => ({
      atMs: i * 15_000,
      totals: new Map([
        ['cpu', 100],
        ['memory', 4000],
      ]),
      replicas: 4,
      pods: [],
    }));
    const trace: HpaTrace = {
      ...cpuTrace([]),
      measures: ['cpu', 'memory'],
      frames,
      allowances: { cpuRequest: 1000, memoryRequest: 2000 },
    };
    const target = { kind: 'utilization', percent: 50 } as const;
    const spec = cpuSpec(50, { metrics: [{ kind: 'resource', resource: 'memory', target }], behavior: FREE });
    return replayed(trace, spec, { memory: rule, initialReplicas: 2 }).candidates[0]!.course.ready.at(-1);
  };

  it('keeps the memory that pods had, or shares the total', () => {
    // 1000 each of a request of 2000 is the target, with any number of pods; 4000 in all needs four.
    expect([memory('per-pod'), memory('shared')]).toEqual([2, 4]);
  });
});

describe('what is refused', () => {
  const problems = (trace: HpaTrace, spec: HpaSpec, changes = {}) => {
    const replay = replayHpa(trace, [candidate(spec)], { ...AT_ONCE, ...changes });
    return replay.ok ? [] : replay.problems.map(({ code }) => code);
  };
  const container = {
    kind: 'containerResource',
    resource: 'cpu',
    container: 'app',
    target: { kind: 'utilization', percent: 50 },
  } as const;
  const target = { kind: 'value', milli: 1000 } as const;

  it.each([
    ['a metric that was not recorded', cpuTrace(flat(1)), queueSpec(), {}, ['trace-metric']],
    [
      'a container on its own',
      cpuTrace(flat(1)),
      cpuSpec(50, { metrics: [container] }),
      {},
      ['trace-metric'],
    ],
    [
      'a share of a request that nobody gave',
      cpuTrace(flat(1), { allowances: {} }),
      cpuSpec(50),
      {},
      ['trace-request'],
    ],
    [
      'a limit below the request',
      cpuTrace(flat(1), { allowances: { cpuRequest: 2, cpuLimit: 1 } }),
      cpuSpec(50),
      {},
      ['out-of-range'],
    ],
    ['no replicas to be shown', cpuTrace(flat(1)), cpuSpec(50), { mode: 'as-recorded' }, ['trace-columns']],
    [
      'nothing that says what a pod carries',
      cpuTrace(flat(1), { measures: ['queue'], allowances: {} }),
      queueSpec({}, { metrics: [{ kind: 'external', metric: 'queue', target }] }),
      {},
      ['trace-request'],
    ],
  ])('%s', (_, trace, spec, changes, codes) => {
    expect(problems(trace, spec, changes)).toEqual(codes);
  });
});
