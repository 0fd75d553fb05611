import { OUTCOMES, type Outcome, type RunRecord } from '../result/run-record.ts';
import { quantileSorted, sum } from '../statistics/summary.ts';
import type { ClassFindings, Findings, WaitFindings } from './findings.ts';

/** More than the number of classes a column of bytes can name. */
const CLASS_SPAN = 256;

/** Returns how many visitors came to which end. All visits count, those of the warm-up too. */
export function countOutcomes(record: RunRecord): Findings['outcomes'] {
  const counts = new Float64Array(OUTCOMES.length);
  for (const outcome of record.visits.outcome) counts[outcome] = counts[outcome]! + 1;
  return { arrived: record.visits.outcome.length, ...namedOutcomes(counts) };
}

/** Waits over all and by class of the visitors who joined after the warm-up. */
export interface People {
  readonly wait: WaitFindings;
  readonly byClass: Readonly<Record<string, ClassFindings>>;
}

/** Returns waits and classes of the visitors who joined at plan.clock.warmupMs or later. */
export function describePeople(record: RunRecord): People {
  const { outcome, classIndex, joinMs, overtook } = record.visits;
  const classes = record.plan.visitors;
  const counts = classes.map(() => new Float64Array(OUTCOMES.length));
  const overtookSums = new Float64Array(classes.length);
  const warmupMs = record.plan.clock.warmupMs;
  for (let v = 0; v < outcome.length; v += 1) {
    if (joinMs[v]! < warmupMs) continue;
    const c = classIndex[v]!;
    const ofClass = counts[c]!;
    ofClass[outcome[v]!] = ofClass[outcome[v]!]! + 1;
    // overtook is 0 for all but the admitted.
    overtookSums[c] = overtookSums[c]! + overtook[v]!;
  }
  const waits = sortedWaits(record);
  const byClass: Record<string, ClassFindings> = {};
  classes.forEach(({ name }, c) => {
    const named = namedOutcomes(counts[c]!);
    const arrived = sum(counts[c]!);
    byClass[name] = {
      arrived,
      ...named,
      admittedShare: arrived === 0 ? 0 : named.admitted / arrived,
      wait: waitFindings(waits.byClass[c]!),
      overtookMean: named.admitted === 0 ? 0 : overtookSums[c]! / named.admitted,
    };
  });
  return { wait: waitFindings(waits.all), byClass };
}

/** Waits of the admitted [ms], ascending. One sort serves all: the class rides in the low digits of the key. */
function sortedWaits(record: RunRecord): { all: Float64Array; byClass: readonly Float64Array[] } {
  const { outcome, classIndex, joinMs, endMs } = record.visits;
  const admitted = OUTCOMES.indexOf('admitted');
  const warmupMs = record.plan.clock.warmupMs;
  const keys = new Float64Array(outcome.length);
  const sizes = new Int32Array(record.plan.visitors.length);
  let size = 0;
  for (let v = 0; v < outcome.length; v += 1) {
    if (outcome[v] !== admitted || joinMs[v]! < warmupMs) continue;
    keys[size] = (endMs[v]! - joinMs[v]!) * CLASS_SPAN + classIndex[v]!;
    sizes[classIndex[v]!] = sizes[classIndex[v]!]! + 1;
    size += 1;
  }
  const all = keys.subarray(0, size).sort();
  const byClass = Array.from(sizes, (classSize) => new Float64Array(classSize));
  const filled = new Int32Array(sizes.length);
  for (let i = 0; i < size; i += 1) {
    const waitMs = Math.floor(all[i]! / CLASS_SPAN);
    const c = all[i]! - waitMs * CLASS_SPAN;
    all[i] = waitMs;
    byClass[c]![filled[c]!] = waitMs;
    filled[c] = filled[c]! + 1;
  }
  return { all, byClass };
}

function waitFindings(sortedMs: Float64Array): WaitFindings {
  const [p50Ms, p95Ms, p99Ms, maxMs] = [0.5, 0.95, 0.99, 1].map((p) => quantileSorted(sortedMs, p));
  if (p50Ms === undefined || p95Ms === undefined || p99Ms === undefined || maxMs === undefined) return {};
  return { meanMs: sum(sortedMs) / sortedMs.length, p50Ms, p95Ms, p99Ms, maxMs };
}

function namedOutcomes(counts: Float64Array): Readonly<Record<Outcome, number>> {
  const of = (outcome: Outcome) => counts[OUTCOMES.indexOf(outcome)]!;
  return {
    admitted: of('admitted'),
    reneged: of('reneged'),
    refused: of('refused'),
    balked: of('balked'),
    failed: of('failed'),
    censored: of('censored'),
  };
}
