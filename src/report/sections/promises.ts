import { type EtaFindings, type Findings, PHASES, type Phase } from '../../analysis/findings.ts';
import type { EstimatorId } from '../../engine/eta/plan.ts';
import { formatCount } from '../../units/count.ts';
import { formatShare } from '../../units/share.ts';
import type { Block, TableBlock, TableColumn } from '../document.ts';
import { ABSENT, fineShare, metricFigure, signedShare } from '../figures.ts';
import type { Report } from '../report.ts';

const PHASE_HEADERS: Readonly<Record<Exclude<Phase, 'cold'>, string>> = {
  warm: '1-5m',
  steady: '5-15m',
  late: 'later',
};

/** Versions of the reference gateway that shipped an estimator. */
const SHIPPED_IN: Readonly<Partial<Record<EstimatorId, string>>> = {
  fixed: 'v1.0',
  'moving-count': 'v1.1',
  sliding: 'v1.2',
};

/** Returns how often each estimator's promise was true, by phase, beside what was claimed for it. */
export function composePromises({ findings, plan }: Report): readonly Block[] {
  const estimators = plan.eta.estimators.flatMap((id) => {
    const found = findings.eta[id];
    return found === undefined ? [] : [{ id, found }];
  });
  if (estimators.length === 0) return [];
  return [
    {
      kind: 'heading',
      text: 'Was the promise true?',
      aside: 'A20 = within 20 % or 10 s; phases after the first admission',
    },
    table(estimators, findings),
    { kind: 'sentence', text: scoring(findings) },
  ];
}

type Row = { readonly id: EstimatorId; readonly found: EtaFindings };

function table(rows: readonly Row[], findings: Findings): TableBlock {
  const right = (header: string, dropOrder?: number): TableColumn =>
    dropOrder === undefined ? { header, align: 'right' } : { header, align: 'right', dropOrder };
  return {
    kind: 'table',
    columns: [
      { header: '', align: 'left' },
      { header: '', align: 'left', dropOrder: 5 },
      right('claimed', 2),
      { header: 'cold 0-1m', shortHeader: '0-1m', align: 'right' },
      ...(['warm', 'steady', 'late'] as const).map((phase) => right(PHASE_HEADERS[phase])),
      right('mean'),
      right('worst', 3),
      right('bias', 4),
    ],
    rows: rows.map(({ id, found }) => [
      id,
      SHIPPED_IN[id] ?? '',
      found.claimed === undefined ? ABSENT : formatShare(found.claimed, 0),
      ...PHASES.map((phase) => share(found.phases[phase]?.a20)),
      metricFigure(findings, `eta.${id}.a20Mean`, 'share', found.a20Mean),
      metricFigure(findings, `eta.${id}.a20Worst`, 'share', found.a20Worst),
      signedShare(found.overall?.biasShare),
    ]),
  };
}

/** Phases go without a half-width: the table would be wider than a page. Mean and worst carry theirs. */
function share(value: number | undefined): string {
  return value === undefined ? ABSENT : formatShare(value, 0);
}

function scoring({ scoring: facts, eta }: Findings): string {
  const sample = `${formatCount(facts.sampledVisitors)} of ${formatCount(facts.visitors)} visitors scored`;
  const population = facts.population === 'admitted' ? ', only those let in' : '';
  const censored =
    facts.censoredShare > 0
      ? [`${fineShare(facts.censoredShare)} of quotes censored${facts.provisional ? ': provisional' : ''}`]
      : [];
  const absent =
    facts.absentPhases.length > 0
      ? [`fewer than 100 quotes, so not counted: ${facts.absentPhases.join(', ')}`]
      : [];
  const silent = Object.entries(eta).flatMap(([id, { overall }]) =>
    overall === undefined || overall.answeredShare === 1
      ? []
      : [`${id} answered ${fineShare(overall.answeredShare)}`],
  );
  const broken = eta[facts.displayed]?.leftAfterBrokenPromise ?? 0;
  const left = broken > 0 ? [`${formatCount(broken)} left after a broken promise`] : [];
  return `(${[sample + population, ...censored, ...absent, ...silent, ...left].join('; ')})`;
}
