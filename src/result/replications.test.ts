import { describe, expect, it } from 'vitest';
import { ScenarioError } from '../errors.ts';
import { decodeReplications, encodeReplications } from './replications.ts';

const HEAD = { scenario: 'a.yaml', scenarioHash: 'f'.repeat(64), version: '1.2.3', seed: 7 };
const ROWS = [
  { replication: 0, metrics: { 'wait.mean': 1234.5, 'eta.ql.a20Mean': 0.1 + 0.2 } },
  { replication: 1, metrics: { 'wait.mean': -0.5 } },
];
const TEXT = encodeReplications({ ...HEAD, rows: ROWS });

function problemsOf(text: string): ScenarioError['problems'] {
  try {
    decodeReplications(text, 'replications.json');
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
  return [];
}

describe('saved replications', () => {
  it('come back as they were, to the last bit', () => {
    expect(decodeReplications(TEXT, 'x')).toEqual({ schemaVersion: 1, ...HEAD, rows: ROWS });
    expect(decodeReplications(encodeReplications({ ...HEAD, rows: [] }), 'x').rows).toEqual([]);
  });

  it('have a line for each replication', () => {
    expect(TEXT.split('\n').filter((line) => line.includes('"replication":'))).toHaveLength(ROWS.length);
  });

  it('are refused where the text is cut off, with the place', () => {
    const [problem] = problemsOf(TEXT.slice(0, TEXT.indexOf('1234') + 4));
    expect(problem).toMatchObject({
      code: 'replications-file',
      place: { file: 'replications.json', line: 8 },
      got: 'the end of the text',
    });
  });

  it.each([
    ['a list', '[]', 'schemaVersion'],
    ['another document', '{"kind":"Scenario"}', 'schemaVersion'],
    ['another schema', TEXT.replace('"schemaVersion": 1', '"schemaVersion": 2'), 'schemaVersion'],
    ['a seed that is no number', TEXT.replace('"seed": 7', '"seed": "7"'), 'seed'],
    ['rows that are no list', `${TEXT.split('"rows"')[0]}"rows": {}}`, 'rows'],
    ['a replication twice', TEXT.replace('"replication":1', '"replication":0'), 'rows.1.replication'],
    ['a metric that is null', TEXT.replace('-0.5', 'null'), 'rows.1.metrics.wait.mean'],
    ['a row without metrics', TEXT.replace('{"wait.mean":-0.5}', '3'), 'rows.1.metrics'],
  ])('are refused for %s, by name', (_, text, path) => {
    expect(problemsOf(text).map((problem) => problem.path)).toEqual([`replications.json ${path}`]);
  });

  it('name all that is wrong at once', () => {
    const text = TEXT.replace('"seed": 7', '"seed": -1').replace('"version": "1.2.3"', '"version": 3');
    expect(problemsOf(text)).toHaveLength(2);
  });
});
