import { AdmissionLog } from '../../engine/admission-log.ts';
import { EtaObserver } from '../../engine/eta/observer.ts';
import { WaitingLine } from '../../engine/waiting-line.ts';
import type { BacktestRecord, BacktestSettings } from '../../result/backtest-record.ts';
import { TraceProblems } from '../trace-problems.ts';
import { isWallClock } from '../trace-time.ts';
import { Activity } from './activity.ts';
import type { BacktestOptions } from './backtest-options.ts';
import { observerRules, originMsOf, settingsOf } from './backtest-rules.ts';
import type { EtaEvent } from './eta-event.ts';
import type { EtaTraceFacts } from './eta-trace-facts.ts';
import { EvenAsker } from './even-asker.ts';
import { EventFeed } from './event-feed.ts';
import { Overtaking } from './overtaking.ts';
import { QuoteBook } from './quote-book.ts';
import { RecordedRefill } from './recorded-refill.ts';
import { TicketTable } from './ticket-table.ts';

/** An entry of the log that names nobody. */
const SOMEBODY = { anonymous: false, beforeSec: undefined } as const;

/**
 * Second reading of a recording that has passed its check: rebuilds the line, lets the estimators watch it, and keeps what
 * they would have told the sampled visitors. Within one instant the order is that of the file; the refill changes before it,
 * silence is noticed and visitors are asked after it. It holds the tickets in line, the sample and its quotes.
 */
export class Backtest {
  readonly settings: BacktestSettings;
  private readonly file: string;
  private readonly facts: EtaTraceFacts;
  private readonly originMs: number;
  private readonly feed: EventFeed;
  private readonly slotOf = new TicketTable();
  private readonly line: WaitingLine;
  private readonly log = new AdmissionLog(false);
  private readonly refill: RecordedRefill;
  private readonly observer: EtaObserver;
  private readonly book: QuoteBook;
  private readonly activity: Activity;
  private readonly asker: EvenAsker | undefined;
  private readonly overtaking = new Overtaking();
  private slots = 0;
  private nowMs = 0;
  private secondEndMs = 1000;
  private refused = false;
  private firstAdmissionMs: number | undefined;
  private admittedSilent = 0;
  private strangers = 0;

  constructor(file: string, facts: EtaTraceFacts, options: BacktestOptions) {
    const { join } = facts.events;
    const settings = settingsOf(facts, options);
    const { score } = settings.eta;
    this.file = file;
    this.facts = facts;
    this.settings = settings;
    this.originMs = originMsOf(facts);
    // Problems were reported in the first reading; a file that has changed since is read as far as it can be.
    this.feed = new EventFeed(options.ignored, new TraceProblems(file), (event) => this.take(event));
    this.line = new WaitingLine(join, Number.POSITIVE_INFINITY, true);
    const begins = options.refillPerSec !== undefined;
    this.refill = new RecordedRefill(settings.bucket, begins, options.announced);
    this.observer = new EtaObserver(observerRules(settings, options), {
      line: this.line,
      log: this.log,
      bucket: this.refill.bucket,
    });
    this.book = new QuoteBook(this.observer, join, { ...score, withRecorded: facts.shown > 0 });
    this.activity = new Activity(join, settings.inactiveAfterMs ?? Number.POSITIVE_INFINITY);
    this.asker = score.sampling === 'uniform' ? new EvenAsker(score.thinMs) : undefined;
  }

  push(chunk: Uint8Array): void {
    this.feed.push(chunk);
  }

  /** Ends the reading and returns what it came to; marked where the recording goes on. */
  record(interrupted = false): BacktestRecord {
    if (!interrupted) this.feed.end();
    const { nowMs, settings, firstAdmissionMs } = this;
    const people = this.closeBooks();
    return {
      trace: this.traceFacts(),
      settings,
      endMs: nowMs,
      ...(interrupted ? { interrupted: { atMs: nowMs } } : {}),
      ...(firstAdmissionMs === undefined ? {} : { firstAdmissionMs }),
      schedule: this.refill.changes,
      ...this.book.columns(nowMs),
      people: { ...people, admittedSilent: this.admittedSilent, strangers: this.strangers },
    };
  }

  private take(event: EtaEvent): void {
    this.moveTo(event.atMs - this.originMs);
    const { nowMs } = this;
    if (event.kind === 'refill') {
      this.changeRefill(event.refillPerSec ?? 0);
      return;
    }
    if (event.kind === 'join') {
      this.join(event.ticket, nowMs);
      return;
    }
    const slot = this.slotOf.get(event.ticket);
    switch (event.kind) {
      case 'admit':
        this.admit(event.ticket, slot, nowMs);
        return;
      case 'leave':
      case 'expire':
        if (slot !== undefined) this.leave(event, slot, nowMs);
        return;
      case 'poll':
      case 'refuse':
        if (event.kind === 'refuse') this.refused = true;
        if (slot === undefined) return;
        this.line.markActive(slot);
        this.activity.heard(slot, nowMs);
        this.book.poll(slot, nowMs, event.position, event.shownSec);
        return;
    }
  }

  private join(ticket: number, nowMs: number): void {
    if (this.slotOf.get(ticket) !== undefined) return;
    const slot = this.slots++;
    this.slotOf.set(ticket, slot);
    this.line.join(slot);
    this.observer.joined(slot, nowMs);
    this.activity.heard(slot, nowMs);
    const visit = this.book.join(ticket, slot, nowMs);
    if (visit !== undefined) this.asker?.add(visit, ticket);
  }

  private admit(ticket: number, slot: number | undefined, nowMs: number): void {
    this.firstAdmissionMs ??= nowMs;
    this.refill.bucket?.take(nowMs);
    if (slot === undefined) {
      this.strangers++;
      this.log.record(SOMEBODY);
      return;
    }
    if (!this.line.isActive(slot)) this.admittedSilent++;
    this.observer.admitted(slot, nowMs);
    this.line.remove(slot);
    this.log.record(SOMEBODY);
    this.slotOf.delete(ticket);
    this.overtaking.admitted(slot);
    this.book.end(slot, 'admitted', nowMs);
  }

  private leave({ kind, ticket }: EtaEvent, slot: number, nowMs: number): void {
    // A ticket that the server removed for its silence has left before.
    if (kind === 'leave') this.observer.left(slot, nowMs);
    this.line.remove(slot);
    this.slotOf.delete(ticket);
    this.book.end(slot, 'reneged', kind === 'leave' ? nowMs : this.activity.lastHeardMs(slot));
  }

  private moveTo(nowMs: number): void {
    while (this.secondEndMs <= nowMs) {
      this.passTime(this.secondEndMs);
      this.closeSecond(this.secondEndMs);
      this.secondEndMs += 1000;
    }
    this.passTime(nowMs);
    this.nowMs = Math.max(this.nowMs, nowMs);
    this.announce(nowMs + 1);
  }

  /** What happens by itself before an instant. */
  private passTime(untilMs: number): void {
    this.asker?.askBefore(untilMs, this.askEvenly);
    this.activity.fallSilent(untilMs, this.markInactive);
    this.announce(untilMs);
  }

  private readonly markInactive = (slot: number): void => this.line.markInactive(slot);

  private readonly askEvenly = (visit: number, nowMs: number): boolean => {
    this.announce(nowMs + 1);
    return this.book.ask(visit, nowMs);
  };

  /** Puts the announced changes before an instant into force. */
  private announce(untilMs: number): void {
    for (let atMs = this.refill.dueMs; atMs < untilMs; atMs = this.refill.dueMs) {
      this.observer.refillChanged(this.refill.announce());
    }
  }

  private changeRefill(refillPerSec: number): void {
    this.refill.record(refillPerSec, this.nowMs);
    this.observer.refillChanged(refillPerSec);
  }

  private closeSecond(nowMs: number): void {
    const isDry = this.line.activeLength > 0 && this.refill.isDryBefore(nowMs);
    this.log.advanceTo(nowMs / 1000);
    this.observer.closeSecond(nowMs, this.refill.configuredPerSec, this.refused || isDry);
    this.refused = false;
    this.book.makeRoom();
  }

  /** Looks at who is in line at the end: those who fell silent are gone. */
  private closeBooks(): Pick<BacktestRecord['people'], 'waiting' | 'silent' | 'overtaken'> {
    let silent = 0;
    let overtaken = 0;
    const { allBefore } = this.overtaking;
    this.slotOf.forEach((slot) => {
      if (slot < allBefore) overtaken++;
      if (this.line.isActive(slot)) return;
      silent++;
      this.book.end(slot, 'reneged', this.activity.lastHeardMs(slot));
    });
    return { waiting: this.slotOf.size, silent, overtaken };
  }

  private traceFacts(): BacktestRecord['trace'] {
    const { format, isWide, events, positions, shown, outside, firstMs } = this.facts;
    return {
      file: this.file,
      format,
      isWide,
      ...(isWallClock(firstMs) ? { startEpochMs: this.originMs } : {}),
      joins: events.join,
      admissions: events.admit,
      leaves: events.leave,
      expiries: events.expire,
      polls: events.poll,
      refusals: events.refuse,
      refills: events.refill,
      positions,
      shown,
      outside,
    };
  }
}
