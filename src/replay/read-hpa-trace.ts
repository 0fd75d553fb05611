import type { Problem } from '../errors.ts';
import type { HpaTrace } from './hpa-trace.ts';
import { type Allowances, NO_OBSERVATIONS, type Observations } from './observation.ts';
import { readPrometheusTrace } from './prometheus-trace.ts';
import { readRowTrace } from './row-trace.ts';
import { withHeader } from './top-trace.ts';
import { framesOf } from './trace-frames.ts';
import type { Gaps } from './trace-gaps.ts';
import { TraceProblems } from './trace-problems.ts';
import { REQUESTS_PER_SEC, roleOf } from './trace-roles.ts';
import { readTable, type TraceRow } from './trace-table.ts';
import { isWide, readWideTrace } from './wide-trace.ts';

export interface HpaTraceOptions {
  /** What the only amounts of a wide table or of JSON measure. */
  readonly metric?: string;
  readonly gaps: Gaps;
  /** Requests and limit of a pod as flags give them; they stand above columns. */
  readonly allowances: Allowances;
}

export type ReadHpaTrace =
  | { readonly ok: true; readonly trace: HpaTrace }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Returns a recording from text in any of the forms of hpa-trace.md, or every problem with its place. */
export function readHpaTrace(text: string, file: string, options: HpaTraceOptions): ReadHpaTrace {
  const problems = new TraceProblems(file);
  const seen = observe(text, options, problems);
  if (seen.all.length === 0 && !problems.any) {
    problems.at(undefined, { code: 'trace-empty', got: 'no rows', expected: 'at least two instants' });
  }
  if (seen.all.length === 0 || problems.lacksTimes) return { ok: false, problems: problems.all };
  const recorded = framesOf(seen, options.gaps, problems);
  if (problems.any || recorded === undefined) return { ok: false, problems: problems.all };
  const allowances = { ...seen.allowances, ...options.allowances };
  return { ok: true, trace: { file, measures: seen.measures, allowances, ...recorded } };
}

function observe(text: string, options: HpaTraceOptions, problems: TraceProblems): Observations {
  if (/^\s*[{[]/.test(text)) return readPrometheusTrace(text, options.metric, problems);
  const table = withHeader(readTable(text), problems);
  if (table === undefined) return NO_OBSERVATIONS;
  const { header, body } = table;
  return isWide(header) || isPlainWide(header, options.metric)
    ? readWideTrace(header, body, options.metric, problems)
    : readRowTrace(header, body, options.allowances, problems);
}

/** With --metric, columns that have no name of their own are pods. */
function isPlainWide(header: TraceRow, metric: string | undefined): boolean {
  if (metric === undefined) return false;
  return header.cells.every((cell) => {
    const role = roleOf(cell);
    if (role.kind === 'time' || role.kind === 'odd-unit') return true;
    return role.kind === 'measure' && !['cpu', 'memory', REQUESTS_PER_SEC].includes(role.measure);
  });
}
