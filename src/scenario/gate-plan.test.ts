import { describe, expect, it } from 'vitest';
import { ScenarioError } from '../errors.ts';
import { filesInMemory, SMALL_SCENARIO } from '../testing/scenario-text.ts';
import { loadScenario } from './load.ts';

const SEEDS = `[${Array.from({ length: 20 }, (_, i) => i + 1).join(', ')}]`;
const load = (gate: string) =>
  loadScenario('s.yaml', { overrides: [] }, filesInMemory({ 's.yaml': `${SMALL_SCENARIO}${gate}` }));

function problemsOf(gate: string) {
  try {
    load(gate);
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
  return [];
}

describe('the gate section', () => {
  it('is filled with margins, guards and the decisive family', () => {
    expect(load(`gate: { seeds: ${SEEDS} }\n`).gate).toMatchObject({
      topUp: [],
      metrics: [
        { path: 'eta.displayed.phases.cold.a20' },
        { path: 'eta.displayed.phases.warm.a20' },
        { path: 'eta.displayed.phases.steady.a20' },
        { path: 'eta.displayed.phases.late.a20' },
        { path: 'eta.displayed.overall.mae' },
      ],
      margins: { relative: 0.02, points: 0.02 },
      guards: { bias: 0.03, coverage: 0.03, jitter: 0.1 },
    });
    expect(load('').gate).toBeUndefined();
  });

  it('moves no run: the hash of a scenario is the same with and without it', () => {
    expect(load(`gate: { seeds: ${SEEDS} }\n`).source.hash).toBe(load('').source.hash);
  });

  it('keeps the place of each metric', () => {
    const { gate } = load(`gate:\n  seeds: ${SEEDS}\n  metrics:\n    - wait.p95\n    - eta.ql.a20Mean\n`);
    const lines = SMALL_SCENARIO.split('\n').length;
    expect(gate?.metrics.map(({ place }) => place?.line)).toEqual([lines + 3, lines + 4]);
  });

  it.each([
    ['too few seeds', 'gate: { seeds: [1, 2, 3] }\n', 'wrong-length', 'gate.seeds'],
    ['a seed twice', `gate: { seeds: ${SEEDS}, topUp: [7] }\n`, 'repeated-name', 'gate.topUp'],
    [
      'a metric that is none',
      `gate: { seeds: ${SEEDS}, metrics: [eta.displayed.phases.cold.a2] }\n`,
      'unknown-metric',
      'gate.metrics[0]',
    ],
    [
      'a metric that cannot get worse',
      `gate: { seeds: ${SEEDS}, metrics: [wait.p95, requests.polls] }\n`,
      'gate-metric',
      'gate.metrics[1]',
    ],
    [
      'no margin',
      `gate: { seeds: ${SEEDS}, margins: { points: 0% } }\n`,
      'out-of-range',
      'gate.margins.points',
    ],
  ])('refuses %s at its place', (_, gate, code, path) => {
    const [problem, ...others] = problemsOf(gate);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ code, path, place: { file: 's.yaml' } });
  });
});
