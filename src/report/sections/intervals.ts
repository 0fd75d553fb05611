import { PHASES } from '../../analysis/findings.ts';
import type { EstimatorId } from '../../engine/eta/plan.ts';
import { formatCount } from '../../units/count.ts';
import type { Block, TableColumn } from '../document.ts';
import { figure, metricFigure } from '../figures.ts';
import type { Report } from '../report.ts';

/** Returns how often the true wait lay within each estimator's intervals, by phase, and how wide they were. */
export function composeIntervals(report: Report): readonly Block[] {
  const { findings, plan } = report;
  const { calibration } = plan;
  if (Object.keys(findings.eta).length === 0) return [];
  if (calibration === undefined) {
    const text = `No intervals around these ETAs: \`tacos calibrate eta ${plan.source.file}\` makes them.`;
    return [{ kind: 'sentence', text, code: 'intervals' }];
  }
  const ids = plan.eta.estimators.filter((id) => findings.eta[id]?.overall?.coverage80 !== undefined);
  const { scenario, runs } = calibration;
  const origin = `Calibrated on ${formatCount(runs)} runs of ${scenario}, then adapted to this run as waits became known.`;
  if (ids.length === 0) return [{ kind: 'sentence', text: origin, code: 'intervals' }];
  return [
    {
      kind: 'heading',
      text: 'Do the intervals hold?',
      aside: 'share of true waits inside; width as a share of the ETA',
    },
    { kind: 'table', columns: COLUMNS, rows: ids.map((id) => intervalRow(report, id)) },
    { kind: 'sentence', text: `(${origin.slice(0, -1)})`, code: 'intervals' },
  ];
}

const right = (header: string, dropOrder?: number): TableColumn =>
  dropOrder === undefined ? { header, align: 'right' } : { header, align: 'right', dropOrder };

const COLUMNS: readonly TableColumn[] = [
  { header: '', align: 'left' },
  { header: '80 %: 0-1m', shortHeader: '0-1m', align: 'right' },
  right('1-5m'),
  right('5-15m'),
  right('later'),
  right('all'),
  right('width', 2),
  right('95 %: all', 1),
  right('width', 3),
];

function intervalRow({ findings }: Report, id: EstimatorId): readonly string[] {
  const found = findings.eta[id];
  const overall = found?.overall;
  const share = (metric: string, value: number | undefined) =>
    metricFigure(findings, `eta.${id}.overall.${metric}`, 'share', value);
  return [
    id,
    ...PHASES.map((phase) => figure('share', found?.phases[phase]?.coverage80)),
    share('coverage80', overall?.coverage80),
    figure('share', overall?.width80Share),
    share('coverage95', overall?.coverage95),
    figure('share', overall?.width95Share),
  ];
}
