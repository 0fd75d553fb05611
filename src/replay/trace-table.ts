/** A line of a trace that is neither blank nor a comment. */
export interface TraceRow {
  /** 1-based. */
  readonly line: number;
  readonly raw: string;
  readonly cells: readonly string[];
  readonly separator: Separator;
}

/** What stands between the cells of a row; `space` is any run of white space, as kubectl prints its tables. */
type Separator = 'comma' | 'semicolon' | 'tab' | 'space';

const MARKS = { comma: ',', semicolon: ';', tab: '\t' } as const;

/** Returns the rows of a text; blank lines and lines with # are skipped. The first row decides what separates cells. */
export function readTable(text: string): readonly TraceRow[] {
  const lines = text.split('\n');
  const first = lines.find(hasCells) ?? '';
  const separator = separatorOf(first);
  const rows: TraceRow[] = [];
  lines.forEach((line, index) => {
    if (hasCells(line))
      rows.push({ line: index + 1, raw: line, cells: splitCells(line, separator), separator });
  });
  return rows;
}

/** Returns the column (1-based) at which a cell begins; that of the row's end where it has fewer cells. */
export function columnOf({ raw, cells, separator }: TraceRow, index: number): number {
  if (index >= cells.length) return raw.trimEnd().length + 1;
  const starts = separator === 'space' ? wordStarts(raw) : fieldStarts(raw, MARKS[separator]);
  const start = starts[index] ?? 0;
  return start + raw.slice(start).search(/\S|$/) + 1;
}

function hasCells(line: string): boolean {
  const text = line.trim();
  return text !== '' && !text.startsWith('#');
}

/** Returns what separates the cells of a row. */
export function separatorOf(line: string): Separator {
  const outside = line.replace(/"(?:[^"]|"")*"/g, '');
  if (outside.includes('\t')) return 'tab';
  if (outside.includes(',')) return 'comma';
  return outside.includes(';') ? 'semicolon' : 'space';
}

/** Returns the cells of a row without white space and double quotes around them. */
export function splitCells(line: string, separator: Separator): readonly string[] {
  if (separator === 'space') return line.trim().split(/\s+/);
  const mark = MARKS[separator];
  if (!line.includes('"')) return line.split(mark).map((cell) => cell.trim());
  const starts = fieldStarts(line, mark);
  return starts.map((start, i) => unquoted(line.slice(start, (starts[i + 1] ?? line.length + 1) - 1)));
}

/** Returns where fields begin (0-based); a mark inside double quotes separates nothing. */
function fieldStarts(line: string, mark: string): readonly number[] {
  const starts = [0];
  let isQuoted = false;
  for (let i = 0; i < line.length; i++) {
    if (line[i] === '"') isQuoted = !isQuoted;
    else if (line[i] === mark && !isQuoted) starts.push(i + 1);
  }
  return starts;
}

function wordStarts(line: string): readonly number[] {
  return [...line.matchAll(/\S+/g)].map((match) => match.index);
}

function unquoted(field: string): string {
  const text = field.trim();
  return /^".*"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"').trim() : text;
}
