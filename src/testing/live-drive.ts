import { LIVE_REPLICATION } from '../live/drive/live-parts.ts';
import { type LiveOptions, LiveRun } from '../live/drive/live-run.ts';
import type { RunClock } from '../live/drive/run-clock.ts';
import { visitorDraws } from '../live/drive/visitor-draws.ts';
import type { Wire } from '../live/drive/wire.ts';
import type { LiveBounds, LiveEnd } from '../result/live-record.ts';
import type { RunRecord } from '../result/run-record.ts';
import { makeCrowd } from '../run/crowd.ts';
import type { Plan } from '../scenario/plan.ts';
import { type DelayedWire, InProcessWire } from './live-target.ts';

export const BOUNDS: LiveBounds = {
  slipMs: 20,
  windowMs: 10_000,
  windowSent: 100,
  lateShare: 0.01,
  errorBudget: 0.01,
};

export function liveOptions(overrides: Partial<LiveOptions> = {}): LiveOptions {
  return {
    target: 'in process',
    speed: 1,
    workers: 1,
    bounds: BOUNDS,
    mostInFlight: 50_000,
    timeoutMs: 5_000,
    tickMs: 1,
    ...overrides,
  };
}

/** Returns a wire to a room of this process for the people of a plan. */
export function wireTo(plan: Plan): InProcessWire {
  return new InProcessWire(plan, visitorDraws(plan, 0), makeCrowd(plan, LIVE_REPLICATION).tickets);
}

/** A wire whose answers take time that a test's clock passes. */
type TimedWire = Wire & Partial<Pick<DelayedWire, 'nextMs' | 'deliver'>>;

/** A run by a clock that a test moves: it stands still while anybody acts, and passes over what nobody waits for. */
export class VirtualRun {
  nowMs = 0;
  readonly run: LiveRun;
  private readonly wire: TimedWire;

  constructor(plan: Plan, wire: TimedWire = wireTo(plan), options = liveOptions()) {
    this.wire = wire;
    this.run = new LiveRun(plan, wire, () => this.nowMs, options);
  }

  /** Moves on to an instant, or to the end of the run if that comes first. */
  moveTo(untilMs: number): this {
    while (!this.run.isOver && this.nowMs <= untilMs && this.run.mustEnd === undefined) {
      this.wire.deliver?.(this.nowMs);
      this.run.advance(this.nowMs);
      this.nowMs = Math.max(this.nowMs + 1, Math.min(this.run.dueMs, this.wire.nextMs ?? this.run.dueMs));
    }
    return this;
  }

  /** The generator does nothing for a while. */
  freeze(forMs: number): this {
    this.nowMs += forMs;
    return this;
  }

  /** Runs to the end and returns the record. */
  finish(end: LiveEnd = 'whole'): RunRecord {
    this.moveTo(Number.POSITIVE_INFINITY);
    return this.run.record(this.run.mustEnd ?? end);
  }
}

/** Returns the record of a plan against a target that answers at once. */
export function driveAtOnce(plan: Plan, options: LiveOptions = liveOptions()): RunRecord {
  return new VirtualRun(plan, wireTo(plan), options).finish();
}

/** Returns a run clock that jumps wherever it is waited for. */
export function jumpingClock(wire?: DelayedWire): RunClock {
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    async until(ms) {
      nowMs = Math.max(nowMs + 1, Math.ceil(ms));
      wire?.deliver(nowMs);
    },
  };
}
