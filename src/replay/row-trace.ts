import {
  type Allowances,
  NO_OBSERVATIONS,
  type Observation,
  type Observations,
  placeInTable,
} from './observation.ts';
import { readAllowances } from './row-allowances.ts';
import { findRowColumns, type RowColumns } from './row-columns.ts';
import { readAmount } from './trace-amount.ts';
import type { TraceProblems } from './trace-problems.ts';
import type { TraceRow } from './trace-table.ts';
import { readTime } from './trace-time.ts';

/**
 * Returns what a table says whose rows are instants of single pods (it has a pod column) or of the whole workload.
 * Problems are gathered, and rows without a time are left out.
 * @param flags requests and limit that stand above columns
 */
export function readRowTrace(
  header: TraceRow,
  body: readonly TraceRow[],
  flags: Allowances,
  problems: TraceProblems,
): Observations {
  const columns = findRowColumns(header, problems);
  if (columns === undefined) return NO_OBSERVATIONS;
  const all: Observation[] = [];
  for (const row of body) {
    const atMs = timeOf(row, columns.time, columns.timeUnit, problems);
    const seen = readCells(row, columns, problems);
    if (atMs !== undefined) all.push({ atMs, at: { row: row.line - 1, point: 0 }, ...seen });
  }
  const measures = columns.roles.flatMap((role) => (role.kind === 'measure' ? [role.measure] : []));
  const allowances = readAllowances(body, columns.roles, flags, problems);
  return { all, measures, allowances, placeOf: placeInTable };
}

/** Returns the time in a cell, or undefined after reporting that there is none. */
export function timeOf(
  row: TraceRow,
  index: number,
  unit: RowColumns['timeUnit'],
  problems: TraceProblems,
): number | undefined {
  const atMs = readTime(row.cells[index] ?? '', unit);
  if (atMs === undefined) {
    const expected = 'ISO 8601, or a number of seconds or milliseconds since 1970 or since the start';
    problems.cell(row, index, { code: 'trace-time', path: 'time', expected, cure: '2026-10-03T20:00:00Z' });
  }
  return atMs;
}

type Seen = Mutable<Omit<Observation, 'atMs' | 'at'>>;
type Mutable<Of> = { -readonly [Key in keyof Of]: Of[Key] };

function readCells(row: TraceRow, columns: RowColumns, problems: TraceProblems): Seen {
  const values = new Map<string, number>();
  const seen: Seen = { values };
  const refuse = (index: number, path: string, expected: string, cure: string) =>
    problems.cell(row, index, { code: 'trace-amount', path, expected, cure });
  columns.roles.forEach((role, index) => {
    const text = row.cells[index] ?? '';
    switch (role.kind) {
      case 'pod':
      case 'container':
        seen[role.kind] = text;
        if (text === '' && role.kind === 'pod') refuse(index, 'pod', 'the name of a pod', 'gateway-0');
        break;
      case 'replicas':
      case 'ready': {
        const count = countOf(text);
        if (count === undefined) refuse(index, role.kind, 'a whole number; of one pod true or false', '1');
        else seen[role.kind] = count;
        break;
      }
      case 'measure': {
        // A pod that has no sample is a fact, a workload without an amount is a hole.
        if (text === '' && columns.perPod) break;
        const milli = readAmount(text, role.unitMilli);
        if (milli === undefined) refuse(index, role.measure, 'an amount that is not negative', '250m');
        else values.set(role.measure, milli);
        break;
      }
    }
  });
  return columns.perPod ? seen : { ...seen, values: totalsOf(columns, seen) };
}

/** Turns means per pod into totals. */
function totalsOf({ roles }: RowColumns, { values, ready, replicas }: Seen): ReadonlyMap<string, number> {
  const totals = new Map(values);
  for (const role of roles) {
    const mean = role.kind === 'measure' && role.perPod ? values.get(role.measure) : undefined;
    if (role.kind === 'measure' && mean !== undefined)
      totals.set(role.measure, mean * (ready ?? replicas ?? 0));
  }
  return totals;
}

function countOf(text: string): number | undefined {
  if (/^(true|yes)$/i.test(text)) return 1;
  if (/^(false|no)$/i.test(text)) return 0;
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}
