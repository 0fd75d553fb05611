import { ratio, type Score } from './contender.ts';

/** Returns a Markdown table, columns padded so that it reads as text too; the first column is left-aligned. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/**
 * Returns the table of one topic: rate with its spread, and how many times faster each row is than some of the others.
 * @param against rows to divide by; one that did not run leaves dashes
 */
export function scoreTable(unit: string, scores: readonly Score[], against: readonly string[]): string {
  const bases = against.map((name) => scores.find((score) => score.name === name));
  const head = [
    'program',
    `${unit}/CPU-s`,
    'lowest - highest',
    'runs',
    'mean',
    ...against.map((name) => `x ${name}`),
  ];
  const rows = scores.map((score) => {
    const { name, perSec, skipped, meanSec } = score;
    if (perSec === undefined)
      return [`${name}: ${skipped ?? 'did not run'}`, ...head.slice(1).map(() => '-')];
    const times = bases.map((base) => factor(ratio(score, base)));
    const spread = `${amount(perSec.low)} - ${amount(perSec.high)}`;
    const mean = meanSec === undefined ? '-' : `${meanSec.toFixed(2)} s`;
    return [name, amount(perSec.median), spread, String(score.rounds), mean, ...times];
  });
  return markdownTable(head, rows);
}

/** Returns a rate with three significant digits: 41.2 M, 139 k, 860. */
function amount(perSec: number): string {
  if (perSec >= 1e6) return `${(perSec / 1e6).toPrecision(3)} M`;
  if (perSec >= 1e3) return `${(perSec / 1e3).toPrecision(3)} k`;
  return perSec.toPrecision(3);
}

function factor(times: number | undefined): string {
  if (times === undefined) return '-';
  return times >= 10 ? times.toFixed(0) : times.toPrecision(2);
}
