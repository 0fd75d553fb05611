import type { FormatId, Page, Writer } from '../report/format.ts';
import { WRITERS } from '../report/registry.ts';
import type { Report } from '../report/report.ts';
import { lastLine } from '../report/writers/terminal.ts';
import type { Host } from './host.ts';

/** Narrowest page that reports are laid out for. */
const NARROWEST = 40;

/** Returns the page of stdout: its width, and color on a terminal that wants it (NO_COLOR, TERM=dumb). */
export function pageOf({ stdout, env }: Host): Page {
  const wanted = (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  return { width: Math.max(stdout.columns, NARROWEST), color: stdout.isTTY && wanted };
}

/** Writes a report to stdout in one format; of several tables the first. */
export function printReport(host: Host, report: Report, format: FormatId): void {
  printWith(host, WRITERS[format], report);
}

/** Writes what a writer makes of its subject to stdout; of several tables the first. */
export function printWith<Subject>(host: Host, writer: Writer<Subject>, subject: Subject): void {
  const [first, ...others] = writer.write(subject, pageOf(host));
  host.stdout.write(first.content);
  if (others.length > 0) {
    host.stderr.write(`tacos: ${others.length} more tables: ${others.map(({ name }) => name).join(', ')}\n`);
  }
}

/** Writes the last line of a report to stdout, and nothing else. */
export function printLastLine(host: Host, report: Report): void {
  host.stdout.write(lastLine(report, pageOf(host)));
}
