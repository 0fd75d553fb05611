import type { ThresholdFinding } from '../../analysis/findings.ts';
import { formatShare } from '../../units/share.ts';
import type { Block } from '../document.ts';
import { metricFigure, metricKind } from '../figures.ts';
import type { Report } from '../report.ts';

/** Returns every threshold with its result, value and place; says so where the scenario has none. */
export function composeThresholds(report: Report): readonly Block[] {
  const { thresholds } = report.findings;
  if (thresholds.length === 0)
    return [{ kind: 'heading', text: 'Thresholds', aside: 'No thresholds defined' }];
  const passed = thresholds.filter((threshold) => threshold.passed).length;
  return [
    { kind: 'heading', text: 'Thresholds', aside: `${passed} of ${thresholds.length} passed` },
    ...thresholdTable(thresholdRows(report)),
  ];
}

/** Returns rows of thresholds as a table, or nothing where there are none. */
export function thresholdTable(rows: readonly (readonly string[])[]): readonly Block[] {
  if (rows.length === 0) return [];
  const left = { header: '', align: 'left' } as const;
  return [{ kind: 'table', columns: [left, left, left, { ...left, dropOrder: 1 }], rows }];
}

/** Returns each threshold of a run with its result, its value and, where it failed, its place. */
export function thresholdRows(run: Run, prefix = ''): readonly (readonly string[])[] {
  return run.findings.thresholds.map((threshold) => [
    threshold.passed ? 'pass' : 'FAIL',
    `${prefix}${threshold.text}`,
    measured(threshold, run),
    place(threshold),
  ]);
}

type Run = Pick<Report, 'findings' | 'plan'>;

/** A share without an interval keeps a decimal: the bound it is held against may lie within a percent. */
function measured({ metric, value }: ThresholdFinding, { findings, plan }: Run): string {
  if (value === undefined) return 'no such value in this run';
  const kind = metricKind(metric, plan);
  const alone = findings.intervals[metric] === undefined;
  return kind === 'share' && alone ? formatShare(value) : metricFigure(findings, metric, kind, value);
}

function place({ passed, place: at }: ThresholdFinding): string {
  return passed || at === undefined ? '' : `${at.file}:${at.line}:${at.column}`;
}
