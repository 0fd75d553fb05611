import type { AgeGrid, Departures } from './age-bins.ts';

/** A family of survival curves of one parameter, which is fitted to the departures. */
export interface PatienceLine {
  /** Logarithm of its weight before the run. */
  readonly logPrior: number;
  /** Fits the parameter and returns the logarithm of the likelihood of the departures, up to a constant of the data. */
  fit(departures: Departures): number;
  /** Returns the fitted share that is still there at an edge of the grid if nobody is let in, above 0. */
  survival(edge: number): number;
}

/** Hazard that everybody has, so that no observation is impossible [1/s]. */
const LEAST_HAZARD = 1e-7;
/** Share that is always left, so that one share may be divided by another. */
const LEAST_SURVIVAL = 1e-9;

/**
 * What the impatient share is like beforehand: that of Beta(1, 9), mean 1/10, of which this is the beta distribution with its
 * mode at that mean. Before anybody can have been missed a quote is then within 10 % of that of a crowd that stays.
 */
const PRIOR_GONE = 1;
const PRIOR_STAYED = 9;
const STEPS = 4;
const LONGEST_STEP = 1.5;

/**
 * A share p gives up after a Weibull time of scale m [s] and shape k, the rest never: S(a) = 1 - p + p W(a),
 * W(a) = exp(-(a/m)^k), hazard theta(a) = p w(a) / S(a), w = -W'. p by Fisher scoring on its logit z from the last fit:
 * z += U / I, U = sum (D - E theta) d ln theta/dz + prior, I = sum E theta (d ln theta/dz)^2 + prior.
 */
export class MixtureLine implements PatienceLine {
  readonly logPrior: number;
  private readonly weibull: Float64Array;
  /** Mean of W and of w over each interval. */
  private readonly left: Float64Array;
  private readonly density: Float64Array;
  private logit = Math.log(PRIOR_GONE / PRIOR_STAYED);

  constructor({ edgesSec, bins }: AgeGrid, scaleSec: number, shape: number, logPrior: number) {
    this.logPrior = logPrior;
    this.weibull = edgesSec.map((age) => Math.exp(-((age / scaleSec) ** shape)));
    this.left = new Float64Array(bins);
    this.density = new Float64Array(bins);
    for (let bin = 0; bin < bins; bin++) {
      const [from, to] = [this.weibull[bin]!, this.weibull[bin + 1]!];
      this.left[bin] = (from + to) / 2;
      this.density[bin] = (from - to) / (edgesSec[bin + 1]! - edgesSec[bin]!);
    }
  }

  get share(): number {
    return 1 / (1 + Math.exp(-this.logit));
  }

  fit(departures: Departures): number {
    for (let step = 0; step < STEPS; step++) if (Math.abs(this.climb(departures)) < 1e-3) break;
    return this.logLikelihood(departures);
  }

  survival(edge: number): number {
    const { share } = this;
    return Math.max(LEAST_SURVIVAL, 1 - share + share * this.weibull[edge]!);
  }

  /** One step uphill; returns how far [logit]. */
  private climb({ gone, exposure, end }: Departures): number {
    const { share, left, density } = this;
    let slope = PRIOR_GONE * (1 - share) - PRIOR_STAYED * share;
    let curvature = (PRIOR_GONE + PRIOR_STAYED) * share * (1 - share);
    for (let bin = 0; bin < end; bin++) {
      const there = 1 - share + share * left[bin]!;
      // d ln theta / dz = (1 - p) / S.
      const change = (1 - share) / there;
      const expected = exposure[bin]! * ((share * density[bin]!) / there + LEAST_HAZARD);
      slope += (gone[bin]! - expected) * change;
      curvature += expected * change * change;
    }
    const step = Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, slope / curvature));
    this.logit = Math.max(-16, Math.min(9, this.logit + step));
    return step;
  }

  /** With the width of its peak over that beforehand, as Laplace's method has it. */
  private logLikelihood({ gone, exposure, end }: Departures): number {
    const { share, left, density } = this;
    let sum = PRIOR_GONE * Math.log(share) + PRIOR_STAYED * Math.log1p(-share);
    let curvature = (PRIOR_GONE + PRIOR_STAYED) * share * (1 - share);
    for (let bin = 0; bin < end; bin++) {
      const there = 1 - share + share * left[bin]!;
      const hazard = (share * density[bin]!) / there + LEAST_HAZARD;
      const change = (1 - share) / there;
      if (gone[bin] !== 0) sum += gone[bin]! * Math.log(hazard);
      sum -= exposure[bin]! * hazard;
      curvature += exposure[bin]! * hazard * change * change;
    }
    return sum - Math.log(curvature) / 2;
  }
}

/** How many people's evidence the prior is worth. */
const PRIOR_WORTH = 150;

/**
 * A known survival to the power kappa: hazard kappa h(a), kappa = (150 + gone) / (150 + expected).
 */
export class ScaledLine implements PatienceLine {
  readonly logPrior: number;
  private readonly logSurvival: Float64Array;
  private readonly hazard: Float64Array;
  private kappa = 1;

  constructor({ edgesSec, bins }: AgeGrid, survivalAt: (ageSec: number) => number, logPrior: number) {
    this.logPrior = logPrior;
    this.logSurvival = edgesSec.map((age) => Math.log(Math.max(LEAST_SURVIVAL, survivalAt(age))));
    this.hazard = new Float64Array(bins);
    for (let bin = 0; bin < bins; bin++) {
      const fall = this.logSurvival[bin]! - this.logSurvival[bin + 1]!;
      this.hazard[bin] = fall / (edgesSec[bin + 1]! - edgesSec[bin]!);
    }
  }

  fit({ gone, exposure, end }: Departures): number {
    const { hazard } = this;
    let seen = 0;
    let expected = 0;
    for (let bin = 0; bin < end; bin++) {
      seen += gone[bin]!;
      expected += exposure[bin]! * hazard[bin]!;
    }
    this.kappa = (PRIOR_WORTH + seen) / (PRIOR_WORTH + expected);
    let sum = PRIOR_WORTH * (Math.log(this.kappa) - this.kappa + 1);
    for (let bin = 0; bin < end; bin++) {
      const now = this.kappa * hazard[bin]! + LEAST_HAZARD;
      if (gone[bin] !== 0) sum += gone[bin]! * Math.log(now);
      sum -= exposure[bin]! * now;
    }
    return sum - Math.log(PRIOR_WORTH + seen) / 2;
  }

  survival(edge: number): number {
    return Math.max(LEAST_SURVIVAL, Math.exp(this.kappa * this.logSurvival[edge]!));
  }
}
