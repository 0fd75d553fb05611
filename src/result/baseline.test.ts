import { describe, expect, it } from 'vitest';
import { ScenarioError } from '../errors.ts';
import { BASELINE_SCHEMA, type Baseline, decodeBaseline, encodeBaseline, withReason } from './baseline.ts';

const REASON = { at: '2026-10-03T11:00:00Z', version: '0.1.0', reason: 'first baseline' };
const BASELINE: Baseline = {
  schemaVersion: BASELINE_SCHEMA,
  scenario: 'scenarios/gate.yaml',
  scenarioHash: 'ab',
  sections: { clock: '01', eta: '02' },
  version: '0.1.0',
  nodeMajor: 20,
  metricDefinitions: 1,
  metrics: { 'eta.displayed.overall.mae': 'ms, low is better, ratio from 500' },
  history: [REASON],
  seeds: [
    { seed: 11, digest: 'aa', metrics: { 'eta.displayed.overall.mae': 41_234.56789 } },
    { seed: 12, digest: 'bb', metrics: {} },
  ],
};

function problemsOf(text: string) {
  try {
    decodeBaseline(text, 'b.json');
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
  return [];
}

describe('a baseline file', () => {
  it('reads back as what was written', () => {
    expect(decodeBaseline(encodeBaseline(BASELINE), 'b.json')).toEqual(BASELINE);
  });

  it('has one line for each seed, reason and metric, so that a diff names them', () => {
    const before = encodeBaseline(BASELINE).split('\n');
    const [first, ...others] = BASELINE.seeds;
    const changed = { ...BASELINE, seeds: [{ ...first!, digest: 'cc' }, ...others] };
    const after = encodeBaseline(changed).split('\n');
    expect(after.filter((line) => !before.includes(line))).toHaveLength(1);
    expect(before.filter((line) => line.includes('"seed":'))).toHaveLength(2);
  });

  it('remembers the last ten reasons, the latest first', () => {
    const older = Array.from({ length: 10 }, (_, i) => ({ ...REASON, reason: `reason ${i}` }));
    const history = withReason({ ...REASON, reason: 'now' }, older);
    expect(history).toHaveLength(10);
    expect(history[0]!.reason).toBe('now');
    expect(history.at(-1)!.reason).toBe('reason 8');
  });

  it('that is cut off is refused with line and column', () => {
    const text = encodeBaseline(BASELINE);
    const [problem] = problemsOf(text.slice(0, text.indexOf('"version"') + 11));
    expect(problem).toMatchObject({ code: 'baseline-file', place: { file: 'b.json', line: 6 } });
  });

  it.each([
    ['another document', '{"schemaVersion":1}', ['b.json schemaVersion']],
    ['a list', '[]', ['b.json schemaVersion']],
    [
      'parts of the wrong kind, all at once',
      JSON.stringify({ ...BASELINE, version: 3, history: [{}], seeds: [{ seed: 'x' }], sections: [] }),
      ['b.json version', 'b.json sections', 'b.json history.0', 'b.json seeds.0'],
    ],
    [
      'a figure that is no number',
      JSON.stringify({ ...BASELINE, seeds: [{ seed: 1, digest: 'a', metrics: { mae: '3' } }] }),
      ['b.json seeds.0'],
    ],
  ])('%s is refused', (_, text, paths) => {
    const problems = problemsOf(text);
    expect(problems.map(({ path }) => path)).toEqual(paths);
    for (const { cure, expected } of problems) expect([cure, expected]).not.toContain(undefined);
  });

  it('of another schema is handed back for what to say about it', () => {
    const other = JSON.stringify({ ...BASELINE, schemaVersion: 9 });
    expect(decodeBaseline(other, 'b.json')).toEqual({ otherSchema: 9 });
  });
});
