import type { AdmissionRules, BucketRules } from '../engine/rules.ts';
import type { PollPolicy, VisitorClass } from '../traffic/visitor-class.ts';
import type { Allows } from './findings.ts';

/** First two moments of a poll interval J: E[J] [ms] and E[J^2] [ms^2]. */
interface PollMoments {
  readonly meanMs: number;
  readonly squareMs2: number;
}

/**
 * Returns what bucket, gate and bypass allow by theory [admissions/s].
 *
 * Gate (pull only): a visitor who comes inside the first W ranks enters at its next poll, which is a residual poll time
 * R away, E[R] = E[J^2] / (2 E[J]) in a renewal process. W ranks that turn over once in E[R] pass W / E[R] visitors/s,
 * that is W x 2E[J] / E[J^2]. Classes are averaged by their share of visitors; adaptive polling is taken at its floor,
 * where visitors near the head poll. Left out: minimum waits, ghosts inside the gate, several tabs of one visitor.
 *
 * Bucket: min(r, C / d) with refill r, capacity C and clock step d: tokens beyond the capacity are lost in every step.
 * The first bypassRanks add bypassRanks / E[R] beyond the bucket, but not beyond the gate.
 */
export function allowedRates(rules: AdmissionRules, classes: readonly VisitorClass[]): Allows {
  const residualSec = meanResidualMs(classes) / 1_000;
  const pulled = rules.mode === 'pull' && residualSec > 0;
  const { bucket, headRanks, bypassRanks } = rules;
  return {
    ...(bucket === undefined ? {} : { bucketPerSec: bucketPerSec(bucket, bucket.refillPerSec) }),
    ...(pulled && headRanks !== undefined ? { gatePerSec: headRanks / residualSec } : {}),
    ...(pulled && bypassRanks > 0 ? { bypassPerSec: bypassRanks / residualSec } : {}),
  };
}

/** Returns min(refill, capacity / clock step) [admissions/s] for a refill in force. */
export function bucketPerSec(bucket: BucketRules, refillPerSec: number): number {
  return Math.min(refillPerSec, bucket.capacityTokens / (bucket.clockResolutionMs / 1_000));
}

/** Returns the mean time from a random instant to a visitor's next poll [ms], averaged over classes by share. */
export function meanResidualMs(classes: readonly VisitorClass[]): number {
  return classes.reduce((sum, visitorClass) => sum + visitorClass.share * classResidualMs(visitorClass), 0);
}

function classResidualMs({ poll, hidden }: VisitorClass): number {
  const { fromMs, toMs } = pollBounds(poll);
  const seen = residualMs(atLeast(fromMs, toMs, 0));
  if (hidden === undefined) return seen;
  return (1 - hidden.share) * seen + hidden.share * residualMs(atLeast(fromMs, toMs, hidden.everyMs));
}

function residualMs({ meanMs, squareMs2 }: PollMoments): number {
  return meanMs === 0 ? 0 : squareMs2 / (2 * meanMs);
}

function pollBounds(poll: PollPolicy): { readonly fromMs: number; readonly toMs: number } {
  if (poll.kind === 'uniform') return poll;
  return { fromMs: poll.floorMs * (1 - poll.jitter), toMs: poll.floorMs * (1 + poll.jitter) };
}

/**
 * Moments of max(J, m) for J uniform on a..b: with p = P(J < m), the part below m is m itself and the part above is
 * uniform on max(a, m)..b. A uniform U on c..b has E[U] = (c + b) / 2 and E[U^2] = (c^2 + cb + b^2) / 3.
 */
function atLeast(fromMs: number, toMs: number, lowestMs: number): PollMoments {
  if (lowestMs >= toMs) return { meanMs: lowestMs, squareMs2: lowestMs ** 2 };
  const cutMs = Math.max(fromMs, lowestMs);
  const below = toMs === fromMs ? 0 : (cutMs - fromMs) / (toMs - fromMs);
  const squareAbove = (cutMs ** 2 + cutMs * toMs + toMs ** 2) / 3;
  return {
    meanMs: below * lowestMs + ((1 - below) * (cutMs + toMs)) / 2,
    squareMs2: below * lowestMs ** 2 + (1 - below) * squareAbove,
  };
}
