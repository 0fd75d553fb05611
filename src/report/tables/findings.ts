import type { Findings } from '../../analysis/findings.ts';
import type { WaitBand } from '../../engine/eta/conformal/adaptive-band.ts';
import type { EstimatorId } from '../../engine/eta/plan.ts';
import type { Report } from '../report.ts';
import type { Cell, DataTable } from './table.ts';

/** Returns outcomes and waits of each visitor class. */
export function byClassTable({ byClass }: Findings): DataTable {
  return {
    name: 'by-class',
    header: [
      ...[
        'class',
        'arrived',
        'admitted',
        'reneged',
        'refused',
        'balked',
        'failed',
        'censored',
        'admittedShare',
      ],
      ...['waitMeanMs', 'waitP50Ms', 'waitP95Ms', 'waitP99Ms', 'waitMaxMs', 'overtookMean'],
    ],
    rows: Object.entries(byClass).map(([name, facts]) => [
      ...[name, facts.arrived, facts.admitted, facts.reneged, facts.refused, facts.balked, facts.failed],
      ...[facts.censored, facts.admittedShare, facts.wait.meanMs, facts.wait.p50Ms, facts.wait.p95Ms],
      ...[facts.wait.p99Ms, facts.wait.maxMs, facts.overtookMean],
    ]),
  };
}

/** Returns what held admission back, the first to bind first. */
export function limitsTable({ limits }: Findings): DataTable {
  return {
    name: 'limits',
    header: ['limit', 'firstAtMs', 'share', 'allowsPerSec'],
    rows: limits.map(({ kind, firstAtMs, share, allowsPerSec }) => [kind, firstAtMs, share, allowsPerSec]),
  };
}

/** Returns every threshold; values are in the unit of their metric, times in ms. */
export function thresholdsTable({ thresholds }: Findings): DataTable {
  return {
    name: 'thresholds',
    header: ['threshold', 'metric', 'passed', 'value'],
    rows: thresholds.map(({ text, metric, passed, value }) => [text, metric, passed, value]),
  };
}

/** Returns the kept quotes of one visitor, an estimator in each column. */
export function followedTable({ findings, plan }: Report): DataTable {
  const ids = plan.eta.estimators.filter((id) => id !== 'oracle');
  const banded = ids.filter((id) => plan.calibration?.estimators[id] !== undefined);
  return {
    name: 'followed',
    header: [
      'atMs',
      'position',
      'confidence',
      'trueMs',
      ...ids.map((id) => `${id}Sec`),
      ...banded.flatMap(bandColumns),
    ],
    rows: (findings.followed?.rows ?? []).map((row) => [
      ...[row.atMs, row.position, row.confidence, row.trueMs],
      ...ids.map((id) => row.shownSec[id]),
      ...banded.flatMap((id) => bandCells(row.bands?.[id])),
    ]),
  };
}

function bandColumns(id: EstimatorId): readonly string[] {
  return ['Low80Sec', 'High80Sec', 'Low95Sec', 'High95Sec'].map((end) => `${id}${end}`);
}

function bandCells(band: WaitBand | undefined): readonly Cell[] {
  return [band?.low80Sec, band?.high80Sec, band?.low95Sec, band?.high95Sec];
}
