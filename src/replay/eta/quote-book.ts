import type { EtaObserver } from '../../engine/eta/observer.ts';
import type { BacktestId, BacktestRecord } from '../../result/backtest-record.ts';
import { QuoteLog } from '../../result/quote-log.ts';
import { OUTCOMES, type Outcome } from '../../result/run-record.ts';
import { HASHES } from './ticket-hash.ts';

/** What a slot without a sampled visitor has for one. */
const NONE = -1;

/**
 * The sampled visitors of a recording, with their quotes and what became of them. A ticket is in the sample by its hash, so
 * the sample is the same whoever else is in the recording; when the quotes become too many, it is halved.
 */
export class QuoteBook {
  private readonly observer: EtaObserver;
  private readonly thinMs: number;
  private readonly log: QuoteLog<BacktestId>;
  private readonly recordedIndex: number | undefined;
  /** By slot: row of its visitor, or NONE. */
  private readonly visitOf: Int32Array;
  /** Tickets with a hash below this are in the sample. */
  private belowHash: number;
  private readonly joinMs: number[] = [];
  private readonly endMs: number[] = [];
  private readonly outcome: number[] = [];
  private readonly ticket: number[] = [];
  private readonly slot: number[] = [];
  /** When the next quote may be kept [ms]. */
  private readonly nextMs: number[] = [];

  /**
   * @param slots number of joins
   * @param visitors size of the sample at most, nearly
   * @param withRecorded whether ETAs that were shown are kept beside those of the estimators
   */
  constructor(
    observer: EtaObserver,
    slots: number,
    options: { readonly visitors: number; readonly thinMs: number; readonly withRecorded: boolean },
  ) {
    this.observer = observer;
    this.thinMs = options.thinMs;
    const ids: BacktestId[] = [...observer.ids];
    this.recordedIndex = options.withRecorded ? ids.length : undefined;
    this.log = new QuoteLog<BacktestId>(options.withRecorded ? [...ids, 'recorded'] : ids);
    this.visitOf = new Int32Array(slots).fill(NONE);
    this.belowHash = Math.min(1, options.visitors / Math.max(1, slots)) * HASHES;
  }

  /** Returns the row of a visitor who is in the sample, or undefined. */
  join(ticket: number, slot: number, nowMs: number): number | undefined {
    if (ticket >= this.belowHash) return undefined;
    const visit = this.ticket.length;
    this.visitOf[slot] = visit;
    this.ticket.push(ticket);
    this.slot.push(slot);
    this.joinMs.push(nowMs);
    this.endMs.push(nowMs);
    this.outcome.push(OUTCOMES.indexOf('censored'));
    this.nextMs.push(0);
    return visit;
  }

  end(slot: number, outcome: Outcome, endMs: number): void {
    const visit = this.visitOf[slot]!;
    if (visit === NONE) return;
    this.outcome[visit] = OUTCOMES.indexOf(outcome);
    this.endMs[visit] = endMs;
    this.visitOf[slot] = NONE;
  }

  /** Keeps the quotes of a ticket that asks, if it is in the sample and its last ones are long enough ago. */
  poll(slot: number, nowMs: number, position: number | undefined, shownSec: number | undefined): void {
    const visit = this.visitOf[slot]!;
    if (visit === NONE || nowMs < this.nextMs[visit]!) return;
    this.keep(visit, nowMs, position, shownSec);
  }

  /** Keeps the quotes of a visitor at an instant of our own; false where it waits no more. */
  ask(visit: number, nowMs: number): boolean {
    if (this.visitOf[this.slot[visit]!] !== visit) return false;
    this.keep(visit, nowMs, undefined, undefined);
    return true;
  }

  /** Lets every second visitor go where there are too many quotes; call between two events. */
  makeRoom(): void {
    if (!this.log.isFull) return;
    this.belowHash /= 2;
    const sampled = Uint8Array.from(this.ticket, (ticket) => (ticket < this.belowHash ? 1 : 0));
    this.log.keepOnly(sampled);
    for (let visit = 0; visit < sampled.length; visit++) {
      if (sampled[visit] === 0 && this.visitOf[this.slot[visit]!] === visit)
        this.visitOf[this.slot[visit]!] = NONE;
    }
  }

  /** Returns the columns of visitors and quotes; those who still wait have waited up to an instant. */
  columns(endMs: number): Pick<BacktestRecord, 'visits' | 'quotes'> {
    const censored = OUTCOMES.indexOf('censored');
    const ends = this.endMs.map((ms, visit) => (this.outcome[visit] === censored ? endMs : ms));
    const left = this.ticket.reduce((count, ticket) => count + (ticket < this.belowHash ? 1 : 0), 0);
    return {
      visits: {
        outcome: Uint8Array.from(this.outcome),
        joinMs: Int32Array.from(this.joinMs),
        endMs: Int32Array.from(ends),
      },
      quotes: this.log.columns(this.visitOf.length === 0 ? 1 : left / this.visitOf.length),
    };
  }

  private keep(
    visit: number,
    nowMs: number,
    position: number | undefined,
    shownSec: number | undefined,
  ): void {
    const { observer, log, recordedIndex } = this;
    this.nextMs[visit] = nowMs + this.thinMs;
    const asked = observer.ask(this.slot[visit]!, nowMs);
    const query = position === undefined ? asked : { ...asked, position };
    log.add(visit, nowMs, query.position);
    for (let index = 0; index < observer.ids.length; index++) log.show(index, observer.quote(index, query));
    if (recordedIndex !== undefined) log.show(recordedIndex, shownSec);
  }
}
