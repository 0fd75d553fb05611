import type { TraceProblems } from '../trace-problems.ts';
import { columnOf, separatorOf, splitCells } from '../trace-table.ts';
import type { FieldOf, Splitter, Vocabulary } from './stream-row.ts';

/** Names that look like data: a file whose first line is a row has no header, and its cells are nobody's to print. */
const DATA = /^[-+]?\d/;

/** Cells of CSV under the fields that the header names. */
export class CsvSplitter implements Splitter {
  line = 0;
  private readonly problems: TraceProblems;
  private readonly header: string;
  private readonly headerLine: number;
  private readonly separator: ReturnType<typeof separatorOf>;
  private readonly mark: string;
  private readonly names: readonly string[];
  /** By field: index of its column, or -1. */
  private readonly cellOf: Int32Array;
  private cells: string[] = [];
  private raw = '';

  /** @param header first line of the file */
  constructor(header: string, line: number, fields: number, problems: TraceProblems) {
    this.problems = problems;
    this.header = header;
    this.headerLine = line;
    const separator = separatorOf(header);
    // Without a mark there is one column, and white space is part of its cells.
    this.separator = separator === 'space' ? 'comma' : separator;
    this.mark = this.separator === 'tab' ? '\t' : this.separator === 'semicolon' ? ';' : ',';
    this.names = splitCells(header, this.separator);
    this.cellOf = new Int32Array(fields).fill(-1);
  }

  /** Looks at the header; false where there is none, or where it lacks what every row needs. */
  readHeader(vocabulary: Vocabulary, fieldOf: FieldOf): boolean {
    const place = { line: this.headerLine, column: 1 };
    const shared = { code: 'trace-columns', path: 'header', cure: vocabulary.example };
    if (this.names.some((name) => DATA.test(name))) {
      const expected = 'a header that says what the columns are';
      this.problems.at(place, { ...shared, got: 'no header', expected });
      return false;
    }
    this.names.forEach((_, index) => {
      this.place(index, fieldOf);
    });
    const lacking = vocabulary.lacks((field) => this.cellOf[field]! >= 0);
    if (lacking === undefined) return true;
    this.problems.at(place, { ...shared, got: this.header.slice(0, 60), expected: lacking });
    return false;
  }

  private place(index: number, fieldOf: FieldOf): void {
    const row = { line: this.headerLine, raw: this.header, cells: this.names, separator: this.separator };
    const name = this.names[index]!;
    const field = fieldOf(name, { line: this.headerLine, column: columnOf(row, index) });
    if (field === undefined) return;
    const twin = this.names[this.cellOf[field]!];
    if (twin === undefined) {
      this.cellOf[field] = index;
      return;
    }
    const expected = `one column for what ${twin} says too`;
    this.problems.cell(row, index, {
      code: 'trace-columns',
      path: 'header',
      expected,
      cure: `--ignore ${name}`,
    });
  }

  take(line: string, number: number): boolean {
    this.line = number;
    this.raw = line;
    const count = line.includes('"') ? this.splitSlowly(line) : this.split(line);
    if (count <= this.names.length) return true;
    this.problems.at(
      { line: number, column: 1 },
      {
        code: 'trace-columns',
        path: 'row',
        got: `${count} cells`,
        expected: `${this.names.length} cells, as the header has`,
        cure: 'put cells that hold the separator in double quotes',
      },
    );
    return false;
  }

  text(field: number): string {
    const index = this.cellOf[field]!;
    return index < 0 ? '' : (this.cells[index] ?? '');
  }

  nameOf(field: number): string | undefined {
    const index = this.cellOf[field]!;
    return index < 0 ? undefined : this.names[index];
  }

  columnOf(field: number): number {
    const { line, raw, separator } = this;
    const index = this.cellOf[field]!;
    return index < 0 ? 1 : columnOf({ line, raw, separator, cells: splitCells(raw, separator) }, index);
  }

  /** Returns the number of cells; `cells` is used again for each line, because there are millions. */
  private split(line: string): number {
    const { cells, mark } = this;
    let count = 0;
    let from = 0;
    for (let to = line.indexOf(mark); to >= 0; to = line.indexOf(mark, from)) {
      cells[count++] = trimmed(line, from, to);
      from = to + 1;
    }
    cells[count++] = trimmed(line, from, line.length);
    cells.length = count;
    return count;
  }

  private splitSlowly(line: string): number {
    this.cells = [...splitCells(line, this.separator)];
    return this.cells.length;
  }
}

function trimmed(line: string, from: number, to: number): string {
  const cell = line.slice(from, to);
  return cell.length > 0 && (cell.charCodeAt(0) <= 32 || cell.charCodeAt(cell.length - 1) <= 32)
    ? cell.trim()
    : cell;
}
