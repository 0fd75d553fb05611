import type { MetricFinding } from '../../analysis/gate/gate-findings.ts';
import { formatCount } from '../../units/count.ts';
import { formatRate } from '../../units/rate.ts';
import { ABSENT, figure } from '../figures.ts';

type Scale = Pick<MetricFinding, 'worsening' | 'unit'>;

/** Returns a figure of a metric with the digits that a small change needs: `47.3 s`, `81.4 %`. */
export function gateFigure({ unit }: Pick<MetricFinding, 'unit'>, value: number | undefined): string {
  if (value === undefined) return ABSENT;
  switch (unit) {
    case 'ms':
      return value < 100_000 ? `${(value / 1_000).toFixed(2)} s` : `${(value / 1_000).toFixed(0)} s`;
    case 'share':
    case 'signed-share':
      return `${(value * 100).toFixed(1)} %`;
    case 'perSec':
      return formatRate(value);
    case 'count':
      return formatCount(value);
    case 'usd':
      return figure('usd', value);
  }
}

/** Returns how much worse, with its sign: a ratio in percent of the old value, a difference of shares in points. */
export function worseText({ worsening }: Pick<Scale, 'worsening'>, d: number | undefined): string {
  if (d === undefined) return ABSENT;
  const isRatio = worsening.kind === 'ratio';
  const percent = 100 * (isRatio ? Math.expm1(d) : d);
  const text = percent.toFixed(Math.abs(percent) < 9.995 ? 2 : 1);
  const sign = Number(text) > 0 ? '+' : '';
  return `${sign}${Number(text) === 0 ? text.replace('-', '') : text} ${isRatio ? '%' : 'pt'}`;
}

/** Returns the margin of a metric: `2 %`, `2 pt`. */
export function marginText({ worsening, margin }: Pick<MetricFinding, 'worsening' | 'margin'>): string {
  if (margin === undefined) return ABSENT;
  const isRatio = worsening.kind === 'ratio';
  const percent = 100 * (isRatio ? Math.expm1(margin) : margin);
  return `${Number(percent.toPrecision(6))} ${isRatio ? '%' : 'pt'}`;
}

/** Returns a p-value with two digits, never as none when it is not. */
export function pText(p: number | undefined): string {
  if (p === undefined) return ABSENT;
  if (p > 0 && p < 0.0001) return '< 0.0001';
  return p === 0 || p === 1 ? String(p) : p.toPrecision(2);
}
