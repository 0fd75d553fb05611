import type { MetricComparison } from '../../analysis/compare/comparison.ts';
import type { Block, Document, TableBlock } from '../document.ts';
import { differenceText, meanText, verdictText } from './compare-figures.ts';
import type { CompareReport } from './compare-report.ts';
import { designSentence, overallSentence } from './compare-sentences.ts';

/** Returns the report of a comparison. @param rows rows of the table of all other metrics at most */
export function composeCompare(report: CompareReport, rows: number): Document {
  const { comparison, manifest, remarks } = report;
  const { a, b, metrics } = comparison;
  const headline = metrics.filter((metric) => metric.headline);
  const others = metrics.filter((metric) => !metric.headline && metric.verdict !== 'equal').sort(byEvidence);
  const shown = others.slice(0, rows);
  return {
    blocks: [
      {
        kind: 'title',
        program: 'tacos compare',
        name: `${a.name}, ${b.name}`,
        headline: `${b.name} beside ${a.name}`,
        items: [`tacos ${manifest.version}`],
      },
      {
        kind: 'rows',
        rows: [
          { label: 'A', items: [a.name, runsOf(a.runs), manifest.a.path] },
          { label: 'B', items: [b.name, runsOf(b.runs), manifest.b.path] },
        ],
      },
      ...[designSentence(comparison), ...remarks].map((text): Block => ({ kind: 'sentence', text })),
      ...(headline.length === 0 ? [] : ([{ kind: 'heading', text: 'Headline' }, tableOf(headline)] as const)),
      ...(shown.length === 0 ? [] : otherBlocks(shown, others.length, metrics)),
      ...composeCompareEnding(report).blocks,
    ],
  };
}

/** Returns the last line alone. */
export function composeCompareEnding({ comparison, exitCode, interrupted }: CompareReport): Document {
  const text = overallSentence(comparison);
  const word = interrupted ? 'INTERRUPTED' : 'DONE';
  return { blocks: [{ kind: 'ending', word, tone: interrupted ? 'bad' : 'plain', text, exitCode }] };
}

function otherBlocks(
  shown: readonly MetricComparison[],
  different: number,
  metrics: readonly MetricComparison[],
): readonly Block[] {
  const equal = metrics.filter(({ headline, verdict }) => !headline && verdict === 'equal').length;
  const left = different - shown.length;
  const rest = [
    ...(left === 0 ? [] : [`${left} more with less evidence`]),
    ...(equal === 0 ? [] : [`${equal} that are equal`]),
  ];
  const more = rest.length === 0 ? [] : [`Not shown here: ${rest.join(', ')}. --json has all.`];
  return [
    { kind: 'heading', text: 'Everything else', aside: 'each verdict by itself: one in 20 is chance' },
    tableOf(shown),
    ...more.map((text): Block => ({ kind: 'sentence', text })),
  ];
}

function runsOf(runs: number): string {
  return `${runs} ${runs === 1 ? 'run' : 'runs'}`;
}

/** The strongest evidence of a difference first; without tests in the order of the catalogue. */
function byEvidence(a: MetricComparison, b: MetricComparison): number {
  return strength(b) - strength(a);
}

/** Distance of the interval's middle from zero in half-widths, of which nothing is below 0. */
function strength({ difference, halfWidth }: MetricComparison): number {
  if (halfWidth === undefined) return 0;
  return halfWidth === 0 ? (difference === 0 ? 0 : Number.MAX_VALUE) : Math.abs(difference) / halfWidth;
}

function tableOf(metrics: readonly MetricComparison[]): TableBlock {
  return {
    kind: 'table',
    columns: [
      { header: 'metric', align: 'left' },
      { header: 'A', align: 'right', dropOrder: 1 },
      { header: 'B', align: 'right', dropOrder: 1 },
      { header: 'B - A', align: 'right' },
      { header: 'B is', align: 'left' },
      { header: 'runs', align: 'right', dropOrder: 2 },
    ],
    rows: metrics.map((metric) => [
      metric.path,
      meanText(metric, metric.meanA),
      meanText(metric, metric.meanB),
      differenceText(metric),
      verdictText(metric),
      metric.runsA === metric.runsB ? String(metric.runsA) : `${metric.runsA}, ${metric.runsB}`,
    ]),
  };
}
