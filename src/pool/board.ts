import type { LaneProgress, Watch } from './crew.ts';

/** Fields of a lane. */
const STOP = 0;
const DONE = 1;
const COUNT = 2;
const FIELDS = 3;

/** Shares are kept as whole numbers of these parts. */
const PARTS = 1_000_000_000;

/**
 * Memory that a command and its threads look at together: whether a lane is to stop, and how far it is. Nothing is sent,
 * so a thread that computes hears of a stop at its next look, and progress costs it two stores.
 */
export class Board {
  /** To be given to a thread, which makes its own `Board` of it. */
  readonly memory: SharedArrayBuffer;
  private readonly fields: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.memory = memory;
    this.fields = new Int32Array(memory);
  }

  /** Returns a board on which no lane has begun. */
  static forLanes(lanes: number): Board {
    return new Board(new SharedArrayBuffer(lanes * FIELDS * Int32Array.BYTES_PER_ELEMENT));
  }

  /** Readies a lane for its next task. */
  clear(lane: number): void {
    for (const field of [STOP, DONE, COUNT]) Atomics.store(this.fields, lane * FIELDS + field, 0);
  }

  stop(lane: number): void {
    Atomics.store(this.fields, lane * FIELDS + STOP, 1);
  }

  progress(lane: number): LaneProgress {
    return {
      doneShare: Atomics.load(this.fields, lane * FIELDS + DONE) / PARTS,
      count: Atomics.load(this.fields, lane * FIELDS + COUNT),
    };
  }

  /** Returns what the work of a lane sees of the board. */
  watch(lane: number): Watch {
    const first = lane * FIELDS;
    return {
      isStopped: () => Atomics.load(this.fields, first + STOP) !== 0,
      report: ({ doneShare, count }) => {
        Atomics.store(this.fields, first + DONE, Math.floor(doneShare * PARTS));
        Atomics.store(this.fields, first + COUNT, count);
      },
    };
  }
}
