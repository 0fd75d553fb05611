import { type ClaimSide, claimSentences } from '../../analysis/claims.ts';
import { PHASES } from '../../analysis/findings.ts';
import { formatShare } from '../../units/share.ts';
import type { Block, TableColumn } from '../document.ts';
import { ABSENT, metricFigure } from '../figures.ts';
import type { Report } from '../report.ts';

/**
 * Returns claimed beside measured, phase by phase with intervals, for the scenario and each of its variants, and where
 * each claim holds and why not elsewhere. Only where the scenario asks for it.
 */
export function composeClaims({ plan, findings, variants }: Report): readonly Block[] {
  if (!plan.judgesClaims) return [];
  const sides: readonly ClaimSide[] = [
    { name: variants.length === 0 ? 'this run' : 'as written', findings },
    ...variants,
  ];
  const right = (header: string, dropOrder?: number): TableColumn => ({
    header,
    align: 'right',
    ...(dropOrder === undefined ? {} : { dropOrder }),
  });
  return [
    { kind: 'heading', text: 'Claimed and measured', aside: 'A20 by phase after the first admission' },
    {
      kind: 'table',
      columns: [
        { header: '', align: 'left' },
        { header: '', align: 'left' },
        right('claimed'),
        ...['0-1m', '1-5m', '5-15m', 'later'].map((header) => right(header)),
        right('mean', 1),
      ],
      rows: sides.flatMap(rowsOf),
    },
    ...claimSentences(sides).map((text) => ({ kind: 'sentence' as const, text })),
  ];
}

function rowsOf({ name, findings }: ClaimSide): readonly (readonly string[])[] {
  const shown = Object.entries(findings.eta).filter(([id]) => id !== 'oracle');
  return shown.map(([id, found], i) => [
    i === 0 ? name : '',
    id,
    found.claimed === undefined ? ABSENT : formatShare(found.claimed, 0),
    ...PHASES.map((phase) =>
      metricFigure(findings, `eta.${id}.phases.${phase}.a20`, 'share', found.phases[phase]?.a20),
    ),
    metricFigure(findings, `eta.${id}.a20Mean`, 'share', found.a20Mean),
  ]);
}
