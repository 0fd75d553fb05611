import { drawChart } from '../chart.ts';
import type { Block, Document, PlotsBlock, TableBlock, TitleBlock } from '../document.ts';
import type { Layout } from '../report.ts';

/** Room of a document in Markdown. */
export const MARKDOWN_LAYOUT: Layout = { plotColumns: 72, widePlotColumns: 72, followedRows: 24 };

/** Returns a document as Markdown; plots stand in code blocks, one below the other. */
export function documentMarkdown({ blocks }: Document): string {
  return `${blocks.map(layBlock).filter(Boolean).join('\n\n')}\n`;
}

function layBlock(block: Block): string {
  switch (block.kind) {
    case 'title':
      return layTitle(block);
    case 'verdict':
      return `**${block.word}**  \n${block.lines.map(escapeText).join('  \n')}`;
    case 'rows':
      return block.rows
        .map(({ label, items }) => `- **${label}**: ${items.map(escapeText).join(' · ')}`)
        .join('\n');
    case 'plots':
      return layPlots(block);
    case 'heading':
      return `## ${escapeText(block.text)}${block.aside === undefined ? '' : `\n\n${escapeText(block.aside)}`}`;
    case 'sentence':
      return escapeText(block.text);
    case 'table':
      return layTable(block);
    case 'ending':
      return `**${block.word}**  ${escapeText(block.text)} (exit code ${block.exitCode})`;
  }
}

function layTitle({ headline, lesson, program, name, items }: TitleBlock): string {
  const parts = [`# ${escapeText(headline)}`, [program, name, ...items].map(escapeText).join(' · ')];
  return [...parts, ...(lesson === undefined ? [] : [`*${escapeText(lesson)}*`])].join('\n\n');
}

function layPlots({ plots }: PlotsBlock): string {
  const charts = plots.flatMap((plot) => drawChart(plot) ?? []);
  return charts.map(({ lines }) => `\`\`\`text\n${lines.join('\n')}\n\`\`\``).join('\n\n');
}

function layTable({ columns, rows }: TableBlock): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeText).join(' | ')} |`;
  const rule = columns.map(({ align }) => (align === 'right' ? '---:' : '---')).join(' | ');
  return [line(columns.map(({ header }) => header)), `| ${rule} |`, ...rows.map(line)].join('\n');
}

/** Returns text in which nothing is read as markup. */
function escapeText(text: string): string {
  return text.replace(/[\\`*_<|[\]]/g, '\\$&');
}
