import { tellDecisions } from '../../analysis/decisions.ts';
import { formatCount } from '../../units/count.ts';
import { formatRunInstant } from '../../units/duration.ts';
import type { Block, TableColumn } from '../document.ts';
import { shortDuration } from '../figures.ts';
import { amountText } from './replay-figures.ts';
import type { ReplayReport } from './replay-report.ts';
import { CAUSES } from './replay-verdict.ts';

/** Rows of a table that a reader takes in at a glance. */
const MOST_ROWS = 12;

const right = (header: string, dropOrder?: number): TableColumn =>
  dropOrder === undefined ? { header, align: 'right' } : { header, align: 'right', dropOrder };
const left = (header: string, dropOrder?: number): TableColumn =>
  dropOrder === undefined ? { header, align: 'left' } : { header, align: 'left', dropOrder };

/** Returns where the Ready pods did not suffice. */
export function composeLags({ findings }: ReplayReport): readonly Block[] {
  const { candidates, capacity } = findings;
  const all = candidates.flatMap(({ name, lags }) => lags.map((lag) => ({ name, lag })));
  if (all.length === 0) return [];
  const longest = all.toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MOST_ROWS);
  const shown = all.filter((each) => longest.includes(each));
  const aside =
    all.length > shown.length
      ? `the longest ${shown.length} of ${all.length}; all are in lags.csv`
      : undefined;
  return [
    { kind: 'heading', text: 'Where it lagged', ...(aside === undefined ? {} : { aside }) },
    {
      kind: 'table',
      columns: [
        ...(candidates.length > 1 ? [left('autoscaler')] : []),
        left('from'),
        right('for'),
        left('worst', 1),
        right('asked'),
        right('Ready'),
        right('desired', 2),
        right('pods short'),
        left('why'),
      ],
      rows: shown.map(({ name, lag }) => [
        ...(candidates.length > 1 ? [name] : []),
        formatRunInstant(lag.fromMs),
        shortDuration(lag.untilMs - lag.fromMs),
        formatRunInstant(lag.worstAtMs),
        amountText(capacity.measure, lag.demandMilli),
        formatCount(lag.ready),
        formatCount(lag.desired),
        formatCount(lag.missingPods),
        lag.cause === undefined ? '' : CAUSES[lag.cause],
      ]),
    },
  ];
}

function lengthOf({ lag }: { readonly lag: { readonly fromMs: number; readonly untilMs: number } }): number {
  return lag.untilMs - lag.fromMs;
}

/** Returns the decisions that tell the story of each autoscaler; every pass is in decisions.csv. */
export function composeReplayDecisions({ findings }: ReplayReport): readonly Block[] {
  if (findings.settings.mode === 'as-recorded') return composeDifferences({ findings });
  return findings.candidates.flatMap(({ name, decisions, passes }): readonly Block[] => {
    const told = tellDecisions(decisions);
    if (told.length === 0) return [];
    const count = `${told.length} of ${formatCount(passes)} passes, all are in decisions.csv`;
    return [
      { kind: 'heading', text: `Decisions of ${name}`, aside: count },
      {
        kind: 'table',
        columns: [left('at'), right('pods'), right('wanted'), left('why')],
        rows: told.map(({ atMs, from, to, wanted, text }) => [
          formatRunInstant(atMs),
          from === to ? `stays ${formatCount(to)}` : `${formatCount(from)} -> ${formatCount(to)}`,
          formatCount(wanted),
          text,
        ]),
      },
    ];
  });
}

function composeDifferences({ findings }: Pick<ReplayReport, 'findings'>): readonly Block[] {
  return findings.candidates.flatMap(({ name, agreement }): readonly Block[] => {
    const differing = agreement?.differing ?? [];
    if (differing.length === 0) return [];
    const shown = differing.slice(0, MOST_ROWS);
    const aside = `the first ${shown.length} of ${differing.length}, each where a difference begins`;
    return [
      { kind: 'heading', text: `Where ${name} differs from the recording`, aside },
      {
        kind: 'table',
        columns: [left('at'), right('pods'), right('wanted'), right('recorded'), left('why')],
        rows: shown.map(({ atMs, current, decided, recorded, explanation }) => [
          formatRunInstant(atMs),
          formatCount(current),
          formatCount(decided),
          formatCount(recorded),
          explanation,
        ]),
      },
    ];
  });
}
