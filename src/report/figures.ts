import type { Findings } from '../analysis/findings.ts';
import { metricsOfPlan } from '../analysis/metric-value.ts';
import type { Plan } from '../scenario/plan.ts';
import { formatCount } from '../units/count.ts';
import { formatDuration } from '../units/duration.ts';
import { formatMoney } from '../units/money.ts';
import { formatRate } from '../units/rate.ts';
import { formatShare } from '../units/share.ts';

/** Kinds of figures that a report prints, each with its own rounding. */
export type FigureKind = 'ms' | 'share' | 'perSec' | 'count' | 'usd';

/** What stands where a run has no such figure. */
export const ABSENT = '-';

/** Half-widths below this let a share carry a decimal. */
const DECIMAL_SHARE = 0.005;

/** Returns a figure as text, rounded to what its kind and its half-width support; `-` where it is absent. */
export function figure(kind: FigureKind, value: number | undefined, halfWidth?: number): string {
  if (value === undefined || !Number.isFinite(value)) return ABSENT;
  if (halfWidth === undefined || !(halfWidth > 0 && Number.isFinite(halfWidth)))
    return plainFigure(kind, value);
  switch (kind) {
    case 'share':
      return shareBetween(value, halfWidth);
    case 'perSec':
      return rateBetween(value, halfWidth);
    case 'count':
      return halfWidth < 0.5 ? formatCount(value) : `${formatCount(value)} ± ${formatCount(halfWidth)}`;
    case 'ms':
      return `${formatDuration(value)} ± ${formatDuration(halfWidth)}`;
    case 'usd':
      return `${formatMoney(value)} ± ${formatMoney(halfWidth)}`;
  }
}

/** Returns the figure of a metric in the catalogue with its half-width where the replications give one. */
export function metricFigure(
  findings: Findings,
  metric: string,
  kind: FigureKind,
  value: number | undefined,
): string {
  return figure(kind, value, findings.intervals[metric]?.halfWidth);
}

/** Returns a share of the catalogue: with its half-width where the replications give one, else never as none when it is not. */
export function shareFigure(findings: Findings, metric: string, share: number | undefined): string {
  if (share === undefined) return ABSENT;
  return findings.intervals[metric] === undefined
    ? fineShare(share)
    : metricFigure(findings, metric, 'share', share);
}

/** Returns a share that is close to none or all with a decimal, and never as none or all when it is not: `< 0.1 %`. */
export function fineShare(share: number): string {
  if (!Number.isFinite(share)) return ABSENT;
  if (share <= 0 || share >= 1 || (share >= 0.01 && share <= 0.99)) return formatShare(share, 0);
  if (share < 0.0005) return '< 0.1 %';
  return share > 0.9995 ? '> 99.9 %' : formatShare(share, 1);
}

/** Returns a duration without a second unit that says nothing: `30m`, `2h`, `13m 40s`. */
export function shortDuration(ms: number): string {
  return formatDuration(ms).replace(/ 00[smh]$/, '');
}

/** Returns a share with its sign, for a bias: `-61 %`, `+6 %`, `0 %`. */
export function signedShare(share: number | undefined): string {
  if (share === undefined || !Number.isFinite(share)) return ABSENT;
  const text = formatShare(share, 0);
  return share > 0 && text !== '0 %' ? `+${text}` : text;
}

function plainFigure(kind: FigureKind, value: number): string {
  switch (kind) {
    case 'ms':
      return formatDuration(value);
    case 'share':
      return formatShare(value, 0);
    case 'perSec':
      return formatRate(value);
    case 'count':
      return formatCount(value);
    case 'usd':
      return formatMoney(value);
  }
}

function shareBetween(share: number, halfWidth: number): string {
  const decimals = halfWidth < DECIMAL_SHARE ? 1 : 0;
  return `${formatShare(share, decimals).replace(' %', '')} ± ${formatShare(halfWidth, decimals)}`;
}

/** Returns the kind of a metric of the catalogue; unknown paths count as counts. */
export function metricKind(metric: string, plan: Plan): FigureKind {
  const unit = metricsOfPlan(plan).find(({ path }) => path === metric)?.unit ?? 'count';
  return unit === 'signed-share' ? 'share' : unit;
}

/** Both with the decimals of the half-width's first digit. */
function rateBetween(perSec: number, halfWidth: number): string {
  const decimals = Math.min(6, Math.max(0, -Math.floor(Math.log10(halfWidth))));
  if (decimals === 0) return `${formatCount(perSec)} ± ${formatCount(halfWidth)}/s`;
  return `${perSec.toFixed(decimals)} ± ${halfWidth.toFixed(decimals)}/s`;
}
