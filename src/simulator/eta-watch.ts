import type { Estimator, EstimatorContext, EtaFacts, EtaQuery } from '../engine/eta/estimator.ts';
import type { EstimatorId } from '../engine/eta/plan.ts';
import { ESTIMATORS } from '../engine/eta/registry.ts';
import { type SlidingDetail, slidingDetail } from '../engine/eta/sliding.ts';
import type { WaitingRoom } from '../engine/waiting-room.ts';
import { DRAW, keyedUniform, runKey, visitorKey } from '../random/keyed.ts';
import { QuoteLog } from '../result/quote-log.ts';
import type { QuoteColumns } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import type { Crowd, TabBook } from './crowd.ts';

const NEVER = 0x7fff_ffff;
const HOUR_MS = 3_600_000;

/** Lets the estimators watch a run, and keeps the quotes of the sampled visitors until the truth is known. */
export class EtaWatch {
  private readonly plan: Plan;
  private readonly room: WaitingRoom;
  private readonly context: EstimatorContext;
  private readonly estimators: readonly Estimator[];
  private readonly displayed: Estimator;
  private readonly facts: { -readonly [K in keyof EtaFacts]: EtaFacts[K] };
  private readonly log: QuoteLog;
  private readonly sampled: Uint8Array;
  private sampledShare: number;
  private halvings = 0;
  private readonly tabs: TabBook;
  /** By ticket: when its next quotes may be kept [ms]. */
  private readonly nextMs: Int32Array;
  private readonly query = { position: 0, activeAhead: 0 };

  constructor(plan: Plan, room: WaitingRoom, crowd: Crowd) {
    this.plan = plan;
    this.room = room;
    this.context = {
      plan: plan.eta,
      etaWindows: plan.admission.etaWindows,
      hourWeight: plan.admission.hourWeight,
    };
    const made = makeEstimators(plan.eta.estimators, this.context);
    this.estimators = [...made.values()];
    this.displayed = displayedOf(made, plan.eta.displayed);
    this.log = new QuoteLog([...made.keys()]);
    this.sampled = crowd.sampled;
    this.sampledShare = crowd.sampledShare;
    this.nextMs = new Int32Array(crowd.tickets);
    this.tabs = crowd.tabs;
    this.facts = {
      log: room.log,
      refillPerSec: plan.admission.bucket?.refillPerSec,
      capacityTokens: plan.admission.bucket?.capacityTokens ?? 0,
      clockResolutionMs: plan.admission.bucket?.clockResolutionMs ?? 1,
      dryFromSec: undefined,
      localHour: this.localHour(0),
    };
  }

  /** A second is complete and the log stands at the next. */
  closeSecond(nowMs: number, refillPerSec: number | undefined, ranDry: boolean): void {
    this.facts.refillPerSec = refillPerSec;
    this.facts.localHour = this.localHour(nowMs);
    if (ranDry) this.facts.dryFromSec ??= nowMs / 1000;
    for (const estimator of this.estimators) estimator.closeSecond?.(this.facts);
    if (this.log.isFull) this.halveSample();
  }

  /** The refill has been changed within a second. */
  refillChanged(refillPerSec: number): void {
    this.facts.refillPerSec = refillPerSec;
  }

  slidingDetail(): SlidingDetail {
    return slidingDetail(this.facts, this.context);
  }

  /** What a ticket is shown [s]. */
  shown(slot: number): number | undefined {
    return this.displayed.quote(this.ask(slot), this.facts);
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
    const query = this.ask(slot);
    this.log.add(visitor, nowMs, query.position);
    for (let index = 0; index < this.estimators.length; index++) {
      this.log.show(index, this.estimators[index]!.quote(query, this.facts));
    }
  }

  columns(): QuoteColumns {
    return this.log.columns(this.sampledShare);
  }

  private ask(slot: number): EtaQuery {
    const joined = this.plan.admission.shownPosition === 'joined';
    this.query.position = joined ? slot + 1 : this.room.line.shownPosition(slot);
    this.query.activeAhead = this.room.line.activeAhead(slot);
    return this.query;
  }

  private localHour(nowMs: number): number {
    return Math.floor((this.plan.clock.startOfDayOffsetMs + nowMs) / HOUR_MS) % 24;
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

function displayedOf(made: ReadonlyMap<EstimatorId, Estimator>, id: EstimatorId): Estimator {
  const estimator = made.get(id);
  if (estimator === undefined)
    throw new RangeError(`${id} is not among the estimators, or cannot be displayed`);
  return estimator;
}
