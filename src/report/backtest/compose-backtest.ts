import type { BacktestFindings } from '../../analysis/backtest-findings.ts';
import { EXIT } from '../../errors.ts';
import { formatCount } from '../../units/count.ts';
import { formatRate } from '../../units/rate.ts';
import { formatShare } from '../../units/share.ts';
import type { Block, Document, EndingBlock, TitleBlock, VerdictBlock } from '../document.ts';
import { shortDuration } from '../figures.ts';
import { fileRows } from '../sections/footer.ts';
import { composeAccuracy, composeTrueWaits } from './backtest-accuracy.ts';
import type { BacktestReport } from './backtest-report.ts';

/** An estimator is truer than what was shown by at least this much before a report says so. */
const CLEARLY = 0.05;

/** Returns the report of a backtest as a document: verdict, people, accuracy, what to know of it, files. */
export function composeBacktest(report: BacktestReport): Document {
  const { findings, manifest, saved } = report;
  return {
    blocks: [
      title(report),
      verdict(findings),
      people(findings),
      ...composeAccuracy(findings),
      ...composeTrueWaits(findings),
      ...findings.notes.map(({ code, text }): Block => ({ kind: 'sentence', text, code })),
      fileRows(saved, manifest.command),
      ending(report),
    ],
  };
}

/** Returns the last line of a backtest's report without the rest. */
export function composeBacktestEnding(report: BacktestReport): Document {
  return { blocks: [ending(report)] };
}

function title({ manifest, findings }: BacktestReport): TitleBlock {
  const { trace, endMs } = findings;
  const rows = trace.isWide
    ? `${formatCount(trace.joins)} tickets`
    : `${formatCount(trace.joins + trace.admissions + trace.leaves + trace.expiries + trace.polls + trace.refusals + trace.refills)} events`;
  return {
    kind: 'title',
    program: `tacos ${manifest.version}`,
    name: trace.file,
    headline: `Backtest of ${trace.file}`,
    items: [rows, shortDuration(endMs), `sha256 ${manifest.traceHash.slice(0, 12)}`],
  };
}

function verdict(findings: BacktestFindings): VerdictBlock {
  const { eta, best } = findings;
  const shown = eta.recorded?.overall?.a20;
  const could = best === undefined ? undefined : eta[best]?.overall?.a20;
  if (best === undefined || could === undefined) {
    const line = 'No quote could be scored: nobody who was let in had waited.';
    return { kind: 'verdict', word: 'NOTHING TO SCORE', tone: 'plain', lines: [line] };
  }
  const isTruer = shown !== undefined && could - shown >= CLEARLY;
  return {
    kind: 'verdict',
    word: shown === undefined ? 'BACKTEST' : isTruer ? 'COULD BE TRUER' : 'AS TRUE AS THE BEST',
    tone: shown === undefined ? 'plain' : isTruer ? 'bad' : 'good',
    lines: [
      `${best} would have been right for ${formatShare(could, 0)} of quotes${shown === undefined ? '' : `; what was shown: ${formatShare(shown, 0)}`}.`,
      ...(findings.scoring.provisional
        ? ['Provisional: too many of those who were asked still waited.']
        : []),
    ],
  };
}

function people({ trace, people: left, admissionsPerSec, firstAdmissionMs }: BacktestFindings): Block {
  const gone = trace.leaves + trace.expiries;
  const rate = admissionsPerSec === undefined ? '' : ` (${formatRate(admissionsPerSec)})`;
  const items = [
    `joined ${formatCount(trace.joins)}`,
    `let in ${formatCount(trace.admissions)}${rate}`,
    `left ${formatCount(gone)}`,
    `in line at the end ${formatCount(left.waiting)}${left.silent > 0 ? `, of them silent ${formatCount(left.silent)}` : ''}`,
  ];
  const log = [
    trace.polls + trace.refusals > 0 ? `${formatCount(trace.polls + trace.refusals)} polls` : 'no polls',
    trace.positions > 0 ? 'positions as shown' : 'no positions',
    trace.shown > 0 ? `${formatCount(trace.shown)} ETAs as shown` : 'no ETAs',
    ...(trace.refills > 0 ? [`${formatCount(trace.refills)} rows of refill`] : []),
    ...(trace.outside > 0 ? [`${formatCount(trace.outside)} rows of tickets not in line, passed over`] : []),
  ];
  const first =
    firstAdmissionMs === undefined ? [] : [`first let in after ${shortDuration(firstAdmissionMs)}`];
  return {
    kind: 'rows',
    rows: [
      { label: 'People', items: [...items, ...first] },
      { label: 'Log', items: log },
    ],
  };
}

function ending({ findings, exitCode }: BacktestReport): EndingBlock {
  if (exitCode === EXIT.interrupted || exitCode === EXIT.terminated) {
    return { kind: 'ending', word: 'INTERRUPTED', tone: 'bad', text: 'partial result', exitCode };
  }
  const { eta, best } = findings;
  const share = (id: keyof typeof eta) => formatShare(eta[id]?.overall?.a20 ?? 0, 0);
  const parts = [
    ...(best === undefined ? ['no quote scored'] : [`${best} right in ${share(best)} of quotes`]),
    ...(eta.recorded?.overall === undefined ? [] : [`shown in ${share('recorded')}`]),
  ];
  return { kind: 'ending', word: 'DONE', tone: 'plain', text: parts.join('; '), exitCode };
}
