import { describe, expect, it } from 'vitest';
import { summarizeBacktest } from '../../analysis/summarize-backtest.ts';
import { backtestText } from '../../testing/backtest-builder.ts';
import { FORMAT_IDS, PLAIN_PAGE } from '../format.ts';
import type { BacktestReport } from './backtest-report.ts';
import { BACKTEST_WRITERS, backtestLastLine } from './backtest-writers.ts';

const CONTROL = /[^\P{Cc}\n]/u;

/** A ticket joins each second, and the next in line is let in every two from second 10 on. */
function trace(shownSec: (waitSec: number) => number | ''): string {
  const rows: [number, string][] = [];
  for (let ticket = 0; ticket < 300; ticket++) {
    const admitSec = Math.max(10, ticket) + ticket;
    rows.push([ticket, `join,t${ticket},`], [admitSec, `admit,t${ticket},`]);
    for (let sec = ticket + 10; sec < admitSec; sec += 10)
      rows.push([sec, `poll,t${ticket},${shownSec(admitSec - sec)}`]);
  }
  rows.sort((a, b) => a[0] - b[0]);
  return ['atSec,event,ticket,eta', ...rows.map(([sec, rest]) => `${sec},${rest}`)].join('\n');
}

function reportOf(text: string, options = {}): BacktestReport {
  return {
    findings: summarizeBacktest(backtestText(text, options)),
    manifest: {
      version: '0.1.0',
      kind: 'replay-eta',
      trace: 'trace.csv',
      traceHash: '0'.repeat(64),
      traceBytes: text.length,
      command: 'tacos replay eta trace.csv',
    },
    exitCode: 0,
  };
}

const BUCKET = { refillPerSec: 0.5, capacityTokens: 1 };
const REPORTS = {
  'a wrong promise': reportOf(
    trace(() => 1),
    BUCKET,
  ),
  'a true promise': reportOf(
    trace((waitSec) => waitSec),
    BUCKET,
  ),
  'no promise': reportOf(
    trace(() => ''),
    BUCKET,
  ),
  'nothing but joins and admissions': reportOf('atSec,event,ticket\n0,join,a\n9,join,b\n20,admit,a\n'),
  'nobody who waited': reportOf('atSec,event,ticket\n0,join,a\n0,admit,a\n'),
};

const text = (report: BacktestReport) =>
  BACKTEST_WRITERS.terminal.write(report, { width: 100, color: false })[0].content;

describe.each(Object.entries(REPORTS))('the report of %s', (_, report) => {
  it.each(FORMAT_IDS)('in %s names its files, ends their lines, and prints nothing that is absent', (id) => {
    const files = BACKTEST_WRITERS[id].write(report, PLAIN_PAGE);
    expect(files[0].name).toBe(BACKTEST_WRITERS[id].fileName);
    for (const { name, content } of files) {
      expect(name).toMatch(/^[\w-][\w.-]*$/);
      expect(content.endsWith('\n')).toBe(true);
      expect(content).not.toMatch(/\b(NaN|Infinity|undefined|null)\b/);
      expect(content).not.toMatch(CONTROL);
    }
  });

  it('fits its page and ends in the exit code', () => {
    const [{ content }] = BACKTEST_WRITERS.terminal.write(report, PLAIN_PAGE);
    const lines = content.trimEnd().split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(`${lines.at(-1)}\n`).toBe(backtestLastLine(report, PLAIN_PAGE));
    expect(lines.at(-1)).toMatch(/^DONE .*\(exit code 0\)$/);
  });
});

describe('what it says', () => {
  it('that another estimator would have been truer than what was shown', () => {
    expect(text(REPORTS['a wrong promise'])).toMatch(
      /COULD BE TRUER {2}.* of quotes; what was shown: \d+ %\./,
    );
    expect(text(REPORTS['a wrong promise'])).toMatch(/^ {2}as shown /m);
  });

  it('that none would have been', () => {
    expect(text(REPORTS['a true promise'])).toContain('AS TRUE AS THE BEST');
    expect(text(REPORTS['a true promise'])).toContain('what was shown: 100 %.');
  });

  it('nothing of what was shown where nothing was', () => {
    expect(text(REPORTS['no promise'])).toMatch(/^BACKTEST {2}/m);
    expect(text(REPORTS['no promise'])).not.toContain('as shown');
  });

  it('what it had to do without', () => {
    const bare = text(REPORTS['nothing but joins and admissions']);
    expect(bare).toContain('Not available: ql, qla, fdc; need to know the refill');
    expect(bare).toContain('No polls are recorded');
    expect(text(REPORTS['nobody who waited'])).toContain('NOTHING TO SCORE');
  });

  it('which phases were too short, and that one recording has no interval', () => {
    expect(text(REPORTS['a wrong promise'])).toMatch(/not counted: .*late/);
    expect(text(REPORTS['a wrong promise'])).toContain('One recording is one path');
  });
});
