import type { ReplayFindings } from '../../analysis/replay-findings.ts';
import { formatCompact, formatCount } from '../../units/count.ts';
import { formatDuration } from '../../units/duration.ts';
import { formatRate } from '../../units/rate.ts';
import { ABSENT, shortDuration } from '../figures.ts';

/** Returns an amount of a capacity's measure: `36.8 cores`, `350/s`, `1.2 k queue`. */
export function amountText(measure: string, milli: number): string {
  const amount = milli / 1000;
  if (measure === 'cpu') return amount < 1 ? `${Math.round(milli)}m` : `${amount.toFixed(1)} cores`;
  if (measure === 'requestsPerSec') return formatRate(Math.round(amount));
  return `${formatCompact(amount)} ${measure}`;
}

/** Returns the name of a measure as it stands in a sentence. */
export function measureText(measure: string): string {
  if (measure === 'cpu') return 'CPU';
  return measure === 'requestsPerSec' ? 'requests' : measure;
}

/** Returns a time for which something was short; `-` for none. */
export function lagText(ms: number): string {
  return ms === 0 ? ABSENT : shortDuration(ms);
}

/** Returns a number with its sign and so many decimals; `0` where it rounds to none. */
export function signed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  if (Number(text) === 0) return '0';
  return `${value < 0 ? '-' : '+'}${text}`;
}

/** Returns a length of time with its sign. */
export function signedDuration(ms: number): string {
  if (Math.round(ms / 1000) === 0) return '0 s';
  return `${ms < 0 ? '-' : '+'}${formatDuration(Math.abs(ms))}`;
}

/** Returns `1 pod`, `12 pods`. */
export function podsText(count: number): string {
  return `${formatCount(count)} pod${count === 1 ? '' : 's'}`;
}

/** Returns what a Ready pod carries and why: `1.0 cores, its limit`. */
export function capacityText({ capacity: { measure, perPodMilli, basis } }: ReplayFindings): string {
  const from = basis === 'target' ? 'the target of its autoscaler' : `its ${basis}`;
  return `${amountText(measure, perPodMilli)}, ${from}`;
}
