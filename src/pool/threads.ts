import type { Tinypool, TinypoolWorker } from 'tinypool';
import { EXIT, TacosError } from '../errors.ts';
import { Board } from './board.ts';
import type { Crew, LaneProgress } from './crew.ts';
import { reviveFailure } from './failure.ts';
import type { Answer, Job } from './serve.ts';

/** Time between two ticks [ms]. */
const TICK_MS = 100;

/**
 * Starts threads that do the work of a file whose default export `serve` made, one for each lane.
 * @param onTick called ten times a second while there are threads, to look at their progress
 */
export async function openThreads<Task, Result>(
  file: URL,
  lanes: number,
  onTick: () => void,
): Promise<Crew<Task, Result>> {
  const { Tinypool } = await import('tinypool');
  const pool = new Tinypool({ filename: file.href, minThreads: lanes, maxThreads: lanes });
  return new Threads(pool, lanes, onTick);
}

/**
 * Threads of a pool. A thread that dies takes the others with it: what it worked on is lost, and a result with a hole is
 * none. The pool hears of errors; a thread that just ends, it would wait for.
 */
class Threads<Task, Result> implements Crew<Task, Result> {
  readonly lanes: number;
  private readonly pool: Tinypool;
  private readonly board: Board;
  private readonly exits: Promise<unknown>;
  private readonly ticking: NodeJS.Timeout;
  private readonly waiting = new Set<(error: TacosError) => void>();
  private death: TacosError | undefined;
  private closed: Promise<void> | undefined;

  constructor(pool: Tinypool, lanes: number, onTick: () => void) {
    this.pool = pool;
    this.lanes = lanes;
    this.board = Board.forLanes(lanes);
    this.exits = Promise.all(pool.threads.map((thread) => this.exitOf(thread)));
    this.ticking = setInterval(onTick, TICK_MS).unref();
    pool.on('error', (error) => this.die(error));
  }

  async run(lane: number, task: Task): Promise<Result> {
    this.board.clear(lane);
    const answer = await this.answerOf({ task, lane, memory: this.board.memory });
    if (answer.kind === 'failed') throw reviveFailure(answer.failure);
    return answer.result;
  }

  stop(lane: number): void {
    this.board.stop(lane);
  }

  progress(lane: number): LaneProgress {
    return this.board.progress(lane);
  }

  close(): Promise<void> {
    clearInterval(this.ticking);
    // The pool waits for the end of every thread, even of one that had ended before.
    this.closed ??= Promise.race([this.pool.destroy(), this.exits]).then(() => {});
    return this.closed;
  }

  private answerOf(job: Job<Task>): Promise<Answer<Result>> {
    return new Promise((resolve, reject) => {
      if (this.death !== undefined) return reject(this.death);
      this.waiting.add(reject);
      this.pool
        .run(job)
        .then(resolve, (error) => reject(diedOf(error)))
        .finally(() => this.waiting.delete(reject));
    });
  }

  private exitOf(thread: TinypoolWorker): Promise<void> {
    return new Promise((done) => {
      thread.once('exit', (code) => {
        this.die(`exit code ${code}`);
        done();
      });
    });
  }

  private die(reason: unknown): void {
    this.death ??= diedOf(reason);
    for (const reject of this.waiting) reject(this.death);
  }
}

function diedOf(reason: unknown): TacosError {
  const text = reason instanceof Error ? reason.message : String(reason);
  return new TacosError(
    'worker-died',
    `a worker thread died: ${text}`,
    EXIT.bug,
    '--workers 1 runs everything in this process; fewer workers need less memory',
  );
}
