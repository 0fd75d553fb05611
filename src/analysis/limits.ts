import type { AdmissionRules } from '../engine/rules.ts';
import { meanOf } from '../random/distribution.ts';
import type { RunRecord, SecondSeries } from '../result/run-record.ts';
import type { Allows, Limit } from './findings.ts';
import { bucketPerSec } from './gate-rate.ts';

type LimitKind = Limit['kind'];

/** A limit counts once it has held for this many seconds on end. */
const SHORTEST_RUN_SEC = 3;

interface Tally {
  seconds: number;
  /** Length of the run that ends in the second looked at last. */
  runSec: number;
  lastSec: number;
  firstSec?: number;
}

/**
 * Returns what held admission back, in the order in which each limit first held for three seconds on end; limits that
 * never did are left out. A second belongs to one limit at most, and only if somebody waits at its end. It belongs to
 * none where people wait for nothing but their own next poll, so shares need not add up to 1.
 */
export function findLimits(record: RunRecord, allows: Allows): readonly Limit[] {
  const tallies = new Map<LimitKind, Tally>();
  const { line, ghosts } = record.series;
  let waitingSec = 0;
  for (let s = 0; s < line.length; s += 1) {
    if (line[s]! - ghosts[s]! <= 0) continue;
    waitingSec += 1;
    const kind = limitOfSecond(record.plan.admission, record.series, s);
    if (kind !== undefined) count(tallies, kind, s);
  }
  return [...tallies]
    .flatMap(([kind, { seconds, firstSec }]) =>
      firstSec === undefined ? [] : [{ kind, firstSec, share: seconds / waitingSec }],
    )
    .sort((a, b) => a.firstSec - b.firstSec)
    .map(({ kind, firstSec, share }) => {
      const allowsPerSec = allowsOf(kind, record, allows, firstSec);
      return {
        kind,
        firstAtMs: firstSec * 1_000,
        share,
        ...(allowsPerSec === undefined ? {} : { allowsPerSec }),
      };
    });
}

function count(tallies: Map<LimitKind, Tally>, kind: LimitKind, s: number): void {
  const tally = tallies.get(kind) ?? { seconds: 0, runSec: 0, lastSec: -2 };
  tally.seconds += 1;
  tally.runSec = tally.lastSec === s - 1 ? tally.runSec + 1 : 1;
  tally.lastSec = s;
  if (tally.runSec >= SHORTEST_RUN_SEC && tally.firstSec === undefined)
    tally.firstSec = s - SHORTEST_RUN_SEC + 1;
  tallies.set(kind, tally);
}

/**
 * Returns what held a second back in which somebody waited, or undefined. The order is that of strength:
 * pause (the bucket is dry and the configured refill is 0), bucket (it refused an enter, or is dry), sessions (all
 * taken), limiter (429s and no admission), ghosts (no admission although tokens were there, and as many ghosts as the
 * gate has ranks, so that no poll can come from it), gate (a line longer than the gate), minimum wait.
 */
function limitOfSecond(rules: AdmissionRules, series: SecondSeries, s: number): LimitKind | undefined {
  const dry = rules.bucket !== undefined && (series.tokens[s]! < 1 || series.refusedByBucket[s]! > 0);
  if (dry) return series.refillPerSec[s] === 0 ? 'pause' : 'bucket';
  const full =
    rules.mode === 'push' && rules.sessions !== undefined && series.sessions[s]! >= rules.sessions.max;
  if (full || series.refusedBySessions[s]! > 0) return 'sessions';
  const nobodyIn = series.admitted[s] === 0;
  if (nobodyIn && series.limited[s]! > 0) return 'limiter';
  const ranks = rules.headRanks ?? Number.POSITIVE_INFINITY;
  if (nobodyIn && series.ghosts[s]! >= ranks) return 'ghosts';
  if (series.line[s]! > ranks) return 'gate';
  return rules.minWaits.some((band) => band.waitMs > 0) ? 'min-wait' : undefined;
}

function allowsOf(kind: LimitKind, record: RunRecord, allows: Allows, s: number): number | undefined {
  const { bucket, sessions } = record.plan.admission;
  switch (kind) {
    case 'bucket':
      return bucket === undefined ? undefined : bucketPerSec(bucket, record.series.refillPerSec[s]!);
    case 'pause':
      return 0;
    case 'gate':
      return allows.gatePerSec;
    case 'sessions': {
      // Little's law at a full house: max sessions in mean duration.
      const meanMs = sessions === undefined ? 0 : meanOf(sessions.durationMs);
      return sessions === undefined || meanMs <= 0 ? undefined : sessions.max / (meanMs / 1_000);
    }
    case 'ghosts':
    case 'limiter':
    case 'min-wait':
      return undefined;
  }
}
