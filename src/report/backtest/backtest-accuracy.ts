import type { BacktestFindings } from '../../analysis/backtest-findings.ts';
import { type EtaFindings, PHASES } from '../../analysis/findings.ts';
import type { BacktestId } from '../../result/backtest-record.ts';
import { formatCount } from '../../units/count.ts';
import { formatDuration } from '../../units/duration.ts';
import { formatShare } from '../../units/share.ts';
import type { Block, TableColumn } from '../document.ts';
import { ABSENT, fineShare, signedShare } from '../figures.ts';

const right = (header: string, dropOrder?: number): TableColumn =>
  dropOrder === undefined ? { header, align: 'right' } : { header, align: 'right', dropOrder };

const NAME: TableColumn = { header: '', align: 'left' };

/** Returns how often each estimator would have been right, by phase, with what was really shown in the first row. */
export function composeAccuracy({ eta, scoring }: BacktestFindings): readonly Block[] {
  const rows = entries(eta);
  if (rows.length === 0) return [];
  return [
    {
      kind: 'heading',
      text: 'Would the promise have been true?',
      aside: 'A20 = within 20 % or 10 s; phases after the first admission',
    },
    {
      kind: 'table',
      columns: [
        NAME,
        { header: 'cold 0-1m', shortHeader: '0-1m', align: 'right' },
        right('1-5m'),
        right('5-15m'),
        right('later'),
        right('mean'),
        right('worst', 2),
        right('all'),
        right('bias', 3),
        right('p90 error', 4),
      ],
      rows: rows.map(([id, found]) => [
        nameOf(id),
        ...PHASES.map((phase) => share(found.phases[phase]?.a20)),
        share(found.a20Mean),
        share(found.a20Worst),
        share(found.overall?.a20),
        signedShare(found.overall?.biasShare),
        found.overall?.p90AbsErrorMs === undefined ? ABSENT : formatDuration(found.overall.p90AbsErrorMs),
      ]),
    },
    { kind: 'sentence', text: scoringText(scoring, rows) },
  ];
}

/** Returns the same by how long the visitor really had to wait yet. */
export function composeTrueWaits({ eta }: BacktestFindings): readonly Block[] {
  const rows = entries(eta).filter(([, { byTrueWait }]) => Object.keys(byTrueWait).length > 0);
  if (rows.length === 0) return [];
  return [
    { kind: 'heading', text: 'By true remaining wait', aside: 'of those who were let in' },
    {
      kind: 'table',
      columns: [
        NAME,
        right('< 30 s'),
        right('30-120 s'),
        right('2-10m'),
        right('> 10m'),
        right('optimistic', 1),
      ],
      rows: rows.map(([id, { byTrueWait, overall }]) => [
        nameOf(id),
        share(byTrueWait.under30s?.a20),
        share(byTrueWait['30to120s']?.a20),
        share(byTrueWait['120to600s']?.a20),
        share(byTrueWait.over600s?.a20),
        share(overall?.optimisticShare),
      ]),
    },
  ];
}

type Row = readonly [BacktestId, EtaFindings];

function entries(eta: BacktestFindings['eta']): readonly Row[] {
  return (Object.entries(eta) as [BacktestId, EtaFindings][]).filter(
    ([, { overall }]) => overall !== undefined,
  );
}

function nameOf(id: BacktestId): string {
  return id === 'recorded' ? 'as shown' : id;
}

function share(value: number | undefined): string {
  return value === undefined ? ABSENT : formatShare(value, 0);
}

function scoringText(scoring: BacktestFindings['scoring'], rows: readonly Row[]): string {
  const parts = [
    `${formatCount(scoring.quotes)} quotes of ${formatCount(scoring.sampledVisitors)} visitors${scoring.population === 'admitted' ? ', only those let in' : ''}`,
    ...(scoring.censoredShare > 0
      ? [`${fineShare(scoring.censoredShare)} censored${scoring.provisional ? ': provisional' : ''}`]
      : []),
    ...(scoring.absentPhases.length > 0
      ? [`fewer than 100 quotes, so not counted: ${scoring.absentPhases.join(', ')}`]
      : []),
    ...rows.flatMap(([id, { overall }]) =>
      overall === undefined || overall.answeredShare === 1
        ? []
        : [`${nameOf(id)} answered ${fineShare(overall.answeredShare)}`],
    ),
  ];
  return `(${parts.join('; ')})`;
}
