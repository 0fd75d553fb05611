import type { Problem } from '../errors.ts';
import { isColumn } from './columns.ts';
import { REQUEST_KINDS } from './live-record.ts';

type Fields = Readonly<Record<string, unknown>>;

const COUNTS = ['asked', 'sent', 'completed', 'failed'];
const TIMES = {
  slipSeries: ['p50Ms', 'p99Ms', 'maxMs'],
  latencySeries: ['p50Ms', 'p95Ms', 'p99Ms'],
} as const;

/**
 * Returns everything that keeps a part of a saved run from being the record of its generator.
 * @param problem makes a problem with a path of the document
 */
export function checkLive(
  live: unknown,
  problem: (path: string, got: string, expected: string) => Problem,
): readonly Problem[] {
  if (live === undefined) return [];
  if (!isFields(live)) return [problem('live', 'no section', 'what the generator did')];
  const kinds = isFields(live.kinds) ? live.kinds : {};
  const sections = ['bounds', 'slip', 'losses', 'failures'].filter((key) => !isFields(live[key]));
  const numbers = ['speed', 'workers', 'late'].filter((key) => typeof live[key] !== 'number');
  const columns = [
    ...REQUEST_KINDS.flatMap((kind) => missing(kinds[kind], `kinds.${kind}`, COUNTS)),
    ...Object.entries(TIMES).flatMap(([part, names]) => missing(live[part], part, names)),
  ];
  const latencies = REQUEST_KINDS.filter((kind) => {
    const series = kinds[kind];
    return !isFields(series) || !isFields(series.latency);
  }).map((kind) => `kinds.${kind}.latency`);
  return [...sections, ...numbers, ...columns, ...latencies].map((path) =>
    problem(`live.${path}`, 'nothing', 'a part of the record of a live run'),
  );
}

function missing(part: unknown, path: string, names: readonly string[]): readonly string[] {
  const fields = isFields(part) ? part : {};
  return names.filter((name) => !isColumn(fields[name])).map((name) => `${path}.${name}`);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isColumn(value);
}
