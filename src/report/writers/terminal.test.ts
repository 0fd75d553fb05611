import { describe, expect, it } from 'vitest';
import { clusterReport, emptyReport, interruptedReport, richReport } from '../../testing/report-builder.ts';
import type { Report } from '../report.ts';
import { lastLine, terminalWriter } from './terminal.ts';

const REPORTS: Readonly<Record<string, Report>> = {
  'a full run': richReport(),
  'three replications': richReport(3),
  'nobody came': emptyReport(),
  'an interrupted run': interruptedReport(),
  'a run over machines': clusterReport(),
};

const COLOR_CODES = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');

const text = (report: Report, width = 100, color = false) =>
  terminalWriter.write(report, { width, color })[0].content;
const lastOf = (page: string) => page.trimEnd().split('\n').at(-1) ?? '';

describe('the terminal report', () => {
  for (const [name, report] of Object.entries(REPORTS)) {
    it.each([60, 80, 100, 250])(`is never wider than the page, nor than 100: ${name}, %i`, (width) => {
      const lines = text(report, width).split('\n');
      expect(lines.filter((line) => line.length > Math.min(width, 100))).toEqual([]);
    });

    it(`says with color what it says without: ${name}`, () => {
      const colored = text(report, 100, true);
      expect(colored).toContain('\u001b[');
      expect(colored.replace(COLOR_CODES, '')).toBe(text(report));
    });
  }

  it('begins with the run, then the verdict, and ends with the exit code', () => {
    const lines = text(richReport()).split('\n');
    expect(lines[0]).toBe('tacos 0.1.0  rich  seed 1  1 replication  30m simulated in 3.9 s (11 M polls/s)');
    expect(lines[2]).toMatch(/^DOES NOT EMPTY {2}2,400 came; /);
    expect(lastOf(text(richReport()))).toMatch(/^FAIL {2}1 threshold; .* {2}\(exit code 3\)$/);
  });

  it('marks a run that was stopped, first and last', () => {
    const page = text(interruptedReport());
    expect(page).toMatch(/^INTERRUPTED {2}Stopped at T\+01:30 of 30m/m);
    expect(lastOf(page)).toMatch(/^INTERRUPTED {2}partial result .*\(exit code 130\)$/);
  });

  it('says that there are no thresholds instead of being green', () => {
    const page = text(emptyReport());
    expect(page).toContain('Thresholds  No thresholds defined');
    expect(lastOf(page)).toMatch(/^DONE {2}No thresholds defined; .*\(exit code 0\)$/);
  });

  it('prints passed and failed thresholds with value and place', () => {
    const page = text(richReport());
    expect(page).toMatch(/pass {2}eta\.ql\.a20Mean >= 10% +[\d.]+ %\n/);
    expect(page).toMatch(/FAIL {2}wait\.p95 < 1m +\S.* {2}scenarios\/rich\.yaml:41:5\n/);
  });

  it('names the replication that the plots show where there are several', () => {
    expect(text(richReport(3))).toContain('The plots show replication 1 of 3.');
    expect(text(richReport())).not.toContain('The plots show');
  });

  it('prints half-widths where there are several replications only', () => {
    expect(text(richReport(3))).toMatch(/Wait .*±/);
    expect(text(richReport())).not.toContain('±');
  });

  it('names the columns that a narrow page has no room for', () => {
    expect(text(richReport(), 60)).toContain('(no room here for: ');
    expect(text(richReport(), 100)).not.toMatch(/no room here for: .*bias/);
  });

  it('leaves out how long the run took where the manifest does not know', () => {
    const report = richReport();
    const { run: _, ...manifest } = report.manifest;
    expect(text({ ...report, manifest }).split('\n')[0]).toBe(
      'tacos 0.1.0  rich  seed 1  1 replication  30m simulated',
    );
  });
});

describe('the last line alone', () => {
  it('is the last line of the report', () => {
    const page = { width: 80, color: false };
    for (const report of Object.values(REPORTS)) {
      expect(lastLine(report, page)).toBe(`${lastOf(text(report, 80))}\n`);
    }
  });
});
