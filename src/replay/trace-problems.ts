import type { Place, Problem } from '../errors.ts';
import { columnOf, type TraceRow } from './trace-table.ts';

/** Problems listed; what lies beyond is counted. */
const MAX_LISTED = 20;

type Complaint = Pick<Problem, 'code' | 'expected'> & Partial<Pick<Problem, 'path' | 'got' | 'cure'>>;

/** Gathers what is wrong with a trace: the first problems with their places, and how many more there are. */
export class TraceProblems {
  readonly file: string;
  private readonly listed: Problem[] = [];
  private count = 0;

  constructor(file: string) {
    this.file = file;
  }

  get any(): boolean {
    return this.count > 0;
  }

  /** Whether the times of some rows are not known, so that nothing can be said of their order. */
  get lacksTimes(): boolean {
    return this.listed.some(({ code }) => code === 'trace-time');
  }

  /** Every problem that is listed, in order of place, then the number of those that are not. */
  get all(): readonly Problem[] {
    const more = this.count - this.listed.length;
    this.listed.sort((a, b) => order(a) - order(b));
    if (more === 0) return this.listed;
    const expected = 'the ones above cured first';
    return [...this.listed, { code: 'trace-more', path: this.file, got: `${more} more problems`, expected }];
  }

  /** Reports something at a place, or of the file as a whole. */
  at(place: Omit<Place, 'file'> | undefined, complaint: Complaint): void {
    this.count++;
    if (this.listed.length >= MAX_LISTED) return;
    const where = place === undefined ? {} : { place: { file: this.file, ...place } };
    this.listed.push({ path: this.file, ...complaint, ...where });
  }

  /** Reports something about one cell. */
  cell(row: TraceRow, index: number, complaint: Complaint): void {
    const column = this.listed.length < MAX_LISTED ? columnOf(row, index) : 1;
    this.at({ line: row.line, column }, { got: row.cells[index] || '(nothing)', ...complaint });
  }
}

/** Lines first, then columns; a line of JSON has far fewer than 2^30 columns. */
function order({ place }: Problem): number {
  return place === undefined ? 0 : place.line * 2 ** 30 + place.column;
}
