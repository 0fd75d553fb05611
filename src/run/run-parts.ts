import type { WaitingRoom } from '../engine/waiting-room.ts';
import type { SeriesRecorder } from '../result/series-recorder.ts';
import type { Plan } from '../scenario/plan.ts';
import type { Visitors } from '../traffic/visitors.ts';
import type { Crowd } from './crowd.ts';
import type { EtaWatch } from './eta-watch.ts';
import type { LineLedger } from './line-ledger.ts';
import type { TimingWheel } from './timing-wheel.ts';
import type { Visits } from './visits.ts';

/** The parts of a run that its books are kept in, whoever moves the clock and whoever answers. */
export interface RunParts {
  readonly plan: Plan;
  readonly crowd: Crowd;
  readonly visitors: Visitors;
  readonly visits: Visits;
  readonly book: SlotNames;
  /** Of a live run: what is known of the room that answers. */
  readonly room: WaitingRoom;
  readonly ledger: LineLedger;
  readonly wheel: TimingWheel;
  readonly watch: EtaWatch;
  readonly recorder: SeriesRecorder;
  /** Absent where requests take no time and never fail, or where nobody but the target knows. */
  readonly infrastructure: Shop | undefined;
}

/** Which slot of the line is whose. */
interface SlotNames {
  slot(ticket: number): number;
  ticket(slot: number): number;
}

/** What the infrastructure means to those who are let in. */
interface Shop {
  readonly isSoldOut: boolean;
  /** How far a fault has set the server's clock forward [ms]. */
  readonly clockSkewMs: number;
  countEnter(): void;
  admit(visitor: number, nowMs: number): void;
}
