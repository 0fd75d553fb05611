import { describe, expect, it } from 'vitest';
import { metricsOf } from '../scenario/metrics.ts';
import type { Threshold } from '../scenario/plan.ts';
import { checkThresholds } from './thresholds.ts';

const metrics = metricsOf({ estimators: ['ql'], classes: ['fan'] });
const check = (metric: string, comparison: Threshold['comparison'], value: number, findings: object) =>
  checkThresholds([{ text: 'as written', metric, comparison, value }], findings, metrics)[0]!;

describe('a threshold', () => {
  it.each([
    ['<', 10, [true, false, false]],
    ['<=', 10, [true, true, false]],
    ['>', 10, [false, false, true]],
    ['>=', 10, [false, true, true]],
    ['==', 10, [false, true, false]],
  ] as const)('%s %d holds for 9, 10 and 11: %s', (comparison, value, expected) => {
    const passed = [9, 10, 11].map(
      (p95Ms) => check('wait.p95', comparison, value, { wait: { p95Ms } }).passed,
    );
    expect(passed).toEqual(expected);
  });

  it('gives the measured value', () => {
    expect(check('eta.ql.a20Mean', '>=', 0.6, { eta: { ql: { a20Mean: 0.9 } } })).toEqual({
      text: 'as written',
      metric: 'eta.ql.a20Mean',
      passed: true,
      value: 0.9,
    });
  });

  it('fails without a value when the run has no such metric', () => {
    const finding = check('wait.p95', '<', 1e12, { wait: {} });
    expect(finding.passed).toBe(false);
    expect(finding).not.toHaveProperty('value');
  });

  it('fails when the catalogue has no such metric, whatever the findings hold', () => {
    expect(check('wait.p50Ms', '>', 0, { wait: { p50Ms: 5 } }).passed).toBe(false);
  });
});
