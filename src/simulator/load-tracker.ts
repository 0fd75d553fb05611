/** Shift that the test is built for [standard deviations of a tick], halved, and sum at which it speaks. */
const ALLOWANCE = 0.5;
const ALARM = 8;

/** Longest memory [ticks]. */
const LONGEST_TICKS = 100;

/** Work per tick below which nobody comes any more [ms]; an exponential mean of nothing never gets to 0 by itself. */
const NOTHING_MS = 1e-9;

/** Requests and the first three moments of their service times, summed over what came in one tick. */
export interface TickLoad {
  /** Requests. */
  count: number;
  /** Sum of their service times at speed 1 [ms], of the squares [ms^2] and of the cubes [ms^3]. */
  work: number;
  work2: number;
  work3: number;
}

const NOBODY: Readonly<TickLoad> = { count: 0, work: 0, work2: 0, work3: 0 };

/**
 * The load of a tick freed of the noise of counting: an exponential mean over as many ticks as the caller asks for, which
 * forgets the past as soon as the past is over. Two one-sided cumulative sums watch the work that comes, in standard
 * deviations of compound Poisson arrivals; when one of them passes 8, the mean since that sum left zero takes over. So a
 * jump by the noise or more shows within a few ticks, a burst in its first one, and steady load sets off a false alarm
 * about once in 10,000 ticks.
 * Source: E. S. Page 1954, "Continuous inspection schemes"; run lengths after D. Siegmund 1985.
 */
export class LoadTracker {
  readonly mean: TickLoad = { count: 0, work: 0, work2: 0, work3: 0 };
  private age = 0;
  private readonly rise = new Excess();
  private readonly fall = new Excess();

  /** Takes in the load of a tick. @param ticks memory asked for, >= 0 */
  take(load: Readonly<TickLoad>, ticks: number): void {
    const { mean, rise, fall } = this;
    const sd = Math.sqrt(mean.work2);
    const difference = load.work - mean.work;
    const z = sd > 0 ? difference / sd : difference > 0 ? 2 * ALARM : 0;
    rise.add(z, load);
    fall.add(-z, load);
    if (rise.sum > ALARM) this.restart(rise);
    else if (fall.sum > ALARM) this.restart(fall);
    else {
      const gain = Math.max(1 / ++this.age, 1 / (1 + Math.min(ticks, LONGEST_TICKS)));
      mean.count += gain * (load.count - mean.count);
      mean.work += gain * (load.work - mean.work);
      mean.work2 += gain * (load.work2 - mean.work2);
      mean.work3 += gain * (load.work3 - mean.work3);
    }
    // Moments below the smallest number would make ratios of nothing.
    if (mean.work < NOTHING_MS) Object.assign(mean, NOBODY);
  }

  private restart(run: Excess): void {
    const { mean } = this;
    mean.count = run.total.count / run.ticks;
    mean.work = run.total.work / run.ticks;
    mean.work2 = run.total.work2 / run.ticks;
    mean.work3 = run.total.work3 / run.ticks;
    this.age = run.ticks;
    this.rise.clear();
    this.fall.clear();
  }
}

/** A one-sided cumulative sum and the load since it last left zero. */
class Excess {
  sum = 0;
  ticks = 0;
  readonly total: TickLoad = { count: 0, work: 0, work2: 0, work3: 0 };

  add(z: number, load: Readonly<TickLoad>): void {
    const sum = this.sum + z - ALLOWANCE;
    if (!(sum > 0)) {
      if (this.ticks > 0) this.clear();
      return;
    }
    const { total } = this;
    this.sum = sum;
    this.ticks++;
    total.count += load.count;
    total.work += load.work;
    total.work2 += load.work2;
    total.work3 += load.work3;
  }

  clear(): void {
    const { total } = this;
    this.sum = 0;
    this.ticks = 0;
    total.count = 0;
    total.work = 0;
    total.work2 = 0;
    total.work3 = 0;
  }
}
