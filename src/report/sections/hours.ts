import type { Block } from '../document.ts';
import { ABSENT, figure, metricFigure } from '../figures.ts';
import type { Report } from '../report.ts';

/** An hour counts with this many scored quotes of the displayed estimator. */
const MIN_QUOTES = 100;

/** A run within this many hours needs no table of them. */
const FEW_HOURS = 3;

/** Returns how true each estimator was by the local hour of the quote; empty for a run of a few hours. */
export function composeHours({ findings }: Report): readonly Block[] {
  const shown = findings.eta[findings.scoring.displayed]?.byHour ?? {};
  const hours = Object.keys(shown).filter((hour) => shown[hour]!.quotes >= MIN_QUOTES);
  if (hours.length <= FEW_HOURS) return [];
  const estimators = Object.entries(findings.eta).filter(([id]) => id !== 'oracle');
  return [
    { kind: 'heading', text: 'By hour of day', aside: 'A20 of the quotes asked in that hour, local time' },
    {
      kind: 'table',
      columns: [
        { header: '', align: 'left' },
        { header: 'true wait', align: 'right' },
        ...estimators.map(([header]) => ({ header, align: 'right' as const })),
      ],
      rows: hours.map((hour) => [
        `${hour.slice(1)}:00`,
        figure('ms', shown[hour]?.trueMeanMs),
        ...estimators.map(([id, found]) => {
          const at = found.byHour?.[hour];
          return at === undefined
            ? ABSENT
            : metricFigure(findings, `eta.${id}.byHour.${hour}.a20`, 'share', at.a20);
        }),
      ]),
    },
  ];
}
