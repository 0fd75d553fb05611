import type { Unavailable } from '../result/backtest-record.ts';
import { formatCount } from '../units/count.ts';
import { formatDurationExact } from '../units/duration.ts';
import { formatRate } from '../units/rate.ts';
import type { BacktestFindings, BacktestNote } from './backtest-findings.ts';

/** What each note about a backtest means, by its code. */
export const BACKTEST_NOTE_CODES = {
  'backtest-one-path':
    'All quotes of one recording share one course of events, so their number says nothing of how the next sale would go. Intervals come from whole runs: record more sales, or simulate.',
  'backtest-even':
    'Where polls are not recorded, every sampled visitor is asked once per --thin at an instant of its own that has nothing to do with anything, and each second of the recording weighs the same.',
  'backtest-silence':
    'A log of joins and admissions does not say who closed the page. Such tickets count as waiting, ahead of others and to the end. Record polls, or rows of leave and expire; --population admitted scores only those who were let in.',
  'backtest-facts':
    'ql, qla and fdc divide by the configured refill: --refill, or rows of refill, tell them. fdc-prior needs to know beforehand how patient visitors are, which a recording does not say.',
  'backtest-capacity':
    'min(refill, capacity per clock step) is what a bucket can give. Without --capacity a bucket of one second is assumed, which hides an opening burst from the estimators that look for one.',
  'backtest-burst':
    'Without --refill nothing says when the bucket ran dry for the first time, so the opening burst counts as history of admissions; refuse rows tell it too.',
  'backtest-positions':
    'Positions that were shown are given to the estimators as they were. Where they are not recorded they are counted in the rebuilt line, in which a ticket that fell silent stands until a row of leave, expire or admit removes it.',
  'backtest-hours':
    'sliding weighs its rate by the local hour, as v1.2 did. The hour comes from the offset of the recorded times, --zone or --start; --zone none leaves the weight out.',
  'backtest-sampled-polls':
    'A ticket that is let in after a long silence was probably heard of meanwhile, and the log keeps only some polls. Silence then tells nothing: --inactive-after none.',
  'backtest-partial':
    'With --partial admissions of tickets whose joining is not recorded count for the rate, and their places in line are not known: positions that are counted are too low at the beginning.',
} as const;

type Code = keyof typeof BACKTEST_NOTE_CODES;

/** More admissions than this of tickets that had fallen silent mean that the log does not hold every poll. */
const SILENT_SHARE = 0.02;

/** Returns what a reader must know of a backtest. */
export function backtestNotes(findings: Omit<BacktestFindings, 'notes'>): readonly BacktestNote[] {
  return [
    ...facts(findings),
    ...bucket(findings),
    ...quotes(findings),
    ...silence(findings),
    ...positions(findings),
    ...hours(findings),
    note(
      'backtest-one-path',
      'One recording is one path: figures have no interval, and the next sale may go another way.',
    ),
  ];
}

function facts({ settings }: Omit<BacktestFindings, 'notes'>): readonly BacktestNote[] {
  const naming = (needs: Unavailable['needs']) =>
    settings.unavailable.flatMap((each) => (each.needs === needs ? [each.id] : [])).join(', ');
  const texts = [
    ['refill', 'need to know the refill: --refill, or rows of refill'],
    ['prior', 'needs to know beforehand how patient visitors are: a scenario'],
  ] as const;
  return texts.flatMap(([needs, why]) => {
    const ids = naming(needs);
    return ids === '' ? [] : [note('backtest-facts', `Not available: ${ids}; ${why}.`)];
  });
}

function bucket({ settings }: Omit<BacktestFindings, 'notes'>): readonly BacktestNote[] {
  const { bucket: rules, capacityGiven, eta } = settings;
  if (rules === undefined) {
    return eta.estimators.includes('sliding-fixed')
      ? [note('backtest-burst', 'sliding-fixed takes the opening burst for a rate: the refill is not known.')]
      : [];
  }
  if (capacityGiven) return [];
  const text = `The capacity is not given: taken for ${formatCount(rules.capacityTokens)} at ${formatRate(rules.refillPerSec)}.`;
  return [note('backtest-capacity', text)];
}

function quotes({ scoring, settings }: Omit<BacktestFindings, 'notes'>): readonly BacktestNote[] {
  if (scoring.sampling === 'polls') return [];
  const every = formatDurationExact(settings.eta.score.thinMs);
  const text = `No polls are recorded: everybody sampled who waits is asked once in ${every}, at instants of our own.`;
  return [note('backtest-even', text)];
}

function silence({ people, trace, settings }: Omit<BacktestFindings, 'notes'>): readonly BacktestNote[] {
  const notes: BacktestNote[] = [];
  if (settings.inactiveAfterMs === undefined && people.overtaken > 0) {
    const text = `${formatCount(people.overtaken)} of the ${formatCount(people.waiting)} still waiting were overtaken by the last hundred let in: they have probably left without a word, and count as waiting.`;
    notes.push(note('backtest-silence', text));
  }
  if (people.admittedSilent > SILENT_SHARE * trace.admissions) {
    const text = `${formatCount(people.admittedSilent)} of ${formatCount(trace.admissions)} were let in while they counted as silent: are all polls recorded?`;
    notes.push(note('backtest-sampled-polls', text));
  }
  if (people.strangers > 0) {
    const text = `${formatCount(people.strangers)} were let in whose joining is not recorded; they count for the rate only.`;
    notes.push(note('backtest-partial', text));
  }
  return notes;
}

function positions({ trace, people }: Omit<BacktestFindings, 'notes'>): readonly BacktestNote[] {
  if (trace.positions > 0) return [];
  const ghosts =
    people.silent > 0 ? `; ${formatCount(people.silent)} silent tickets stand in it to the end` : '';
  return [note('backtest-positions', `Positions are not recorded: counted in the rebuilt line${ghosts}.`)];
}

function hours({ settings }: Omit<BacktestFindings, 'notes'>): readonly BacktestNote[] {
  if (!settings.eta.estimators.includes('sliding')) return [];
  const { startOfDayMs } = settings;
  if (startOfDayMs === undefined) return [note('backtest-hours', 'sliding goes without its hour weight.')];
  const clock = `${pad(Math.floor(startOfDayMs / 3_600_000))}:${pad(Math.floor(startOfDayMs / 60_000) % 60)}`;
  return [
    note('backtest-hours', `sliding weighs the hours by a clock that shows ${clock} at the first row.`),
  ];
}

function pad(number: number): string {
  return String(number).padStart(2, '0');
}

function note(code: Code, text: string): BacktestNote {
  return { code, text };
}
