import type { Findings } from '../../analysis/findings.ts';
import { formatRunInstant } from '../../units/duration.ts';
import type { Block } from '../document.ts';
import { ABSENT, figure, fineShare, metricFigure, shareFigure } from '../figures.ts';
import type { Report } from '../report.ts';
import { describeLimit, mainLimit } from './limits.ts';
import { thresholdRows, thresholdTable } from './thresholds.ts';
import { TIER_NAMES } from './tiers.ts';
import { verdictPhrase } from './verdict.ts';

/** Returns the scenario as written beside its variants, measure by measure, and what had to hold in the variants. */
export function composeVariants(report: Report): readonly Block[] {
  if (report.variants.length === 0) return [];
  const sides = [{ name: 'as written', plan: report.plan, findings: report.findings }, ...report.variants];
  const rows = MEASURES.map(({ label, of }) => [label, ...sides.map((side) => of(side))]);
  const checks = report.variants.flatMap((side) => thresholdRows(side, `${side.name}: `));
  return [
    { kind: 'heading', text: 'Side by side', aside: 'the same visitors, seed for seed' },
    {
      kind: 'table',
      columns: [
        { header: '', align: 'left' },
        ...sides.map(({ name }) => ({ header: name, align: 'right' as const })),
      ],
      // A measure that no side has, or a share that is nothing on all sides, says nothing.
      rows: rows.filter(([, ...values]) => values.some((value) => value !== ABSENT && value !== NOTHING)),
    },
    ...report.variants
      .filter(({ title, name }) => title !== name)
      .map(({ name, title }) => ({ kind: 'sentence' as const, text: `${name}: ${title}` })),
    ...(report.plan.lesson === undefined
      ? []
      : [{ kind: 'sentence' as const, text: `Lesson: ${report.plan.lesson}` }]),
    ...thresholdTable(checks),
  ];
}

/** A share of none. */
const NOTHING = fineShare(0);

type Side = Pick<Report, 'plan' | 'findings'>;

const MEASURES: readonly { readonly label: string; readonly of: (side: Side) => string }[] = [
  { label: 'the line', of: ({ findings }) => verdictPhrase(findings.verdict) },
  { label: 'let in', of: ({ findings }) => count(findings, 'admitted') },
  { label: 'left', of: ({ findings }) => count(findings, 'reneged') },
  {
    label: 'failed',
    of: ({ findings }) => (findings.outcomes.failed > 0 ? count(findings, 'failed') : ABSENT),
  },
  { label: 'still waiting', of: ({ findings }) => count(findings, 'censored') },
  { label: 'empty at', of: ({ findings }) => instant(findings.emptyMs) },
  { label: 'wait p50', of: ({ findings }) => metricFigure(findings, 'wait.p50', 'ms', findings.wait.p50Ms) },
  { label: 'wait p95', of: ({ findings }) => metricFigure(findings, 'wait.p95', 'ms', findings.wait.p95Ms) },
  {
    label: 'let in per second',
    of: ({ findings }) =>
      metricFigure(findings, 'admission.perSecMean', 'perSec', findings.admission.perSecMean),
  },
  { label: 'enters refused (403)', of: ({ findings }) => fineShare(findings.admission.refused403Share) },
  { label: 'requests limited (429)', of: ({ findings }) => fineShare(findings.admission.limitedShare) },
  { label: 'shown ETA, mean A20', of: displayedAccuracy },
  { label: 'shown ETA, worst phase', of: displayedWorst },
  { label: 'main limit', of: limit },
  {
    label: 'machines',
    of: ({ findings: { holds } }) => (holds === undefined ? ABSENT : holds.holds ? 'hold' : 'do not hold'),
  },
  { label: 'first saturated', of: ({ findings }) => firstSaturated(findings) },
  {
    label: 'requests failed',
    of: ({ findings }) => shareFigure(findings, 'requestsFailed.share', findings.requestsFailed?.share),
  },
  { label: 'answers p99', of: ({ findings }) => figure('ms', findings.latency?.p99Ms) },
  { label: 'most pods', of: ({ findings }) => mostPods(findings) },
  {
    label: 'busiest Redis shard',
    of: ({ findings }) => shareFigure(findings, 'redis.cpuMax', findings.redis?.cpuMax),
  },
  {
    label: 'cost',
    of: ({ findings }) => metricFigure(findings, 'cost.total', 'usd', findings.cost?.totalUsd),
  },
];

function mostPods({ cluster }: Findings): string {
  const gateway = Object.values(cluster ?? {}).find(({ role }) => role === 'gateway');
  return figure('count', gateway?.podsPeak);
}

function firstSaturated({ holds, tiers }: Findings): string {
  if (holds === undefined) return ABSENT;
  const first = holds.first === undefined ? undefined : tiers?.[holds.first];
  if (holds.first === undefined || first === undefined) return 'none';
  return `${TIER_NAMES[holds.first]}, ${formatRunInstant(first.fromMs ?? 0)}`;
}

function count(findings: Findings, outcome: keyof Findings['outcomes']): string {
  return metricFigure(findings, `outcomes.${outcome}`, 'count', findings.outcomes[outcome]);
}

function instant(ms: number | undefined): string {
  return ms === undefined ? ABSENT : formatRunInstant(ms);
}

function displayedAccuracy({ findings }: Side): string {
  const { displayed } = findings.scoring;
  return metricFigure(findings, `eta.${displayed}.a20Mean`, 'share', findings.eta[displayed]?.a20Mean);
}

function displayedWorst({ findings }: Side): string {
  const { displayed } = findings.scoring;
  return metricFigure(findings, `eta.${displayed}.a20Worst`, 'share', findings.eta[displayed]?.a20Worst);
}

function limit({ findings, plan }: Side): string {
  const main = mainLimit(findings.limits);
  return main === undefined ? 'none' : describeLimit(main, plan);
}
