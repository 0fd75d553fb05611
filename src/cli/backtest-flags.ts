import { ESTIMATOR_IDS, type EstimatorId } from '../engine/eta/plan.ts';
import type { Problem } from '../errors.ts';
import type { BacktestOptions } from '../replay/eta/backtest-options.ts';
import { offsetOf } from '../replay/stream/time-cells.ts';
import { nearest } from '../scenario/nearest.ts';
import { parseCount } from '../units/count.ts';
import { parseDuration } from '../units/duration.ts';
import { parseInstant } from '../units/instant.ts';
import { type Parsed, parsed, refused } from '../units/parsed.ts';
import { parseRate } from '../units/rate.ts';

/** What the command line says of a backtest, as text. */
export interface BacktestFlags {
  readonly refill?: string;
  readonly capacity?: string;
  readonly clockResolution: string;
  readonly gate?: string;
  readonly bypass?: string;
  readonly refillChange: readonly string[];
  readonly zone?: string;
  readonly start?: string;
  readonly estimators?: string;
  readonly thin: string;
  readonly visitors: string;
  readonly population: 'all' | 'admitted';
  readonly inactiveAfter: string;
  readonly ignore?: string;
  readonly partial: boolean;
}

/** A change of the refill, as a flag says it: some time after the first row, or at an instant of the wall clock. */
export interface AnnouncedChange {
  readonly at: { readonly kind: 'since-start' | 'epoch'; readonly ms: number };
  readonly refillPerSec: number;
}

/** What the flags mean, and what is wrong with them. */
export interface ReadBacktestFlags {
  readonly options: Omit<BacktestOptions, 'announced'>;
  readonly changes: readonly AnnouncedChange[];
  readonly problems: readonly Problem[];
}

/** Longest span between two quotes of a visitor that is scored, and coarsest clock [ms]. */
const HOUR_MS = 3_600_000;

/** Largest bucket of which whole nano-tokens are exact. */
const MAX_CAPACITY = 9e6;

/** Returns the flags of a backtest read; a flag that cannot be read is a problem and left out. */
export function readBacktestFlags(flags: BacktestFlags): ReadBacktestFlags {
  const problems: Problem[] = [];
  const read = <T>(flag: string, text: string | undefined, parse: (text: string) => Parsed<T>) =>
    text === undefined ? undefined : readFlag(flag, text, parse, problems);
  const refillPerSec = read('--refill', flags.refill, (text) => parseRate(text, true));
  const capacityTokens = read('--capacity', flags.capacity, (text) => parseCount(text, 1, MAX_CAPACITY));
  const headRanks = read('--gate', flags.gate, (text) => parseCount(text, 1));
  const bypassRanks = read('--bypass', flags.bypass, parseCount);
  const changes = flags.refillChange.map((text) => read('--refill-change', text, parseChange));
  const zone = read('--zone', flags.zone, parseZone);
  const start = read('--start', flags.start, parseInstant);
  const inactiveAfterMs = read('--inactive-after', flags.inactiveAfter, parseSilence);
  if (flags.refill === undefined) {
    for (const flag of ['capacity', 'refillChange'] as const) {
      if (flags[flag] !== undefined && flags[flag].length > 0) problems.push(needsRefill(flag));
    }
  }
  return {
    options: {
      ignored: flags.ignore?.split(',').map((name) => name.trim()) ?? [],
      partial: flags.partial,
      estimators: readEstimators(flags.estimators, problems),
      thinMs: read('--thin', flags.thin, duration(0)) ?? 0,
      population: flags.population,
      visitors: read('--visitors', flags.visitors, (text) => parseCount(text, 1)) ?? 1,
      ...(refillPerSec === undefined ? {} : { refillPerSec }),
      ...(capacityTokens === undefined ? {} : { capacityTokens }),
      ...(headRanks === undefined ? {} : { headRanks }),
      ...(bypassRanks === undefined ? {} : { bypassRanks }),
      clockResolutionMs: read('--clock-resolution', flags.clockResolution, duration(1)) ?? 1,
      ...(inactiveAfterMs === undefined || inactiveAfterMs === 'none' ? {} : { inactiveAfterMs }),
      hours: hoursOf(zone),
      ...(start === undefined ? {} : { startOfDayMs: start.timeOfDayMs }),
    },
    changes: changes.filter((change) => change !== undefined),
    problems,
  };
}

function readFlag<T>(
  flag: string,
  text: string,
  parse: (text: string) => Parsed<T>,
  problems: Problem[],
): T | undefined {
  const found = parse(text);
  if (found.ok) return found.value;
  const { code, expected, cure } = found.problem;
  problems.push({ code, path: flag, got: text, expected, ...(cure === undefined ? {} : { cure }) });
  return undefined;
}

function readEstimators(text: string | undefined, problems: Problem[]): readonly EstimatorId[] {
  if (text === undefined) return ESTIMATOR_IDS;
  const words = text.split(',').map((word) => word.trim());
  const ids = words.flatMap((word): readonly EstimatorId[] => {
    const id = ESTIMATOR_IDS.find((each) => each === word);
    if (id !== undefined) return [id];
    const near = nearest(word, ESTIMATOR_IDS);
    const cure = near === undefined ? {} : { cure: near };
    const expected = `estimators: ${ESTIMATOR_IDS.join(', ')}`;
    problems.push({ code: 'unknown-word', path: '--estimators', got: word || 'nothing', expected, ...cure });
    return [];
  });
  const twin = ids.find((id, index) => ids.indexOf(id) < index);
  if (twin !== undefined)
    problems.push({
      code: 'repeated-name',
      path: '--estimators',
      got: twin,
      expected: 'each estimator once',
    });
  return ids;
}

function needsRefill(flag: 'capacity' | 'refillChange'): Problem {
  const path = flag === 'capacity' ? '--capacity' : '--refill-change';
  return {
    code: 'needs-bucket',
    path,
    got: 'no --refill',
    expected: 'the refill that it belongs to',
    cure: '--refill 50/s',
  };
}

function hoursOf(zone: number | 'none' | undefined): BacktestOptions['hours'] {
  if (zone === 'none') return undefined;
  return zone === undefined ? { kind: 'recorded' } : { kind: 'offset', offsetMs: zone };
}

function duration(minMs: number): (text: string) => Parsed<number> {
  return (text) => {
    const found = parseDuration(text, minMs);
    if (!found.ok || found.value <= HOUR_MS) return found;
    return refused('out-of-range', 'a duration of at most 1h', '15s');
  };
}

function parseSilence(text: string): Parsed<number | 'none'> {
  return text === 'none' ? parsed('none') : duration(1)(text);
}

function parseZone(text: string): Parsed<number | 'none'> {
  if (text === 'none') return parsed('none');
  if (text === 'Z' || /^[+-](?:0\d|1[0-4]):[0-5]\d$/.test(text)) return parsed(offsetOf(text));
  return refused('malformed', 'an offset from UTC, or none', '+09:00');
}

function parseChange(text: string): Parsed<AnnouncedChange> {
  const [at = '', rate, ...more] = text.split('=');
  if (rate === undefined || more.length > 0) return refused('malformed', 'AT=RATE', '20m=80/s');
  const refillPerSec = parseRate(rate, true);
  if (!refillPerSec.ok) return refillPerSec;
  const isInstant = /^\d{4}-/.test(at);
  const instant = isInstant ? parseInstant(at) : parseDuration(at);
  if (!instant.ok) return instant;
  const ms = typeof instant.value === 'number' ? instant.value : instant.value.epochMs;
  return parsed({ at: { kind: isInstant ? 'epoch' : 'since-start', ms }, refillPerSec: refillPerSec.value });
}
