import type { Accuracy, EtaFindings, Findings } from '../../analysis/findings.ts';
import type { Cell, DataTable } from './table.ts';

/** Returns the accuracy of each estimator in each cut: the phases, all quotes, true wait, time since a refill change. */
export function accuracyTable({ eta }: Pick<Findings, 'eta'>): DataTable {
  return {
    name: 'accuracy',
    header: [
      ...[
        'estimator',
        'cut',
        'phase',
        'a20Share',
        'a10Share',
        'biasShare',
        'optimisticShare',
        'answeredShare',
      ],
      ...['maeMs', 'p90AbsErrorMs', 'wapeShare', 'quotes', 'censoredShare'],
      ...['coverage80Share', 'width80Ms', 'width80Share', 'coverage95Share', 'width95Ms', 'width95Share'],
    ],
    rows: Object.entries(eta).flatMap(([id, found]) =>
      cutsOf(found).map(({ cut, part, accuracy }) => [id, cut, part, ...measures(accuracy)]),
    ),
  };
}

interface CutRow {
  readonly cut: 'phase' | 'overall' | 'trueWait' | 'afterChange';
  readonly part: string;
  readonly accuracy: Accuracy;
}

function cutsOf(found: EtaFindings): readonly CutRow[] {
  const rows = (cut: CutRow['cut'], parts: Readonly<Record<string, Accuracy>>) =>
    Object.entries(parts).map(([part, accuracy]) => ({ cut, part, accuracy }));
  return [
    ...rows('phase', found.phases),
    ...rows('overall', found.overall === undefined ? {} : { all: found.overall }),
    ...rows('trueWait', found.byTrueWait),
    ...rows('afterChange', found.afterChange),
  ];
}

function measures(accuracy: Accuracy): readonly Cell[] {
  return [
    ...[accuracy.a20, accuracy.a10, accuracy.biasShare, accuracy.optimisticShare, accuracy.answeredShare],
    ...[accuracy.maeMs, accuracy.p90AbsErrorMs, accuracy.wape, accuracy.quotes, accuracy.censoredShare],
    ...[accuracy.coverage80, accuracy.width80Ms, accuracy.width80Share],
    ...[accuracy.coverage95, accuracy.width95Ms, accuracy.width95Share],
  ];
}
