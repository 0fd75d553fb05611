import type { Allowances } from './observation.ts';
import { readAmount } from './trace-amount.ts';
import type { TraceProblems } from './trace-problems.ts';
import type { ColumnRole, PodAllowance } from './trace-roles.ts';
import type { TraceRow } from './trace-table.ts';

const FLAGS: Readonly<Record<PodAllowance, string>> = {
  cpuRequest: '--cpu-request 700m',
  memoryRequest: '--memory-request 512Mi',
  cpuLimit: '--cpu-limit 1',
};

/**
 * Returns what the columns say of a pod's requests and limit. They do not change in the course of a replay, so a column
 * that does is a problem; a flag stands above its column.
 * @param flags what flags have said already
 */
export function readAllowances(
  rows: readonly TraceRow[],
  roles: readonly ColumnRole[],
  flags: Allowances,
  problems: TraceProblems,
): Allowances {
  const found: { -readonly [Name in PodAllowance]?: number } = {};
  roles.forEach((role, index) => {
    if (!isAllowance(role) || flags[role.kind] !== undefined) return;
    for (const row of rows) {
      const milli = readAmount(row.cells[index] ?? '', role.unitMilli);
      const first = found[role.kind];
      if (milli === undefined || milli === 0) {
        const expected = 'an amount above 0, the same in every row';
        problems.cell(row, index, {
          code: 'trace-amount',
          path: role.kind,
          expected,
          cure: FLAGS[role.kind],
        });
      } else if (first === undefined) found[role.kind] = milli;
      else if (first !== milli) {
        const expected = `one ${role.kind} for the whole trace`;
        const cure = `${FLAGS[role.kind]}, which stands above the column`;
        problems.cell(row, index, { code: 'trace-request', path: role.kind, expected, cure });
      }
    }
  });
  return found;
}

function isAllowance(role: ColumnRole): role is Extract<ColumnRole, { kind: PodAllowance }> {
  return Object.hasOwn(FLAGS, role.kind);
}
