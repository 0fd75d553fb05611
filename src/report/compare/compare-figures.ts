import type { ComparedVerdict, MetricComparison } from '../../analysis/compare/comparison.ts';
import { formatDuration } from '../../units/duration.ts';
import { figure } from '../figures.ts';

type Unit = Pick<MetricComparison, 'unit'>;

/** Returns a mean in the unit of its metric. */
export function meanText({ unit }: Unit, value: number): string {
  switch (unit) {
    case 'share':
    case 'signed-share':
      return `${(value * 100).toFixed(1)} %`;
    default:
      return figure(unit, value);
  }
}

/** Returns a difference with its sign and half-width: `-13.0 pt ± 2.1`, `+1m 04s ± 12 s`. */
export function differenceText(metric: MetricComparison): string {
  const { unit, difference, halfWidth } = metric;
  const spread = halfWidth === undefined ? '' : ` ± ${amount(unit, halfWidth)}`;
  const sign = difference > 0 ? '+' : difference < 0 ? '-' : '';
  return `${sign}${amount(unit, Math.abs(difference))}${spread}${unit.endsWith('share') ? ' pt' : ''}`;
}

function amount(unit: MetricComparison['unit'], value: number): string {
  switch (unit) {
    case 'ms':
      return formatDuration(value);
    case 'share':
    case 'signed-share':
      return (value * 100).toFixed(1);
    case 'perSec':
      return `${significant(value)}/s`;
    case 'count':
      return significant(value);
    case 'usd':
      return figure('usd', value);
  }
}

/** Whole numbers from a hundred on, three digits below. */
function significant(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

const WORDS: Readonly<Record<ComparedVerdict, string>> = {
  equal: 'equal',
  better: 'better',
  worse: 'worse',
  higher: 'higher',
  lower: 'lower',
  'no-difference-shown': 'not shown',
  untested: 'untested',
};

/** Returns a verdict on B in a word or two. */
export function verdictText({ verdict }: Pick<MetricComparison, 'verdict'>): string {
  return WORDS[verdict];
}
