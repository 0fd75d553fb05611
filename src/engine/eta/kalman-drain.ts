import { drainSec, type Estimator, type EtaFacts } from './estimator.ts';

/** How much the speed may change within a second, as a share of itself. */
const DRIFT_SHARE = 0.01;
/** Memory of the noise of a reading [s]. */
const NOISE_MEMORY_SEC = 60;
/** A reading further off than so many variances says that the speed is another. */
const ODD_VARIANCES = 9;
/** Least variance of a reading: slots are whole numbers [slots^2]. */
const LEAST_NOISE = 1 / 12;

/**
 * Distance to the ticket pointer over its speed, both followed by a Kalman filter. A black box: it needs to know neither
 * bucket nor rules, only which tickets are let in.
 *
 * State: pointer p [slots], speed v [slots/s]; p_n = p_(n-1) + v_(n-1), v a random walk with standard deviation 0.01 v a
 * second; reading y_n = mean slot let in during the last second that let somebody in. The noise of y is learned from the
 * innovations. T = (slot - p) / v. The second of the first admission, which may be a burst, is left out.
 * Source: Kalman 1960; noise from innovations as in Mehra 1970, "On the identification of variances and adaptive Kalman filtering".
 */
export function kalmanDrain(): Estimator {
  const filter = new PointerFilter();
  return {
    watches: 'pointer',
    closeSecond: (facts) => filter.closeSecond(facts),
    quote: ({ slot }) =>
      filter.isReady ? drainSec(Math.max(0, slot - filter.pointer), filter.speedPerSec) : undefined,
  };
}

export class PointerFilter {
  pointer = 0;
  speedPerSec = 0;
  private readings = 0;
  private origin = 0;
  private varPointer = 0;
  private covariance = 0;
  private varSpeed = 0;
  private noise = LEAST_NOISE;

  /** Whether two readings have given it a speed. */
  get isReady(): boolean {
    return this.readings >= 2;
  }

  closeSecond({ pointer, log }: Pick<EtaFacts, 'pointer' | 'log'>): void {
    if (pointer === undefined || log.firstSec === undefined || log.nowSec <= log.firstSec + 1) return;
    this.read(pointer);
  }

  read(pointer: number): void {
    this.readings++;
    if (this.readings === 1) {
      this.origin = pointer;
      this.pointer = pointer;
      return;
    }
    if (this.readings === 2) {
      this.speedPerSec = pointer - this.pointer;
      this.pointer = pointer;
      // As good as nothing is known: a burst may lie behind, and the next may be far off.
      this.noise += this.speedPerSec ** 2;
      this.varPointer = this.noise;
      this.covariance = this.noise;
      this.varSpeed = 2 * this.noise;
      return;
    }
    this.predict();
    this.correct(pointer);
  }

  /** Since the first reading [slots/s]. */
  private get meanSpeed(): number {
    return (this.pointer - this.origin) / Math.max(1, this.readings);
  }

  private predict(): void {
    this.pointer += this.speedPerSec;
    this.varPointer += 2 * this.covariance + this.varSpeed;
    this.covariance += this.varSpeed;
    this.varSpeed += (DRIFT_SHARE * Math.max(this.speedPerSec, this.meanSpeed)) ** 2;
  }

  private correct(pointer: number): void {
    const error = pointer - this.pointer;
    const seen = Math.max(LEAST_NOISE, error * error - this.varPointer);
    this.noise += (seen - this.noise) / Math.min(this.readings, NOISE_MEMORY_SEC);
    const odd = error * error - ODD_VARIANCES * (this.varPointer + this.noise);
    if (odd > 0) {
      this.varSpeed += odd;
      this.varPointer += odd;
      this.covariance += odd;
    }
    const variance = this.varPointer + this.noise;
    const gainPointer = this.varPointer / variance;
    const gainSpeed = this.covariance / variance;
    this.pointer += gainPointer * error;
    this.speedPerSec += gainSpeed * error;
    this.varSpeed -= gainSpeed * this.covariance;
    this.covariance -= gainPointer * this.covariance;
    this.varPointer -= gainPointer * this.varPointer;
  }
}
