import { quantileOf } from '../random/distribution.ts';
import { DRAW, keyedUniform, visitorKey } from '../random/keyed.ts';
import type { SeatsPlan } from '../scenario/infrastructure-plan.ts';
import { EventQueue } from './event-queue.ts';

const BOUGHT = 0;
const GIVEN_BACK = 1;

/**
 * Seats on sale: free, held for one who is let in, or sold. A hold ends in a purchase, or in the seat coming back:
 *
 *     free --reserve--> held --buys in time--> sold
 *       '-------hold runs out----'
 */
export class SeatMap {
  held = 0;
  sold = 0;
  returned = 0;
  /** Visitors let in who found too few free seats. */
  turnedAway = 0;
  /** Instant at which the last seat was sold [ms]. */
  soldOutMs: number | undefined;
  private readonly plan: SeatsPlan;
  private readonly runKey: number;
  private readonly queue = new EventQueue();

  constructor(plan: SeatsPlan, runKey: number) {
    this.plan = plan;
    this.runKey = runKey;
  }

  /** Instant of the next end of a hold [ms]; Infinity: none. */
  get nextMs(): number {
    return this.queue.nextMs();
  }

  /** Holds seats for a visitor, if there are enough. */
  reserve(visitor: number, nowMs: number): void {
    const { count, perVisitor, buyShare, buyMs, holdMs } = this.plan;
    if (count - this.held - this.sold < perVisitor) {
      this.turnedAway++;
      return;
    }
    this.held += perVisitor;
    const key = visitorKey(this.runKey, visitor);
    const takesMs = Math.max(1, Math.round(quantileOf(buyMs, keyedUniform(key, DRAW.buyTime))));
    const buys = keyedUniform(key, DRAW.buy) < buyShare && takesMs <= holdMs;
    this.queue.push(nowMs + (buys ? takesMs : holdMs), buys ? BOUGHT : GIVEN_BACK, visitor);
  }

  /** Ends the holds that end up to an instant. */
  advance(nowMs: number): void {
    const { queue, plan } = this;
    while (queue.nextMs() <= nowMs) {
      queue.pop();
      this.held -= plan.perVisitor;
      if (queue.kind === GIVEN_BACK) {
        this.returned += plan.perVisitor;
        continue;
      }
      this.sold += plan.perVisitor;
      // A rest too small for one more visitor is never sold.
      if (plan.count - this.sold < plan.perVisitor) this.soldOutMs ??= queue.timeMs;
    }
    queue.skipTo(nowMs);
  }
}
