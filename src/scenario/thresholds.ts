import { findMetric, type MetricNames, parseMetricLiteral } from './metrics.ts';
import type { Threshold } from './plan.ts';
import { type Complaint, problemAt, type Report } from './report.ts';
import type { Origin } from './value.ts';

const COMPARISONS = ['<=', '>=', '==', '<', '>'] as const;
const EXPECTED = 'metric, comparison (<, <=, >, >=, ==) and a literal with its unit';
const EXAMPLE = 'wait.p95 < 20m';

/** Returns a threshold from its text, or undefined after reporting what is wrong with it at its place. */
export function parseThreshold(
  text: string,
  names: MetricNames,
  origin: Origin,
  path: string,
  report: Report,
): Threshold | undefined {
  const result = readThreshold(text, names);
  if ('expected' in result) {
    report(problemAt(origin, path, { got: text, ...result }));
    return undefined;
  }
  return origin.kind === 'file' ? { ...result, place: origin.place } : result;
}

function readThreshold(text: string, names: MetricNames): Threshold | Complaint {
  const match = /^\s*([^\s<>=]+)\s*(<=|>=|==|<|>)\s*(.+?)\s*$/.exec(text);
  const comparison = COMPARISONS.find((each) => each === match?.[2]);
  if (match === null || comparison === undefined) return malformed(text);
  const [, name = '', , literal = ''] = match;
  const rewrite = (metric: string, value: string | undefined) =>
    value === undefined ? undefined : `${metric} ${comparison} ${value}`;
  const metric = findMetric(name, names);
  if (!metric.ok) {
    const { expected, cure } = metric.problem;
    return {
      code: 'unknown-metric',
      expected,
      cure: cure === undefined ? undefined : rewrite(cure, literal),
    };
  }
  const value = parseMetricLiteral(literal, metric.value.unit);
  if (value.ok) return { text, metric: metric.value.path, comparison, value: value.value };
  const { code, expected, cure } = value.problem;
  return { code, expected: `${name} ${comparison} ${expected}`, cure: rewrite(name, cure) };
}

function malformed(text: string): Complaint {
  const guess = text
    .replace(/=<|≤/, '<=')
    .replace(/=>|≥/, '>=')
    .replace(/([^<>=!])=([^=])/, '$1==$2');
  return { code: 'threshold-malformed', expected: EXPECTED, cure: guess === text ? EXAMPLE : guess };
}
