import type { CandidateFindings, ReplayFindings } from '../../analysis/replay-findings.ts';
import type { LagCause, ReplayLag } from '../../analysis/replay-lags.ts';
import { formatDurationExact, formatRunInstant } from '../../units/duration.ts';
import { formatShare } from '../../units/share.ts';
import type { Block, TitleBlock, VerdictBlock } from '../document.ts';
import { shortDuration } from '../figures.ts';
import { amountText, capacityText, podsText } from './replay-figures.ts';
import type { ReplayReport } from './replay-report.ts';

/** Why pods did not suffice, as it ends a sentence. */
export const CAUSES: Readonly<Record<LagCause, string>> = {
  starting: 'pods were starting',
  maximum: 'at the maximum',
  limited: 'held by policies or the limit of a pass',
  stabilized: 'held by stabilization',
  failed: 'metrics failed',
  tolerance: 'within tolerance',
  unmeasured: 'new pods not yet measured',
  signal: 'metrics asked for no more',
};

/** Returns the title line and what came of the replay. */
export function composeReplayVerdict(report: ReplayReport): readonly Block[] {
  const { findings } = report;
  return [
    title(report),
    findings.settings.mode === 'candidate' ? candidateVerdict(findings) : shadowVerdict(findings),
  ];
}

function title({ manifest, findings }: ReplayReport): TitleBlock {
  const { trace, settings, candidates } = findings;
  const names = candidates.map(({ name }) => name).join(' and ');
  const shown = settings.mode === 'candidate' ? 'Replay' : 'As recorded:';
  return {
    kind: 'title',
    program: `tacos ${manifest.version}`,
    name: trace.file,
    headline: `${shown} ${trace.file} through ${names}`,
    items: [
      `${shortDuration(trace.endMs)} in steps of ${formatDurationExact(trace.stepMs)}`,
      `start-up ${formatDurationExact(settings.startupMs)}`,
      settings.lagMs === undefined ? "metrics server's lag" : `lag ${formatDurationExact(settings.lagMs)}`,
      `seed ${settings.seed}`,
    ],
  };
}

function candidateVerdict(findings: ReplayFindings): VerdictBlock {
  const { candidates } = findings;
  const late = candidates.filter(({ lags }) => lags.length > 0);
  const isGood = late.length === 0;
  return {
    kind: 'verdict',
    word: isGood ? 'KEEPS UP' : late.length < candidates.length ? 'ONE LAGS' : 'LAGS',
    tone: isGood ? 'good' : 'bad',
    lines: [
      ...candidates.flatMap((each) => [lagLine(each, findings), costLine(each, findings)]),
      ...differenceLine(findings),
      `A Ready pod carries ${capacityText(findings)}.`,
    ],
  };
}

function lagLine({ name, lags, lagMs }: CandidateFindings, { capacity }: ReplayFindings): string {
  const worst = worstOf(lags, capacity.perPodMilli);
  if (worst === undefined) return `${name}: its Ready pods carry the demand all the time.`;
  const times = lags.length === 1 ? 'once' : `${lags.length} times`;
  const asked = amountText(capacity.measure, worst.demandMilli);
  const why = worst.cause === undefined ? '' : ` (${CAUSES[worst.cause]})`;
  return `${name}: short ${times}, ${shortDuration(lagMs)} in all; worst at ${formatRunInstant(worst.worstAtMs)}: ${asked} for ${podsText(worst.ready)}, ${worst.missingPods} too few${why}.`;
}

function costLine(candidate: CandidateFindings, { recorded }: ReplayFindings): string {
  const { name, podHours, minReplicas, maxReplicas } = candidate;
  const range =
    minReplicas === maxReplicas ? podsText(maxReplicas) : `${minReplicas} to ${podsText(maxReplicas)}`;
  const beside = recorded === undefined ? '' : `, ${moreOrLess(podHours, recorded.podHours)} recorded`;
  return `${name}: ${podHours.toFixed(1)} pod-hours${beside}; ${range}.`;
}

function moreOrLess(hours: number, other: number): string {
  const share = other === 0 ? 0 : hours / other - 1;
  if (Math.abs(share) < 0.005) return `as many as the ${other.toFixed(1)}`;
  return `${formatShare(Math.abs(share), 0)} ${share < 0 ? 'less' : 'more'} than the ${other.toFixed(1)}`;
}

function differenceLine({ difference, candidates }: ReplayFindings): readonly string[] {
  const [first, second] = candidates;
  if (difference === undefined || first === undefined || second === undefined) return [];
  const { podHours, lagMs } = difference;
  const cost =
    Math.abs(podHours) < 0.05
      ? 'as many pod-hours'
      : `${Math.abs(podHours).toFixed(1)} pod-hours ${podHours < 0 ? 'less' : 'more'}`;
  const lag =
    Math.round(lagMs / 1000) === 0
      ? 'is short as long'
      : `is short ${shortDuration(Math.abs(lagMs))} ${lagMs < 0 ? 'less' : 'more'}`;
  return [`Beside ${first.name}, ${second.name} takes ${cost} and ${lag}.`];
}

/** Returns the lag in which most capacity was missing. */
function worstOf(lags: readonly ReplayLag[], perPodMilli: number): ReplayLag | undefined {
  const short = (lag: ReplayLag) => lag.demandMilli - lag.ready * perPodMilli;
  return lags.reduce<ReplayLag | undefined>(
    (a, b) => (a === undefined || short(b) > short(a) ? b : a),
    undefined,
  );
}

function shadowVerdict({ candidates }: ReplayFindings): VerdictBlock {
  const all = candidates.every(({ agreement }) => agreement?.agreed === agreement?.passes);
  return {
    kind: 'verdict',
    word: all ? 'AGREES' : 'DIFFERS',
    tone: all ? 'good' : 'plain',
    lines: candidates.flatMap(agreementLines),
  };
}

function agreementLines({ name, agreement }: CandidateFindings): readonly string[] {
  if (agreement === undefined || agreement.passes === 0)
    return [`${name}: the recording is too short to compare.`];
  const { agreed, passes, differing } = agreement;
  const [first] = differing;
  const share = formatShare(agreed / passes, agreed === passes ? 0 : 1);
  return [
    `${name}: answers as recorded in ${share} of ${passes} passes.`,
    ...(first === undefined
      ? []
      : [
          `First difference at ${formatRunInstant(first.atMs)}: ${first.decided} wanted, ${first.recorded} recorded.`,
        ]),
  ];
}
