import type { BacktestId, BacktestRecord } from '../result/backtest-record.ts';
import type { BacktestFindings } from './backtest-findings.ts';
import { backtestNotes } from './backtest-notes.ts';
import { oracleQuotes, PHASE_MIN_QUOTES, scoreQuotes } from './eta-accuracy.ts';
import { type EtaFindings, PHASES, type Phase } from './findings.ts';
import { type QuotedRun, quoteTruth } from './quote-truth.ts';
import { censoredShareOf, PROVISIONAL_SHARE } from './summarize.ts';

/** Returns how true each estimator would have been on a recording, and how true what was shown. */
export function summarizeBacktest(record: BacktestRecord): BacktestFindings {
  const findings = findingsOf(record);
  return { ...findings, notes: backtestNotes(findings) };
}

function findingsOf(record: BacktestRecord): Omit<BacktestFindings, 'notes'> {
  const { trace, settings, people, endMs, firstAdmissionMs, quotes } = record;
  const { population, sampling } = settings.eta.score;
  const truth = quoteTruth(quotedRun(record));
  const eta: Partial<Record<BacktestId, EtaFindings>> = {};
  for (const id of idsOf(record)) {
    const shown = id === 'oracle' ? oracleQuotes(truth) : quotes.shownSec[id];
    if (shown === undefined) continue;
    eta[id] = scoreQuotes(truth, quotes.atMs, shown, id === 'oracle' || population === 'admitted');
  }
  const best = bestOf(eta);
  const sec = firstAdmissionMs === undefined ? 0 : (endMs - firstAdmissionMs) / 1000;
  const censoredShare = censoredShareOf(truth);
  return {
    trace,
    settings,
    people,
    interrupted: record.interrupted !== undefined,
    endMs,
    ...(firstAdmissionMs === undefined ? {} : { firstAdmissionMs }),
    ...(sec < 1 ? {} : { admissionsPerSec: trace.admissions / sec }),
    eta,
    scoring: {
      population,
      sampling,
      sampledVisitors: Math.round(quotes.sampledShare * trace.joins),
      quotes: quotes.atMs.length,
      censoredShare,
      provisional: censoredShare > PROVISIONAL_SHARE,
      absentPhases: absentPhases(eta),
    },
    ...(best === undefined ? {} : { best }),
  };
}

/** What was shown comes first: it is what the others are held against. */
function idsOf({ settings, quotes }: BacktestRecord): readonly BacktestId[] {
  return [
    ...(quotes.shownSec.recorded === undefined ? [] : (['recorded'] as const)),
    ...settings.eta.estimators,
  ];
}

function quotedRun({ quotes, visits, firstAdmissionMs, settings, schedule }: BacktestRecord): QuotedRun {
  return {
    quotes,
    visits,
    ...(firstAdmissionMs === undefined ? {} : { firstAdmissionMs }),
    plan: { clock: { warmupMs: 0 }, admission: { schedule }, eta: settings.eta },
  };
}

/** Returns the share by which estimators are ranked: the mean of the phases, of all quotes where no phase counts. */
function rankingShare({ a20Mean, overall }: EtaFindings): number | undefined {
  return a20Mean ?? overall?.a20;
}

function bestOf(eta: BacktestFindings['eta']): BacktestId | undefined {
  let best: BacktestId | undefined;
  let most = -1;
  for (const [id, found] of Object.entries(eta) as [BacktestId, EtaFindings][]) {
    const share = rankingShare(found);
    if (id === 'oracle' || id === 'recorded' || share === undefined || share <= most) continue;
    best = id;
    most = share;
  }
  return best;
}

function absentPhases(eta: BacktestFindings['eta']): readonly Phase[] {
  const all = Object.values(eta);
  return PHASES.filter((phase) => all.every(({ phases }) => (phases[phase]?.quotes ?? 0) < PHASE_MIN_QUOTES));
}
