import { describe, expect, it } from 'vitest';
import { ScenarioError } from '../errors.ts';
import { filesInMemory, SMALL_SCENARIO, smallScenario } from '../testing/scenario-text.ts';
import { loadScenario } from './load.ts';
import type { Plan } from './plan.ts';

function load(files: Record<string, string>, overrides: readonly string[] = [], seed?: number): Plan {
  const options = seed === undefined ? { overrides } : { overrides, seed };
  return loadScenario('dir/s.yaml', options, filesInMemory(files));
}

const small = (overrides: readonly string[] = []) => load({ 'dir/s.yaml': SMALL_SCENARIO }, overrides);

describe('a small scenario', () => {
  it('has every default filled in and every unit resolved', () => {
    const plan = small();
    expect(plan).toMatchObject({
      name: 'small',
      title: 'small',
      clock: {
        start: '2026-01-01T08:00:00+09:00',
        startOfDayOffsetMs: 28_800_000,
        horizonMs: 600_000,
        warmupMs: 0,
      },
      random: { seed: 1, replications: { min: 1, max: 1 } },
      arrivals: {
        process: 'poisson',
        phases: [{ name: 'opening', startMs: 0, endMs: 60_000, shape: { kind: 'constant', perSec: 5 } }],
      },
      visitors: [
        {
          name: 'visitor',
          share: 1,
          tabs: 1,
          oneTicket: true,
          poll: { kind: 'uniform', fromMs: 4500, toMs: 5500 },
          politeShare: 1,
          retry: { everyMs: 1000, times: 3 },
          anonymousShare: 0,
        },
      ],
      admission: {
        mode: 'pull',
        bucket: { capacityTokens: 10, refillPerSec: 2, clockResolutionMs: 1 },
        bypassRanks: 0,
        minWaits: [],
        ghosts: { heartbeatMs: 300_000, inactiveAfterMs: 15_000, sweepMs: 30_000, skip: false },
        schedule: [],
        shownPosition: 'remaining',
        statusSpendsTokens: false,
        admissionLog: 'by-visit',
        scoreResolutionMs: 0,
        etaWindows: 'full-length',
        hourWeight: true,
      },
      eta: {
        displayed: 'ql',
        options: { fixed: { kind: 'constant', seconds: 60 }, emaHalfLifeMs: 60_000 },
        score: { thinMs: 15_000, population: 'all', visitors: 20_000, sampling: 'polls' },
      },
      thresholds: [],
      expectedExit: 0,
      claims: { fixed: 0, 'moving-count': 0.85, sliding: 0.95 },
    });
    expect(plan.admission).not.toHaveProperty('headRanks');
    expect(plan.eta.hourWeights).toHaveLength(24);
  });

  it('is frozen to the last leaf', () => {
    const open: string[] = [];
    const walk = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if (!Object.isFrozen(value)) open.push(path);
      for (const [key, item] of Object.entries(value)) walk(item, `${path}.${key}`);
    };
    walk(small(['admission.schedule=[{ at: 1m, refill: 5/s }]', 'thresholds=["wait.p95 < 5m"]']), 'plan');
    expect(open).toEqual([]);
  });
});

describe('the hash', () => {
  const hash = (text: string, overrides: readonly string[] = []) =>
    load({ 'dir/s.yaml': text }, overrides).source.hash;
  it('is the same for the same meaning, however it is written', () => {
    expect(hash(smallScenario('10m', '600s').replace('2/s', '120/min'))).toBe(hash(SMALL_SCENARIO));
    expect(hash(SMALL_SCENARIO, ['visitors.visitor.tabs=1'])).toBe(hash(SMALL_SCENARIO));
    expect(hash(`# a comment\n${SMALL_SCENARIO}`)).toBe(hash(SMALL_SCENARIO));
  });

  it('changes with any value, the content of a trace included', () => {
    expect(hash(smallScenario('2/s', '3/s'))).not.toBe(hash(SMALL_SCENARIO));
    const text = smallScenario('constant: 5/s, for: 1m', 'trace: { file: t.csv, kind: counts }');
    const traced = (csv: string) => load({ 'dir/s.yaml': text, 'dir/t.csv': csv }).source.hash;
    expect(traced('atSec,count\n0,1\n60,2')).not.toBe(traced('atSec,count\n0,1\n60,3'));
  });
});

describe('arrivals', () => {
  const shape = (text: string, files: Record<string, string> = {}) =>
    load({ 'dir/s.yaml': smallScenario('constant: 5/s, for: 1m', text), ...files }).arrivals.phases[0];

  it('take the rest of the run, the natural length or the end of the phase before', () => {
    const phases = '{ name: a, flashCrowd: { normal: 5/s, shock: 9 } }, { name: b, constant: 1/s }';
    const text = smallScenario('- { name: opening, constant: 5/s, for: 1m }', `[${phases}]`);
    const plan = load({ 'dir/s.yaml': text });
    expect(plan.arrivals.phases.map(({ startMs, endMs }) => [startMs, endMs])).toEqual([
      [0, 360_000],
      [360_000, 600_000],
    ]);
  });

  it('scale traces in time and height', () => {
    const csv = { 'dir/t.csv': 'atSec,count\n0,30\n60,60\n' };
    const counts = (more: string) => shape(`trace: { file: t.csv, kind: counts${more} }`, csv);
    expect(counts('')).toMatchObject({ endMs: 120_000, shape: { binMs: 60_000, counts: [30, 60] } });
    expect(counts(', timeScale: 0.5, rateScale: 2')).toMatchObject({
      endMs: 60_000,
      shape: { binMs: 30_000, counts: [60, 120] },
    });
    expect(counts(', peak: 10/s')).toMatchObject({ shape: { binMs: 60_000, counts: [300, 600] } });
    const instants = { 'dir/t.csv': 'atMs\n0\n100\n5000\n' };
    expect(shape('trace: { file: t.csv, kind: instants, peak: 8/s }', instants)).toMatchObject({
      endMs: 5001,
      shape: { kind: 'instants', atMs: [0, 100, 5000], height: 4 },
    });
  });

  it('follow the local clock of the start', () => {
    const plan = load({ 'dir/s.yaml': smallScenario('constant: 5/s', 'hours: { mean: 5/s }') }, [
      'clock.start="2026-10-03T19:30:00+09:00"',
    ]);
    expect(plan.arrivals.phases[0]?.shape).toMatchObject({ clockOffsetMs: 70_200_000, dayMs: 86_400_000 });
  });
});

it('turns a pause into two changes and ends it at the refill before', () => {
  const schedule =
    '[{ at: 1m, refill: 5/s }, { at: 2m, pause: 30s }, { at: 3m, pause: 1m }, { at: 4m, refill: 9/s }]';
  expect(small([`admission.schedule=${schedule}`]).admission.schedule).toEqual([
    { atMs: 60_000, refillPerSec: 5 },
    { atMs: 120_000, refillPerSec: 0 },
    { atMs: 150_000, refillPerSec: 5 },
    { atMs: 180_000, refillPerSec: 0 },
    { atMs: 240_000, refillPerSec: 9 },
  ]);
});

it('resolves thresholds and stopping rules in the unit of their metric, with their place', () => {
  const text = `${SMALL_SCENARIO}thresholds:\n  - "eta.ql.phases.late.biasShare >= -5%"\n  - "peak.joinsPerSec < 6k/s"\nrandom: { replications: { min: 5, max: 9, until: { metric: wait.p95, halfWidth: 5s } } }\n`;
  const plan = load({ 'dir/s.yaml': text });
  expect(plan.thresholds).toEqual([
    {
      text: 'eta.ql.phases.late.biasShare >= -5%',
      metric: 'eta.ql.phases.late.biasShare',
      comparison: '>=',
      value: -0.05,
      place: { file: 'dir/s.yaml', line: 11, column: 5 },
    },
    {
      text: 'peak.joinsPerSec < 6k/s',
      metric: 'peak.joinsPerSec',
      comparison: '<',
      value: 6000,
      place: { file: 'dir/s.yaml', line: 12, column: 5 },
    },
  ]);
  expect(plan.random.replications).toEqual({
    min: 5,
    max: 9,
    until: { metric: 'wait.p95', halfWidth: 5000, level: 0.95 },
  });
});

it('throws all problems as one ScenarioError', () => {
  expect(() => load({})).toThrow(ScenarioError);
});
