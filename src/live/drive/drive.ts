import type { LiveEnd } from '../../result/live-record.ts';
import type { RunRecord } from '../../result/run-record.ts';
import type { LiveRun } from './live-run.ts';
import type { RunClock } from './run-clock.ts';

/** What the world beside the target has to say. */
export interface Onlooker {
  /** Asks for an end before the run's own. */
  isStopped(): boolean;
  /** Called in between, to show how far the run is. */
  look(run: LiveRun): void;
}

/** How long answers are waited for once nothing more is sent [ms of the run clock]. */
export const DRAIN_MS = 2_000;

/**
 * Drives a run through its time and returns its record. Nothing waits for a target: who does not answer is timed out, and at
 * the end whoever has not answered in DRAIN_MS is not listened to.
 */
export async function drive(run: LiveRun, clock: RunClock, onlooker: Onlooker): Promise<RunRecord> {
  let end: LiveEnd = 'whole';
  while (!run.isOver && end === 'whole') {
    const nowMs = clock.nowMs();
    if (nowMs >= 0) run.advance(Math.floor(nowMs));
    end = onlooker.isStopped() ? 'stopped' : (run.mustEnd ?? 'whole');
    onlooker.look(run);
    if (end === 'whole') await clock.until(run.dueMs);
  }
  await drain(run, clock, onlooker);
  return run.record(end);
}

async function drain(run: LiveRun, clock: RunClock, onlooker: Onlooker): Promise<void> {
  run.sendNoMore();
  const untilMs = clock.nowMs() + DRAIN_MS;
  while (run.underWay > 0 && clock.nowMs() < untilMs) {
    run.expire();
    onlooker.look(run);
    await clock.until(clock.nowMs() + 1);
  }
}
