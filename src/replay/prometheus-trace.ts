import { NO_OBSERVATIONS, type Observation, type Observations, type Spot } from './observation.ts';
import { readAmount } from './trace-amount.ts';
import type { TraceProblems } from './trace-problems.ts';
import { measureOfMetric } from './trace-roles.ts';
import { measureInName } from './wide-trace.ts';

/** A member of a JSON value, looked at with care. */
function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  return fields[key];
}

/**
 * Returns what the answer to a range query holds (`{"data":{"resultType":"matrix","result":[...]}}`): one series for each
 * pod, or a single one for the workload. Amounts are in cores, bytes or plain numbers.
 * @param metric what the series measure; absent: what their own metric name says
 */
export function readPrometheusTrace(
  text: string,
  metric: string | undefined,
  problems: TraceProblems,
): Observations {
  const refuse = (path: string, got: string, expected: string, cure: string) =>
    problems.at({ line: 1, column: 1 }, { code: 'trace-json', path, got, expected, cure });
  const data = member(parseJson(text), 'data');
  const result = member(data, 'result');
  if (member(data, 'resultType') !== 'matrix' || !Array.isArray(result)) {
    const cure = 'curl .../api/v1/query_range?query=...&start=...&end=...&step=15s';
    refuse(
      'data.resultType',
      String(member(data, 'resultType') ?? 'nothing'),
      'matrix, the answer to a range query',
      cure,
    );
    return NO_OBSERVATIONS;
  }
  const series: readonly unknown[] = result;
  const names = series.map((each) => String(member(member(each, 'metric'), '__name__') ?? '')).join(' ');
  const measure = metric === undefined ? measureInName(names) : measureOfMetric(metric);
  if (measure === undefined) {
    refuse(
      'data.result',
      names.trim() || 'series without a name',
      'a metric name, or --metric',
      '--metric cpu',
    );
    return NO_OBSERVATIONS;
  }
  const placeOf = (spot: Spot) => pointPlace(text, spot);
  const points = { series, measure, placeOf, problems };
  const all = series.flatMap((each, row) => pointsOf(each, row, points));
  return { all, measures: [measure], allowances: {}, placeOf };
}

interface Points {
  readonly series: readonly unknown[];
  readonly measure: string;
  readonly placeOf: Observations['placeOf'];
  readonly problems: TraceProblems;
}

function pointsOf(series: unknown, row: number, points: Points): readonly Observation[] {
  const { measure, placeOf, problems } = points;
  const labels = member(series, 'metric');
  const pod = member(labels, 'pod') ?? member(labels, 'pod_name') ?? member(labels, 'instance');
  const values = member(series, 'values');
  const path = `data.result[${row}]`;
  if (typeof pod !== 'string' && points.series.length > 1) {
    const expected = 'a label pod in each of several series';
    problems.at(placeOf({ row, point: 0 }), {
      code: 'trace-json',
      path,
      got: 'no label pod',
      expected,
      cure: 'sum by (pod) (...)',
    });
    return [];
  }
  const container = member(labels, 'container');
  const owner = typeof pod === 'string' ? { pod, container: String(container ?? '') } : {};
  const list: readonly unknown[] = Array.isArray(values) ? values : [];
  return list.flatMap((each, point) => {
    const [time, value]: readonly unknown[] = Array.isArray(each) ? each : [];
    const milli = typeof value === 'string' ? readAmount(value, 1000) : undefined;
    if (typeof time === 'number' && time >= 0 && milli !== undefined) {
      const atMs = Math.round(time * 1000);
      return [{ atMs, at: { row, point }, ...owner, values: new Map([[measure, milli]]) }];
    }
    const expected = 'a point [seconds, "amount"], the amount not negative';
    const got = JSON.stringify(each)?.slice(0, 60) ?? 'nothing';
    problems.at(placeOf({ row, point }), {
      code: 'trace-amount',
      path: `${path}.values[${point}]`,
      got,
      expected,
    });
    return [];
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns the place of a point: the brackets of the n-th `values` are counted. Inside a string its quotes would be escaped. */
function pointPlace(text: string, { row, point }: Spot): { readonly line: number; readonly column: number } {
  const lists = text.matchAll(/"values"\s*:\s*\[/g);
  let offset = 0;
  for (let i = 0; i <= row; i++) {
    const found = lists.next();
    if (found.done) break;
    offset = found.value.index + found.value[0].length;
  }
  const list = offset;
  for (let i = 0; i <= point && offset >= 0; i++) offset = text.indexOf('[', offset + (i > 0 ? 1 : 0));
  // A list without so many points: its own beginning.
  if (offset < 0) offset = list;
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') };
}
