import { Tinypool, type Transferable } from 'tinypool';
import { Board } from './board.ts';
import { buffersIn } from './buffers.ts';
import type { Watch } from './crew.ts';
import { describeFailure, type Failure } from './failure.ts';

/** What a thread is given. */
export interface Job<Task> {
  readonly task: Task;
  readonly lane: number;
  /** Of the board. */
  readonly memory: SharedArrayBuffer;
}

/** What a thread gives back. */
export type Answer<Result> =
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * Returns what the file of a thread exports by default: a function that does the work of one job. Result and task are plain
 * data; typed arrays in the result are handed over and not copied, so the work must not keep them.
 */
export function serve<Task, Result>(work: (task: Task, watch: Watch) => Result): (job: Job<Task>) => unknown {
  return ({ task, lane, memory }) => handOver(answer(() => work(task, new Board(memory).watch(lane))));
}

function answer<Result>(work: () => Result): Answer<Result> {
  try {
    return { kind: 'done', result: work() };
  } catch (error) {
    return { kind: 'failed', failure: describeFailure(error) };
  }
}

/** The pool's own way of saying which buffers go along with a value. */
function handOver<Result>(value: Answer<Result>): unknown {
  const parcel: object = {
    [Tinypool.valueSymbol]: value,
    [Tinypool.transferableSymbol]: buffersIn(value),
  };
  return Tinypool.move(parcel as Transferable);
}
