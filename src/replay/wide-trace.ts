import { NO_OBSERVATIONS, type Observation, type Observations, placeInTable } from './observation.ts';
import { timeOf } from './row-trace.ts';
import { readAmount } from './trace-amount.ts';
import type { TraceProblems } from './trace-problems.ts';
import { measureOfMetric, roleOf } from './trace-roles.ts';
import type { TraceRow } from './trace-table.ts';

/** One column of a wide table. */
interface Series {
  readonly index: number;
  readonly pod: string;
  readonly container: string;
}

/** How exports write that a series has no point. */
const NO_POINT = /^(|nan|null|undefined|-)$/i;

/** Returns whether a header is that of a wide table: its columns are series with labels. */
export function isWide(header: TraceRow): boolean {
  return header.cells.some((cell) => labelOf(cell, 'pod') !== undefined);
}

/**
 * Returns what a table says that has a time column and one column for each pod, as range queries are exported: headers
 * are series with labels (`{pod="gateway-0"}`), or plain names of pods. Amounts are in cores, bytes or plain numbers.
 * @param metric what the cells measure; absent: what the headers' own metric name says
 */
export function readWideTrace(
  header: TraceRow,
  body: readonly TraceRow[],
  metric: string | undefined,
  problems: TraceProblems,
): Observations {
  const time = header.cells.findIndex((cell) => roleOf(cell).kind === 'time');
  const role = roleOf(header.cells[time] ?? '');
  const measure = metric === undefined ? measureInName(header.cells.join(' ')) : measureOfMetric(metric);
  const refuse = (expected: string, cure: string) =>
    problems.cell(header, 0, { code: 'trace-columns', path: 'header', expected, cure });
  if (role.kind !== 'time') refuse('a time column beside the series', 'time,"{pod=""gateway-0""}"');
  if (measure === undefined) refuse('a metric name in the headers, or --metric', '--metric cpu');
  if (role.kind !== 'time' || measure === undefined) return NO_OBSERVATIONS;
  const series = header.cells.flatMap((cell, index) => (index === time ? [] : [seriesOf(cell, index)]));
  const all: Observation[] = [];
  for (const row of body) {
    const atMs = timeOf(row, time, role.unit, problems);
    if (atMs !== undefined) all.push(...pointsOf(row, { atMs, series, measure, problems }));
  }
  return { all, measures: [measure], allowances: {}, placeOf: placeInTable };
}

/** Returns the measure that the name of a Prometheus metric speaks of. */
export function measureInName(name: string): string | undefined {
  if (/cpu/i.test(name)) return 'cpu';
  return /memory|working_set/i.test(name) ? 'memory' : undefined;
}

function pointsOf(
  row: TraceRow,
  into: {
    readonly atMs: number;
    readonly series: readonly Series[];
    readonly measure: string;
    readonly problems: TraceProblems;
  },
): readonly Observation[] {
  const { atMs, series, measure, problems } = into;
  return series.flatMap(({ index, pod, container }) => {
    const text = row.cells[index] ?? '';
    if (NO_POINT.test(text)) return [];
    const milli = readAmount(text, 1000);
    if (milli === undefined) {
      const expected = 'an amount that is not negative, or nothing';
      problems.cell(row, index, { code: 'trace-amount', path: pod, expected, cure: '0.25' });
      return [];
    }
    const at = { row: row.line - 1, point: 0 };
    return [{ atMs, at, pod, container, values: new Map([[measure, milli]]) }];
  });
}

function seriesOf(header: string, index: number): Series {
  const pod = labelOf(header, 'pod') ?? labelOf(header, 'pod_name') ?? header;
  return { index, pod, container: labelOf(header, 'container') ?? '' };
}

function labelOf(header: string, label: string): string | undefined {
  return new RegExp(`(?:^|[{,\\s])${label}=["']?([^"',}]+)`).exec(header)?.[1];
}
