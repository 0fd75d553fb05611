import type { Comparison, MetricComparison } from '../../analysis/compare/comparison.ts';
import { differenceText } from './compare-figures.ts';

/** Metrics that the last line names before it counts the rest. */
const NAMED = 2;

/** Returns what the comparison comes to, in one plain sentence about B. */
export function overallSentence({ a, b, design, metrics }: Comparison): string {
  const headline = metrics.filter((metric) => metric.headline);
  const of = (verdict: MetricComparison['verdict']) =>
    headline.filter((metric) => metric.verdict === verdict);
  const [better, worse] = [of('better'), of('worse')];
  if (metrics.length === 0) return `${a.name} and ${b.name} have no metric in common`;
  if (metrics.every(({ verdict }) => verdict === 'equal'))
    return `${b.name} equals ${a.name} in every figure`;
  if (design === 'single')
    return `${b.name} differs from ${a.name}, but one run proves nothing; compare several`;
  if (better.length + worse.length === 0) {
    const moved = [...of('higher'), ...of('lower')];
    return moved.length === 0
      ? `No difference is shown between ${b.name} and ${a.name} in ${counted(headline.length)}`
      : `${b.name} is neither better nor worse than ${a.name}; it differs in ${named(moved)}`;
  }
  const parts = [
    ...(better.length === 0 ? [] : [`better in ${named(better)}`]),
    ...(worse.length === 0 ? [] : [`worse in ${named(worse)}`]),
  ];
  return `${b.name} is ${parts.join(' and ')} than ${a.name}, of ${counted(headline.length)}`;
}

function counted(count: number): string {
  return `${count} headline ${count === 1 ? 'metric' : 'metrics'}`;
}

function named(metrics: readonly MetricComparison[]): string {
  const texts = metrics.slice(0, NAMED).map((metric) => `${metric.path} (${differenceText(metric)})`);
  const more = metrics.length - NAMED;
  return texts.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Returns how the sides were compared. */
export function designSentence({ design, pairs, a, b, level, metrics }: Comparison): string {
  const percent = Math.round(level * 100);
  const family = metrics.filter(({ headline, adjustedP }) => headline && adjustedP !== undefined).length;
  const verdicts = `; verdicts of the ${family} headline metrics hold together at ${100 - percent} % (Holm), all others one by one`;
  switch (design) {
    case 'paired': {
      const left = a.runs + b.runs - 2 * pairs;
      const without = left === 0 ? '' : `, ${left} runs without a partner left out`;
      return `${pairs} pairs on common random numbers (seed ${a.seed})${without}: differences B - A with ${percent} % Student t intervals${verdicts}.`;
    }
    case 'unpaired': {
      const why =
        a.seed !== undefined && a.seed === b.seed
          ? 'no two runs have a number in common'
          : whyUnpaired(a.seed, b.seed);
      return `${a.runs} and ${b.runs} runs that make no pairs (${why}): differences of means with ${percent} % Welch intervals${verdicts}.`;
    }
    case 'single':
      return 'One run on a side: differences have no intervals and no verdicts.';
  }
}

function whyUnpaired(a: number | undefined, b: number | undefined): string {
  return a === undefined || b === undefined ? 'live runs have no seed' : `seeds ${a} and ${b}`;
}
