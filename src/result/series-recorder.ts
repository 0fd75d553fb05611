import type { SlidingDetail } from '../engine/eta/sliding.ts';
import type { SecondSeries, SlidingSeries } from './run-record.ts';

const COUNTS = [
  'arrivals',
  'joins',
  'polls',
  'enters',
  'leaves',
  'admitted',
  'bypassed',
  'refusedByBucket',
  'refusedBySessions',
  'refusedByGate',
  'limited',
  'reneged',
  'balked',
  'line',
  'ghosts',
  'active',
  'sessions',
] as const;
const LEVELS = ['tokens', 'refillPerSec', 'actualRefillPerSec'] as const;

type Columns = Record<(typeof COUNTS)[number], Int32Array> & Record<(typeof LEVELS)[number], Float64Array>;

/** What has happened since the second began; the simulator adds to it and `close` empties it. */
export interface SecondCounts {
  joins: number;
  polls: number;
  enters: number;
  leaves: number;
  admitted: number;
  bypassed: number;
  refusedByBucket: number;
  refusedBySessions: number;
  refusedByGate: number;
  limited: number;
  reneged: number;
  balked: number;
}

/** Levels at the end of a second. */
export interface SecondLevels {
  readonly line: number;
  readonly ghosts: number;
  readonly active: number;
  readonly sessions: number;
  readonly tokens: number;
  readonly refillPerSec: number;
  readonly actualRefillPerSec: number;
}

/** Writes one row a second into columns of the horizon's length. */
export class SeriesRecorder {
  /** Counts of the present second. */
  readonly now: SecondCounts = emptyCounts();
  private readonly columns: Columns;
  private readonly sliding: { -readonly [K in keyof SlidingSeries]: SlidingSeries[K] } | undefined;

  constructor(seconds: number, withSliding: boolean) {
    const entries = [
      ...COUNTS.map((name) => [name, new Int32Array(seconds)] as const),
      ...LEVELS.map((name) => [name, new Float64Array(seconds)] as const),
    ];
    this.columns = Object.fromEntries(entries) as Columns;
    this.sliding = withSliding ? slidingColumns(seconds) : undefined;
  }

  /** Ends a second: its counts become a row, and counting begins anew. */
  close(second: number, levels: SecondLevels, sliding: SlidingDetail | undefined): void {
    for (const name of Object.keys(this.now) as (keyof SecondCounts)[]) {
      this.columns[name][second] = this.now[name];
      this.now[name] = 0;
    }
    for (const name of Object.keys(levels) as (keyof SecondLevels)[]) {
      this.columns[name][second] = levels[name];
    }
    if (this.sliding !== undefined && sliding !== undefined) writeSliding(this.sliding, second, sliding);
  }

  /** The rows of the first seconds, with arrivals counted from their instants. */
  series(seconds: number, arriveMs: Int32Array): SecondSeries {
    const arrivals = this.columns.arrivals;
    arrivals.fill(0);
    for (const atMs of arriveMs) {
      const second = Math.floor(atMs / 1000);
      if (second < arrivals.length) arrivals[second]! += 1;
    }
    const cut = <T extends object>(columns: T): T =>
      Object.fromEntries(
        Object.entries(columns).map(([name, column]) => [name, column.subarray(0, seconds)]),
      ) as T;
    const series = cut(this.columns);
    return this.sliding === undefined ? series : { ...series, sliding: cut(this.sliding) };
  }
}

function emptyCounts(): SecondCounts {
  return {
    joins: 0,
    polls: 0,
    enters: 0,
    leaves: 0,
    admitted: 0,
    bypassed: 0,
    refusedByBucket: 0,
    refusedBySessions: 0,
    refusedByGate: 0,
    limited: 0,
    reneged: 0,
    balked: 0,
  };
}

function slidingColumns(seconds: number): SlidingSeries {
  const counts = () => new Int32Array(seconds);
  const reals = () => new Float64Array(seconds);
  return {
    count1Min: counts(),
    count5Min: counts(),
    count15Min: counts(),
    rate1Min: reals(),
    rate5Min: reals(),
    rate15Min: reals(),
    weightedRate: reals(),
    hourWeight: reals(),
    confidence: reals(),
  };
}

function writeSliding(series: SlidingSeries, second: number, detail: SlidingDetail): void {
  series.count1Min[second] = detail.counts[0];
  series.count5Min[second] = detail.counts[1];
  series.count15Min[second] = detail.counts[2];
  series.rate1Min[second] = detail.rates[0];
  series.rate5Min[second] = detail.rates[1];
  series.rate15Min[second] = detail.rates[2];
  series.weightedRate[second] = detail.weightedRate;
  series.hourWeight[second] = detail.hourWeight;
  series.confidence[second] = detail.confidence;
}
