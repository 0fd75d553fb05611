import type { AdmissionLog } from '../admission-log.ts';
import type { AdmissionRules } from '../rules.ts';
import type { TokenBucket } from '../token-bucket.ts';
import type { WaitingLine } from '../waiting-line.ts';
import type { Estimator, EstimatorContext, EtaFacts, EtaQuery } from './estimator.ts';
import { LineProfile } from './line-profile.ts';
import type { EstimatorId, EtaPlan } from './plan.ts';
import { ESTIMATORS } from './registry.ts';
import { type SlidingDetail, slidingDetail } from './sliding.ts';
import { WaitBook } from './wait-book.ts';

const HOUR_MS = 3_600_000;

/** What estimators know before a run begins. */
export interface ObserverRules {
  readonly eta: EtaPlan;
  readonly admission: AdmissionRules;
  /** Local time of day at run instant 0 [ms since midnight]. */
  readonly startOfDayOffsetMs: number;
}

/** The parts of a waiting room that estimators may look at. */
export interface ObservedRoom {
  readonly line: WaitingLine;
  readonly log: AdmissionLog;
  /** Absent where there is none, or where nobody knows its state. */
  readonly bucket: TokenBucket | undefined;
}

/**
 * The estimators of a run, told of what the server sees and asked for quotes. It only watches: nothing it does changes the
 * run. Whoever drives it tells of joins, admissions and polite leaves as they happen, and of each second that is complete;
 * tickets that fall inactive or are heard of again it sees in the line itself.
 */
export class EtaObserver {
  /** Estimators in the order of the plan, without `oracle`. */
  readonly ids: readonly EstimatorId[];
  private readonly estimators: readonly Estimator[];
  private readonly rules: ObserverRules;
  private readonly room: ObservedRoom;
  private readonly context: EstimatorContext;
  /** The books below are kept only where an estimator looks at them. */
  private readonly profile: LineProfile | undefined;
  private readonly waits: WaitBook | undefined;
  private readonly followsPointer: boolean;
  private letIn = 0;
  private slotSum = 0;
  private readonly facts: { -readonly [K in keyof EtaFacts]: EtaFacts[K] };
  private readonly query: { -readonly [K in keyof EtaQuery]: EtaQuery[K] };

  constructor(rules: ObserverRules, room: ObservedRoom) {
    const { eta, admission } = rules;
    this.rules = rules;
    this.room = room;
    this.context = {
      plan: eta,
      etaWindows: admission.etaWindows,
      hourWeight: admission.hourWeight,
      inactiveAfterMs: admission.ghosts.inactiveAfterMs,
      bucketDecides: bucketDecides(admission),
    };
    const made = makeEstimators(eta.estimators, this.context);
    this.ids = [...made.keys()];
    this.estimators = [...made.values()];
    const watched = new Set(this.estimators.map(({ watches }) => watches));
    this.profile = watched.has('profile') ? new LineProfile(room.line) : undefined;
    this.waits = watched.has('waits') ? new WaitBook(room.line) : undefined;
    this.followsPointer = watched.has('pointer');
    this.facts = {
      log: room.log,
      refillPerSec: admission.bucket?.refillPerSec,
      capacityTokens: admission.bucket?.capacityTokens ?? 0,
      clockResolutionMs: admission.bucket?.clockResolutionMs ?? 1,
      dryFromSec: undefined,
      localHour: this.localHour(0),
      schedule: admission.schedule,
      ranDry: false,
      tokens: 0,
      activeInLine: 0,
      profile: this.profile,
      lastWaitSec: undefined,
      pointer: undefined,
    };
    this.query = {
      position: 0,
      activeAhead: 0,
      slot: 0,
      tokens: 0,
      ageSec: 0,
      headAgeSec: undefined,
    };
  }

  /** A ticket has joined; call after `line.join`. */
  joined(slot: number, nowMs: number): void {
    this.profile?.joined(slot, nowMs);
    this.waits?.joined(slot, nowMs);
  }

  /** A ticket is let in; call before the line lets it go. */
  admitted(slot: number, nowMs: number): void {
    this.profile?.admitted(slot);
    if (this.waits !== undefined) this.facts.lastWaitSec = this.waits.ageSec(slot, nowMs);
    this.letIn++;
    this.slotSum += slot;
  }

  /** A ticket says that it leaves; call before the line lets it go. */
  left(slot: number, _nowMs: number): void {
    this.profile?.left(slot);
  }

  /**
   * A second is complete and the log stands at the next.
   * @param refillPerSec configured refill in force [tokens/s]; absent without a bucket, or where it is not known
   * @param ranDry the second ended with the bucket empty and somebody waiting
   */
  closeSecond(nowMs: number, refillPerSec: number | undefined, ranDry: boolean): void {
    this.facts.refillPerSec = refillPerSec;
    this.facts.localHour = this.localHour(nowMs);
    if (ranDry) this.facts.dryFromSec ??= nowMs / 1000;
    this.facts.ranDry = ranDry;
    // At the end of the millisecond before, before the clock gives new ones.
    this.facts.tokens = this.room.bucket?.tokensAt(nowMs - 1) ?? 0;
    this.facts.activeInLine = this.room.line.activeLength;
    this.profile?.closeSecond();
    this.waits?.closeSecond();
    this.movePointer();
    for (const estimator of this.estimators) estimator.closeSecond?.(this.facts);
  }

  /** The configured refill has been changed within a second. */
  refillChanged(refillPerSec: number): void {
    this.facts.refillPerSec = refillPerSec;
  }

  /** Returns what is known of a ticket in line; the same object each time. */
  ask(slot: number, nowMs: number): EtaQuery {
    const joined = this.rules.admission.shownPosition === 'joined';
    this.query.position = joined ? slot + 1 : this.room.line.shownPosition(slot);
    this.query.activeAhead = this.room.line.activeAhead(slot);
    this.query.slot = slot;
    if (this.profile !== undefined) this.query.tokens = this.room.bucket?.tokensAt(nowMs) ?? 0;
    if (this.waits !== undefined) {
      this.query.ageSec = this.waits.ageSec(slot, nowMs);
      this.query.headAgeSec = this.waits.headAgeSec(nowMs);
    }
    return this.query;
  }

  /** Returns the ETA of estimator `ids[index]` as shown [whole s], or undefined when it has none to give. */
  quote(index: number, query: EtaQuery): number | undefined {
    return this.estimators[index]!.quote(query, this.facts);
  }

  slidingDetail(): SlidingDetail {
    return slidingDetail(this.facts, this.context);
  }

  private movePointer(): void {
    if (!this.followsPointer || this.letIn === 0) return;
    this.facts.pointer = this.slotSum / this.letIn;
    this.letIn = 0;
    this.slotSum = 0;
  }

  private localHour(nowMs: number): number {
    return Math.floor((this.rules.startOfDayOffsetMs + nowMs) / HOUR_MS) % 24;
  }
}

function bucketDecides({ mode, bypassRanks, headRanks, sessions }: AdmissionRules): boolean {
  if (sessions !== undefined) return false;
  return mode === 'push' || (bypassRanks === 0 && headRanks === undefined);
}

function makeEstimators(
  ids: readonly EstimatorId[],
  context: EstimatorContext,
): ReadonlyMap<EstimatorId, Estimator> {
  const made = new Map<EstimatorId, Estimator>();
  for (const id of ids) {
    const estimator = ESTIMATORS[id](context);
    if (estimator !== undefined) made.set(id, estimator);
  }
  return made;
}
