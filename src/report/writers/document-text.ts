import { type Chart, drawChart } from '../chart.ts';
import type {
  Block,
  Document,
  EndingBlock,
  HeadingBlock,
  PlotsBlock,
  RowsBlock,
  TableBlock,
  Tone,
  VerdictBlock,
} from '../document.ts';
import type { Page } from '../format.ts';
import type { Layout } from '../report.ts';
import { layTable } from './text-table.ts';
import { wrapItems, wrapWords } from './wrap.ts';

/** Reports are laid out for pages of this width at most. */
const WIDEST = 100;
const INDENT = '  ';
const BETWEEN_PLOTS = '   ';

/** Room that the axis of a plot takes: a label of up to 9 characters and its tick. */
const AXIS_WIDTH = 11;

/** Returns how much room a page of text has. */
export function textLayout(page: Page): Layout {
  const width = widthOf(page);
  const room = width - INDENT.length - AXIS_WIDTH;
  const half = Math.floor((width - INDENT.length - BETWEEN_PLOTS.length) / 2) - AXIS_WIDTH;
  return {
    plotColumns: half >= 20 ? half : Math.max(room, 1),
    widePlotColumns: Math.max(room, 1),
    followedRows: 8,
  };
}

function widthOf({ width }: Page): number {
  return Math.min(width, WIDEST);
}

/** Returns a document as a page of text. */
export function documentText({ blocks }: Document, page: Page): string {
  const pen = penFor(page);
  const lines: string[] = [];
  blocks.forEach((block, i) => {
    const before = blocks[i - 1];
    if (before !== undefined && !belongTogether(before, block)) lines.push('');
    lines.push(...layBlock(block, pen));
  });
  return `${lines.join('\n')}\n`;
}

/** A table belongs to its heading, sentences to what they speak about. */
function belongTogether(before: Block, block: Block): boolean {
  if (before.kind === 'heading') return block.kind === 'table';
  return block.kind === 'sentence' && (before.kind === 'table' || before.kind === 'sentence');
}

/** What every block is laid out with. */
interface Pen {
  readonly width: number;
  readonly bold: (text: string) => string;
  readonly toned: (tone: Tone, text: string) => string;
  readonly series: (index: number, text: string) => string;
}

function penFor(page: Page): Pen {
  const width = widthOf(page);
  const plain = (_: unknown, text: string) => text;
  if (!page.color) return { width, bold: (text) => text, toned: plain, series: plain };
  const ansi = (code: number, text: string) => `\u001b[${code}m${text}\u001b[0m`;
  const tones: Readonly<Record<Tone, number>> = { good: 32, bad: 31, plain: 1 };
  const series = [36, 33, 35];
  return {
    width,
    bold: (text) => ansi(1, text),
    toned: (tone, text) => ansi(tones[tone], text),
    series: (index, text) => ansi(series[index % series.length] ?? 36, text),
  };
}

function layBlock(block: Block, pen: Pen): readonly string[] {
  switch (block.kind) {
    case 'title':
      return wrapItems([block.program, block.name, ...block.items], pen.width, '  ');
    case 'verdict':
      return layVerdict(block, pen);
    case 'rows':
      return layRows(block, pen);
    case 'plots':
      return layPlots(block, pen);
    case 'heading':
      return layHeading(block, pen);
    case 'sentence':
      return wrapWords(block.text, pen.width - INDENT.length).map((line) => INDENT + line);
    case 'table':
      return layTableBlock(block, pen);
    case 'ending':
      return layEnding(block, pen);
  }
}

function layVerdict({ word, tone, lines }: VerdictBlock, pen: Pen): readonly string[] {
  const indent = ' '.repeat(word.length + 2);
  const wrapped = lines.flatMap((line) => wrapWords(line, pen.width - indent.length));
  return wrapped.map((line, i) => (i === 0 ? `${pen.toned(tone, word)}  ${line}` : indent + line));
}

function layRows({ rows }: RowsBlock, pen: Pen): readonly string[] {
  const longest = rows.reduce((most, { label }) => Math.max(most, label.length), 0);
  const column = Math.ceil((longest + 2) / 4) * 4;
  return rows.flatMap(({ label, items }) =>
    wrapItems(items, pen.width - column, '   ').map((line, i) =>
      i === 0 ? pen.bold(label) + ' '.repeat(column - label.length) + line : ' '.repeat(column) + line,
    ),
  );
}

function layHeading({ text, aside }: HeadingBlock, pen: Pen): readonly string[] {
  if (aside === undefined) return [pen.bold(text)];
  const room = pen.width - text.length - 2;
  const lines = wrapWords(aside, room);
  return lines.map((line, i) =>
    i === 0 ? `${pen.bold(text)}  ${line}` : ' '.repeat(text.length + 2) + line,
  );
}

function layTableBlock(table: TableBlock, pen: Pen): readonly string[] {
  const { lines, leftOut } = layTable(table, pen.width - INDENT.length);
  const toned = lines.map((line) =>
    line.startsWith('FAIL ') ? pen.toned('bad', 'FAIL') + line.slice(4) : line,
  );
  const remark =
    leftOut.length === 0 ? [] : wrapWords(`(no room here for: ${leftOut.join(', ')})`, pen.width - 2);
  return [...toned, ...remark].map((line) => INDENT + line);
}

function layPlots({ plots }: PlotsBlock, pen: Pen): readonly string[] {
  const charts = plots.flatMap((plot) => drawChart(plot) ?? []);
  const painted = plots.flatMap((plot) => drawChart(plot, pen.series) ?? []);
  const total = charts.reduce(
    (sum, chart) => sum + chart.width + BETWEEN_PLOTS.length,
    -BETWEEN_PLOTS.length,
  );
  if (charts.length > 1 && total + INDENT.length <= pen.width) return beside(charts, painted);
  return painted.flatMap(({ lines }, i) => [...(i > 0 ? [''] : []), ...lines.map((line) => INDENT + line)]);
}

/** Lays charts side by side; plain lines give the widths that color codes would hide. */
function beside(plain: readonly Chart[], painted: readonly Chart[]): readonly string[] {
  const height = plain.reduce((most, { lines }) => Math.max(most, lines.length), 0);
  const widths = plain.map(({ lines, width }) =>
    lines.reduce((most, line) => Math.max(most, line.length), width),
  );
  return Array.from({ length: height }, (_, row) => {
    const cells = painted.map(({ lines }, i) => {
      const missing = (widths[i] ?? 0) - (plain[i]?.lines[row]?.length ?? 0);
      return (lines[row] ?? '') + ' '.repeat(missing);
    });
    return INDENT + cells.join(BETWEEN_PLOTS).trimEnd();
  });
}

/** The exit code stands at the right end of the line, or below where a narrow page has no room. */
function layEnding({ word, tone, text, exitCode }: EndingBlock, pen: Pen): readonly string[] {
  const code = `(exit code ${exitCode})`;
  const indent = ' '.repeat(word.length + 2);
  const gap = pen.width - indent.length - text.length - code.length;
  const lines = wrapWords(text, pen.width - indent.length).map((line, i) =>
    i === 0 ? `${pen.toned(tone, word)}  ${line}` : indent + line,
  );
  if (gap < 2) return [...lines, code.padStart(pen.width)];
  return [`${lines.join('')}${' '.repeat(gap)}${code}`];
}
