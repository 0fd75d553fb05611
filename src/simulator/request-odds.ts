import { REQUEST_KINDS } from '../kubernetes/workload-plan.ts';
import type { Edge } from './edge.ts';
import type { FlowPath } from './flow-path.ts';
import { ALL } from './request-fate.ts';

/** What the odds follow from. */
type EdgeOdds = Pick<Edge, 'cachedBelow' | 'shedShare'>;
type PathOdds = Pick<FlowPath, 'failBelow'>;

const POLL = REQUEST_KINDS.indexOf('poll');
const KINDS = REQUEST_KINDS.length;

/**
 * Odds of a tick, by kind of request, as thresholds of its 16 random bits: below the first it is answered by the cache, below
 * the second turned away by the load balancer, below the third it fails on its path; otherwise it is answered.
 */
export class RequestOdds {
  readonly shedBelow = new Int32Array(KINDS);
  readonly failBelow = new Int32Array(KINDS);

  /** Takes over the odds of the tick that begins. */
  set(edge: EdgeOdds, path: PathOdds | undefined): void {
    for (let kind = 0; kind < KINDS; kind++) {
      const cached = kind === POLL ? edge.cachedBelow : 0;
      const shedBelow = Math.round(cached + (ALL - cached) * edge.shedShare);
      this.shedBelow[kind] = shedBelow;
      this.failBelow[kind] = Math.round(shedBelow + ((ALL - shedBelow) * (path?.failBelow[kind] ?? 0)) / ALL);
    }
  }

  /** Polls whose random bits are below have another fate than an answer of the rules. */
  get unusualPollsBelow(): number {
    return this.failBelow[POLL]!;
  }

  /** Returns the number that the path knows the luck of one of its failures by, below its own threshold. */
  pathLuck(path: PathOdds, kind: number, luck: number): number {
    const shedBelow = this.shedBelow[kind]!;
    const share = (luck - shedBelow + 0.5) / (ALL - shedBelow);
    return Math.min(path.failBelow[kind]! - 1, Math.floor(share * ALL));
  }
}
