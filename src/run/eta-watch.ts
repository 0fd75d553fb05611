import { EtaObserver } from '../engine/eta/observer.ts';
import type { SlidingDetail } from '../engine/eta/sliding.ts';
import type { WaitingRoom } from '../engine/waiting-room.ts';
import { DRAW, keyedUniform, runKey, visitorKey } from '../random/keyed.ts';
import { QuoteLog } from '../result/quote-log.ts';
import type { QuoteColumns } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import type { Crowd, TabBook } from './crowd.ts';

const NEVER = 0x7fff_ffff;

/** Lets the estimators watch a run, and keeps the quotes of the sampled visitors until the truth is known. */
export class EtaWatch {
  private readonly plan: Plan;
  private readonly observer: EtaObserver;
  private readonly displayed: number;
  private readonly log: QuoteLog;
  private readonly sampled: Uint8Array;
  private sampledShare: number;
  private halvings = 0;
  private readonly tabs: TabBook;
  /** By ticket: when its next quotes may be kept [ms]. */
  private readonly nextMs: Int32Array;

  constructor(plan: Plan, room: WaitingRoom, crowd: Crowd) {
    this.plan = plan;
    this.observer = new EtaObserver(
      {
        eta: plan.eta,
        admission: plan.admission,
        startOfDayOffsetMs: plan.clock.startOfDayOffsetMs,
      },
      room,
    );
    this.displayed = this.observer.ids.indexOf(plan.eta.displayed);
    if (this.displayed < 0) {
      throw new RangeError(`${plan.eta.displayed} is not among the estimators, or cannot be displayed`);
    }
    this.log = new QuoteLog(this.observer.ids);
    this.sampled = crowd.sampled;
    this.sampledShare = crowd.sampledShare;
    this.nextMs = new Int32Array(crowd.tickets);
    this.tabs = crowd.tabs;
  }

  /** A ticket has joined the line. */
  joined(slot: number, nowMs: number): void {
    this.observer.joined(slot, nowMs);
  }

  /** A ticket is let in; call before the line lets it go. */
  admitted(slot: number, nowMs: number): void {
    this.observer.admitted(slot, nowMs);
  }

  /** A ticket says that it leaves; call before the line lets it go. */
  left(slot: number, nowMs: number): void {
    this.observer.left(slot, nowMs);
  }

  /** A second is complete and the log stands at the next. */
  closeSecond(nowMs: number, refillPerSec: number | undefined, ranDry: boolean): void {
    this.observer.closeSecond(nowMs, refillPerSec, ranDry);
    if (this.log.isFull) this.halveSample();
  }

  /** The refill has been changed within a second. */
  refillChanged(refillPerSec: number): void {
    this.observer.refillChanged(refillPerSec);
  }

  slidingDetail(): SlidingDetail {
    return this.observer.slidingDetail();
  }

  /** What a ticket is shown [s]. */
  shown(slot: number, nowMs: number): number | undefined {
    return this.observer.quote(this.displayed, this.observer.ask(slot, nowMs));
  }

  isSampled(visitor: number): boolean {
    return this.sampled[visitor] === 1;
  }

  /** Whether enough time has passed since a ticket's last kept quotes. */
  isDue(ticket: number, nowMs: number): boolean {
    return nowMs >= this.nextMs[ticket]!;
  }

  /** Keeps the quotes of a watched ticket. */
  keep(ticket: number, visitor: number, slot: number, nowMs: number): void {
    this.nextMs[ticket] = nowMs + this.plan.eta.score.thinMs;
    const query = this.observer.ask(slot, nowMs);
    this.log.add(visitor, nowMs, query.position);
    for (let index = 0; index < this.observer.ids.length; index++) {
      this.log.show(index, this.observer.quote(index, query));
    }
  }

  columns(): QuoteColumns {
    return this.log.columns(this.sampledShare);
  }

  private halveSample(): void {
    const key = runKey(this.plan.random.seed, 0);
    const draw = DRAW.quote + this.halvings++;
    let kept = 0;
    for (let visitor = 0; visitor < this.sampled.length; visitor++) {
      if (this.sampled[visitor] === 0) continue;
      if (keyedUniform(visitorKey(key, visitor), draw) >= 0.5) {
        kept++;
        continue;
      }
      this.sampled[visitor] = 0;
      this.nextMs[this.tabs.firstTicket(visitor)] = NEVER;
    }
    this.sampledShare = kept / this.sampled.length;
    this.log.keepOnly(this.sampled);
  }
}
