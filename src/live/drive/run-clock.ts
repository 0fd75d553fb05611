/** The clock of a live run. */
export interface RunClock {
  /** Time since the run's instant 0, with fractions [ms of the run clock]; negative before it. */
  nowMs(): number;
  /** Lets answers and signals through, until about an instant of the run clock and not much longer than LOOK_MS. */
  until(ms: number): Promise<void>;
}

/** Longest sleep: an answer may bring something to do that is due earlier than was known [ms of real time]. */
const LOOK_MS = 4;

/** Timers wake a sleeper up to this much late, so what is nearer is waited for awake [ms of real time]. */
const TIMER_SLACK_MS = 1.2;

/**
 * Returns a clock that runs at a multiple of real time.
 * @param originMs reading of `performance.now()` at the run's instant 0
 * @param speed run time over real time
 */
export function realClock(originMs: number, speed: number): RunClock {
  const nowMs = () => (performance.now() - originMs) * speed;
  return {
    nowMs,
    until(ms) {
      const sleepMs = Math.min(LOOK_MS, (ms - nowMs()) / speed) - TIMER_SLACK_MS;
      return new Promise((resolve) => {
        if (sleepMs >= 1) setTimeout(resolve, sleepMs);
        else setImmediate(resolve);
      });
    },
  };
}
