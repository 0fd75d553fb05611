import { describe, expect, it } from 'vitest';
import { ScenarioError } from '../../errors.ts';
import { buildCalibration } from '../../testing/calibration-builder.ts';
import { filesInMemory, SMALL_SCENARIO } from '../../testing/scenario-text.ts';
import { worldHash } from '../canonical-hash.ts';
import { loadScenario } from '../load.ts';
import type { Plan } from '../plan.ts';
import { calibrationText } from './calibration-file.ts';

const GOOD = calibrationText(buildCalibration(['ql']));
const named = (path: string) => `${SMALL_SCENARIO}eta: { calibration: ${path} }\n`;

function load(
  files: Readonly<Record<string, string>>,
  file: string,
  overrides: readonly string[] = [],
): Plan {
  return loadScenario(file, { overrides }, filesInMemory(files));
}

function problemsOf(
  files: Readonly<Record<string, string>>,
  file = 's.yaml',
  overrides: readonly string[] = [],
) {
  try {
    load(files, file, overrides);
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
  return [];
}

describe('eta.calibration', () => {
  it('is read from beside the file that names it', () => {
    const files = { 'sales/s.yaml': named('./c.json'), 'sales/c.json': GOOD };
    expect(load(files, 'sales/s.yaml').calibration?.runs).toBe(4_000);
    const derived = { ...files, 'day/t.yaml': 'extends: ../sales/s.yaml\nname: t\n' };
    expect(load(derived, 'day/t.yaml').calibration?.runs).toBe(4_000);
  });

  it('belongs to the hash of the scenario, by content and not by name', () => {
    const hash = (text: string, name = 'c.json') =>
      load({ 's.yaml': named(name), [name]: text }, 's.yaml').source.hash;
    expect(hash(GOOD)).toBe(hash(GOOD, 'd.json'));
    expect(hash(GOOD)).not.toBe(hash(GOOD.replace('"quotes":80000', '"quotes":80001')));
    expect(hash(GOOD)).not.toBe(load({ 's.yaml': SMALL_SCENARIO }, 's.yaml').source.hash);
  });

  it('that is missing is reported where the scenario names it, with what makes it', () => {
    expect(problemsOf({ 's.yaml': named('c.json') })).toEqual([
      {
        code: 'file-missing',
        place: { file: 's.yaml', line: 10, column: 21 },
        path: 'eta.calibration',
        got: 'c.json: no such file',
        expected: 'a calibration of tacos calibrate eta',
        cure: 'tacos calibrate eta s.yaml --out c.json',
      },
    ]);
  });

  it('that is missing is reported with its flag', () => {
    const problems = problemsOf({ 's.yaml': SMALL_SCENARIO }, 's.yaml', ['eta.calibration=c.json']);
    expect(problems).toMatchObject([{ code: 'file-missing', path: '--set eta.calibration' }]);
  });

  it('that is wrong is reported in its own lines, together with the problems of the scenario', () => {
    const files = {
      's.yaml': named('c.json').replace('5/s', '5'),
      'c.json': GOOD.replace('"cold"', '"colt"'),
    };
    expect(problemsOf(files).map(({ code, place }) => [code, place?.file])).toEqual([
      ['unit-missing', 's.yaml'],
      ['unknown-key', 'c.json'],
    ]);
  });
});

describe('a threshold on an interval', () => {
  const withThreshold = (text: string) => `${text}thresholds: ["eta.ql.phases.cold.coverage80 >= 70%"]\n`;

  it('is right with a calibration', () => {
    const files = { 's.yaml': withThreshold(named('c.json')), 'c.json': GOOD };
    expect(load(files, 's.yaml').thresholds[0]?.metric).toBe('eta.ql.phases.cold.coverage80');
  });

  it('says that it needs one without', () => {
    expect(problemsOf({ 's.yaml': withThreshold(SMALL_SCENARIO) })[0]?.expected).toBe(
      'a scenario with eta.calibration, which eta.ql.phases.cold.coverage80 needs',
    );
  });
});

describe('the world of a scenario', () => {
  const small = load({ 's.yaml': SMALL_SCENARIO }, 's.yaml');
  const changed = (override: string) =>
    worldHash(load({ 's.yaml': SMALL_SCENARIO, 'c.json': GOOD }, 's.yaml', [override]));

  it.each([
    ...['name=other', 'title=Other', 'lesson=Other', 'thresholds=["wait.p50 < 5s"]', 'expectedExit=3'],
    ...['random.seed=9', 'random.replications=7', 'claims={ ql: 98% }', 'eta.calibration=c.json'],
    ...['eta.estimators=[ql, fdc-prior]', 'windows=[{ name: w, from: 0s, to: 1m }]'],
    ...['clock.start=2027-01-01T00:00:00Z', 'variants=[{ name: v, set: {} }]'],
  ])('is the same with %s', (override) => {
    const start = override.startsWith('clock')
      ? changed('clock.start=2026-01-01T00:00:00Z')
      : worldHash(small);
    expect(changed(override)).toBe(start);
  });

  it.each([
    ...[
      'admission.bucket.refill=3/s',
      'arrivals.phases.opening.constant=6/s',
      'visitors.visitor.poll.every=9s',
    ],
    ...['clock.horizon=9m', 'clock.start=2026-01-01T05:00:00Z', 'eta.displayed=fixed', 'eta.score.thin=5s'],
    ...[
      'eta.options.ema.halfLife=30s',
      'backend.capacity=5/s',
      'admission.noise={ sd: 10%, correlation: 60s }',
    ],
  ])('is another one with %s', (override) => {
    expect(changed(override)).not.toBe(worldHash(small));
  });
});
