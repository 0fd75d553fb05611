/** What a filter takes for true of a level that is read with noise, once a second. */
export interface LevelModel {
  /** Standard deviation of the level before the first reading, about 1. */
  readonly levelSd: number;
  /** How much the level drifts [1/s]. */
  readonly driftVarPerSec: number;
  /** Standard deviation of a wander about the level, and the time in which it forgets itself [s]. */
  readonly wanderSd: number;
  readonly wanderSec: number;
  /** Variance of a reading. */
  readonly noise: number;
}

/**
 * Kalman filter of g = G + x + v: G a random walk, x_n = keep x_(n-1) + w with keep = e^(-1/tau) and a stationary standard
 * deviation, v noise. With P the covariance of (G, x) and H = (1, 1): gain K = P H' / (H P H' + R), P := (1 - K H) P.
 * Source: Kalman 1960, "A new approach to linear filtering and prediction problems".
 */
export class LevelFilter {
  level = 1;
  wander = 0;
  /** Share of the last error that went into the level. */
  levelGain = 0;
  readonly wanderSec: number;
  private varLevel: number;
  private covariance = 0;
  private varWander: number;
  private readonly keep: number;
  private readonly shock: number;
  private readonly driftVar: number;
  private readonly noise: number;
  private readonly fit = { surprise: 0, variance: 1 };

  constructor({ levelSd, driftVarPerSec, wanderSd, wanderSec, noise }: LevelModel) {
    this.wanderSec = wanderSec;
    this.varLevel = levelSd ** 2;
    this.varWander = wanderSd ** 2;
    this.keep = Math.exp(-1 / wanderSec);
    this.shock = (1 - this.keep ** 2) * wanderSd ** 2;
    this.driftVar = driftVarPerSec;
    this.noise = noise;
  }

  /** A second passes. */
  pass(): void {
    const { keep } = this;
    this.wander *= keep;
    this.varLevel += this.driftVar;
    this.covariance *= keep;
    this.varWander = keep * keep * this.varWander + this.shock;
  }

  /** Takes a reading; returns its squared error over its expected variance, and that variance. The same object each time. */
  read(reading: number): { readonly surprise: number; readonly variance: number } {
    const { varLevel, covariance, varWander, fit } = this;
    const variance = varLevel + 2 * covariance + varWander + this.noise;
    const error = reading - this.level - this.wander;
    const levelGain = (varLevel + covariance) / variance;
    const wanderGain = (covariance + varWander) / variance;
    this.level += levelGain * error;
    this.wander += wanderGain * error;
    this.varLevel = varLevel - levelGain * (varLevel + covariance);
    this.varWander = varWander - wanderGain * (covariance + varWander);
    this.covariance = covariance - levelGain * (covariance + varWander);
    this.levelGain = levelGain;
    fit.surprise = (error * error) / variance;
    fit.variance = variance;
    return fit;
  }
}
