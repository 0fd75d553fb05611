import { AdmissionLog } from '../engine/admission-log.ts';
import { EtaObserver } from '../engine/eta/observer.ts';
import type { EstimatorId, EtaPlan } from '../engine/eta/plan.ts';
import type { AdmissionRules } from '../engine/rules.ts';
import { TokenBucket } from '../engine/token-bucket.ts';
import { WaitingLine } from '../engine/waiting-line.ts';
import { buildEta, buildRules } from './record-builder.ts';

/** What a drained line is like. Everybody joins in second 0; from then on each second lets the head in and others go. */
export interface Drain {
  readonly estimators: readonly EstimatorId[];
  readonly people: number;
  readonly perSec: number;
  readonly admission?: Partial<AdmissionRules>;
  readonly eta?: Partial<EtaPlan>;
}

/** A line of which every step is known, before the estimators of a run. Tokens are taken as people are let in. */
export class EtaDrain {
  readonly observer: EtaObserver;
  readonly line: WaitingLine;
  nowSec = 0;
  private readonly log = new AdmissionLog(false);
  private readonly bucket: TokenBucket;
  private refillPerSec: number;
  private head = 0;

  constructor({ estimators, people, perSec, admission, eta }: Drain) {
    const bucket = { capacityTokens: perSec, refillPerSec: perSec, clockResolutionMs: 1000 };
    const rules = buildRules({ mode: 'push', bucket, ...admission });
    this.line = new WaitingLine(people, Number.POSITIVE_INFINITY, true);
    this.bucket = new TokenBucket(bucket, 0);
    this.refillPerSec = perSec;
    this.observer = new EtaObserver(
      {
        eta: buildEta({ estimators, displayed: estimators[0]!, ...eta }),
        admission: rules,
        startOfDayOffsetMs: 0,
      },
      { line: this.line, log: this.log, bucket: this.bucket },
    );
    for (let slot = 0; slot < people; slot++) {
      this.line.join(slot);
      this.observer.joined(slot, 0);
    }
  }

  setRefill(perSec: number): void {
    this.bucket.setRefill(perSec, this.nowSec * 1000);
    this.refillPerSec = perSec;
    this.observer.refillChanged(perSec);
  }

  /** Lets so many in from the head, then lets the slots named go, silently or with a word, and ends the second. */
  second(letIn: number, silent: readonly number[] = [], polite: readonly number[] = []): void {
    const nowMs = this.nowSec * 1000;
    for (let i = 0; i < letIn; i++) this.admitHead(nowMs);
    for (const slot of polite) {
      if (!this.line.isActive(slot)) continue;
      this.observer.left(slot, nowMs);
      this.line.remove(slot);
    }
    for (const slot of silent) this.line.markInactive(slot);
    this.nowSec++;
    this.log.advanceTo(this.nowSec);
    this.observer.closeSecond(this.nowSec * 1000, this.refillPerSec, this.line.activeLength > 0);
  }

  /** The quote of one of the estimators for a slot in line [s]. */
  quote(id: EstimatorId, slot: number): number | undefined {
    return this.observer.quote(this.observer.ids.indexOf(id), this.observer.ask(slot, this.nowSec * 1000));
  }

  private admitHead(nowMs: number): void {
    const slot = this.line.firstActive(this.head);
    if (slot === undefined) return;
    this.head = slot;
    this.bucket.take(nowMs);
    this.observer.admitted(slot, nowMs);
    this.line.remove(slot);
    this.log.record({ anonymous: false, beforeSec: undefined });
  }
}
