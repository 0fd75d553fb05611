import { describe, expect, it } from 'vitest';
import { PLAIN_PAGE, type Writer } from '../report/format.ts';
import { clusterReport, emptyReport, interruptedReport, richReport } from './report-builder.ts';

const REPORTS = {
  'a full run': richReport(),
  'three replications': richReport(3),
  'nobody came': emptyReport(),
  'an interrupted run': interruptedReport(),
  'a run over machines': clusterReport(),
  'three replications over machines': clusterReport(3),
};

/** Escape codes and bells; a report has none unless color is asked for. */
const CONTROL = /[^\P{Cc}\n]/u;

/** What every report format keeps, whatever it is given. */
export function reportContract(writer: Writer): void {
  describe(`report format ${writer.id}`, () => {
    for (const [name, report] of Object.entries(REPORTS)) {
      it(`writes the same bytes for the same report: ${name}`, () => {
        expect(writer.write(report, PLAIN_PAGE)).toEqual(writer.write(report, PLAIN_PAGE));
      });

      it(`names its files, each once, and ends each with a line end: ${name}`, () => {
        const files = writer.write(report, PLAIN_PAGE);
        expect(files[0].name).toBe(writer.fileName);
        expect(new Set(files.map((file) => file.name)).size).toBe(files.length);
        for (const { name: fileName, content } of files) {
          expect(fileName).toMatch(/^[\w-][\w.-]*$/);
          expect(content.endsWith('\n')).toBe(true);
        }
      });

      it(`never prints a value that is absent or not finite, nor control characters: ${name}`, () => {
        for (const { content } of writer.write(report, PLAIN_PAGE)) {
          expect(content).not.toMatch(/\b(NaN|Infinity|undefined|null)\b/);
          expect(content).not.toMatch(CONTROL);
        }
      });
    }
  });
}
