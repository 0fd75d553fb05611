import type { TraceProblems } from './trace-problems.ts';
import { type ColumnRole, roleOf } from './trace-roles.ts';
import type { TraceRow } from './trace-table.ts';
import type { TimeUnit } from './trace-time.ts';

/** Where everything stands in the rows of a table. */
export interface RowColumns {
  readonly roles: readonly ColumnRole[];
  readonly time: number;
  readonly timeUnit: TimeUnit;
  /** Whether a row is one pod; else it is the whole workload. */
  readonly perPod: boolean;
}

/** Returns what the columns of a table tell by its header, or undefined after reporting what is missing or too many. */
export function findRowColumns(header: TraceRow, problems: TraceProblems): RowColumns | undefined {
  const roles = header.cells.map(roleOf);
  const refuse = (index: number, expected: string, cure: string) =>
    problems.cell(header, index, { code: 'trace-columns', path: 'header', expected, cure });
  roles.forEach((role, index) => {
    if (role.kind === 'odd-unit')
      refuse(index, role.expected, 'name the unit in the header: cpu_cores, memory_mib');
    const twin = roles.findIndex((other) => keyOf(other) === keyOf(role));
    if (twin < index && role.kind !== 'ignored' && role.kind !== 'odd-unit')
      refuse(index, `one column for ${keyOf(role)}`, 'remove one of the two');
  });
  const perPod = roles.some(({ kind }) => kind === 'pod');
  checkMeasures(roles, perPod, refuse);
  const time = roles.findIndex(({ kind }) => kind === 'time');
  const role = roles[time];
  if (role?.kind === 'time') return { roles, time, timeUnit: role.unit, perPod };
  refuse(0, 'a time column: time, timestamp, atSec or atMs', 'time,pod,cpu,memory');
  return undefined;
}

function checkMeasures(
  roles: readonly ColumnRole[],
  perPod: boolean,
  refuse: (index: number, expected: string, cure: string) => void,
): void {
  if (!roles.some(({ kind }) => kind === 'measure' || kind === 'odd-unit'))
    refuse(0, 'a column to scale by: cpu, memory, rps or a metric of your own', 'time,pod,cpu,memory');
  const mean = roles.findIndex((role) => role.kind === 'measure' && role.perPod);
  const isCounted = roles.some(({ kind }) => kind === 'replicas' || kind === 'ready');
  // A mean per pod becomes a total only with the number of pods beside it.
  if (mean >= 0 && !perPod && !isCounted)
    refuse(mean, 'a column replicas beside a mean per pod', 'time,replicas,cpuPerPod; or the total as cpu');
}

function keyOf(role: ColumnRole): string {
  return role.kind === 'measure' ? role.measure : role.kind;
}
