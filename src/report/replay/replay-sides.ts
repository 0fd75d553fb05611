import type { ReplayFindings, ReplicaDifference, ReplicaFindings } from '../../analysis/replay-findings.ts';
import { formatCount } from '../../units/count.ts';
import type { Block, TableColumn } from '../document.ts';
import { ABSENT, fineShare } from '../figures.ts';
import { lagText, signed, signedDuration } from './replay-figures.ts';
import type { ReplayReport } from './replay-report.ts';

const COLUMNS: readonly TableColumn[] = [
  { header: '', align: 'left' },
  { header: 'pod-hours', align: 'right' },
  { header: 'mean', align: 'right', dropOrder: 2 },
  { header: 'most', align: 'right' },
  { header: 'ups', align: 'right', dropOrder: 1 },
  { header: 'downs', align: 'right', dropOrder: 1 },
  { header: 'short for', align: 'right' },
  { header: 'pods short', align: 'right' },
  { header: 'not carried', align: 'right', dropOrder: 3 },
];

const NO_LAG = [ABSENT, ABSENT, ABSENT];

/** Returns the autoscalers side by side, with the recorded replicas and the difference of two. */
export function composeSides({ findings }: ReplayReport): readonly Block[] {
  const { candidates, recorded, settings } = findings;
  const isShadow = settings.mode === 'as-recorded';
  const rows = [
    ...candidates.map((side) => sideRow(side.name, side, !isShadow)),
    ...(recorded === undefined ? [] : [sideRow('recorded', recorded, true)]),
    ...differenceRow(findings, !isShadow),
  ];
  const aside = 'short: Ready pods carry less than is asked; pods short: at worst';
  return [
    { kind: 'heading', text: 'Replicas', aside },
    { kind: 'table', columns: COLUMNS, rows },
  ];
}

function sideRow(name: string, side: ReplicaFindings, hasLag: boolean): readonly string[] {
  const lag = [lagText(side.lagMs), formatCount(side.worstMissingPods), fineShare(side.unservedShare)];
  return [
    name,
    side.podHours.toFixed(2),
    side.meanReplicas.toFixed(1),
    formatCount(side.maxReplicas),
    formatCount(side.scaleUps),
    formatCount(side.scaleDowns),
    ...(hasLag ? lag : NO_LAG),
  ];
}

function differenceRow(
  { candidates, difference }: ReplayFindings,
  hasLag: boolean,
): readonly (readonly string[])[] {
  const [first, second] = candidates;
  if (difference === undefined || first === undefined || second === undefined) return [];
  return [
    [
      `${second.name} - ${first.name}`,
      signed(difference.podHours, 2),
      signed(difference.meanReplicas, 1),
      signed(difference.maxReplicas, 0),
      signed(difference.scaleUps, 0),
      signed(difference.scaleDowns, 0),
      ...(hasLag ? lagDifference(difference) : NO_LAG),
    ],
  ];
}

function lagDifference({ lagMs, worstMissingPods, unservedShare }: ReplicaDifference): readonly string[] {
  return [signedDuration(lagMs), signed(worstMissingPods, 0), `${signed(100 * unservedShare, 1)} points`];
}
