import type { Report } from './report.ts';

/** Ids of the formats in the order in which `--help` lists them. */
export const FORMAT_IDS = ['terminal', 'markdown', 'csv', 'json'] as const;

export type FormatId = (typeof FORMAT_IDS)[number];

/** What a page of text may use. Formats for files ignore it. */
export interface Page {
  /** Widest line in characters. */
  readonly width: number;
  /** Whether to color; color never says what the words do not. */
  readonly color: boolean;
}

export interface OutputFile {
  readonly name: string;
  readonly content: string;
}

/** A report format: pure, the same bytes for the same report and page. */
export interface Writer<Subject = Report> {
  readonly id: FormatId;
  /** Name of the first file. */
  readonly fileName: string;
  /** Returns the files of the report; the first is what goes to stdout where one text is asked for. */
  write(report: Subject, page: Page): readonly [OutputFile, ...OutputFile[]];
}

/** Page of everything that is not a terminal. */
export const PLAIN_PAGE: Page = { width: 80, color: false };
