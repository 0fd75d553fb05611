import { LevelFilter } from './level-filter.ts';

/** How far the flow wanders about its level, and for how long [s]: the candidates. */
const WANDER_SDS = [0.05, 0.1, 0.2, 0.4];
const WANDER_TIMES_SEC = [30, 120, 480];
/** Variance of one second's reading: steps of the bucket; people who come at random, and in bunches. */
const NOISES = [
  (perSec: number) => (0.5 / perSec) ** 2,
  (perSec: number) => 0.3 / perSec,
  (perSec: number) => 2 / perSec,
];
/** Standing of the configured refill: it is what it says, within 1 %, or a hint within a factor of about two. */
const TRUE_LEVEL = { sd: 0.01, driftVarPerSec: 4e-7 };
const LEVEL_AS_HINT = { sd: 0.5, driftVarPerSec: 1e-5 };
/** How likely it is a hint beforehand, where nothing but the bucket decides who is let in, and elsewhere. */
const HINT_WHERE_BUCKET_DECIDES = 0.1;
const HINT_ELSEWHERE = 0.7;
/** Memory of the weights [s]: what was right an hour ago may not be so now. */
const MEMORY_SEC = 600;
/** A filter that fell behind comes back within a minute when it is right again. */
const LEAST_EVIDENCE = -12;
/** One reading, however odd, counts for no more: squared error over its variance. */
const WORST_SURPRISE = 16;

interface WeighedFilter {
  readonly filter: LevelFilter;
  readonly logPrior: number;
  /** Logarithm of how well it foretold what it remembers, up to a common constant. */
  evidence: number;
}

/**
 * What share of its configured refill the bucket really lets in, now and in time to come.
 *
 * Reading g = z / r_e of a second (z let in, r_e effective refill [1/s]); g = G + x + v, with G the level (a slow random
 * walk), x a wander that forgets itself, x_n = e^(-1/tau) x_(n-1) + w with standing deviation sigma, v noise. A bank of
 * Kalman filters over sigma, tau, the noise and the standing of G; each is weighed by how well it foretold the readings,
 * so that steps from second to second tell a wander from a wrong level. To come: g(s) = sum w (G + x e^(-s/tau)).
 * Source: Magill 1965, "Optimal adaptive estimation of sampled stochastic processes"; Kalman 1960.
 */
export class FlowGain {
  private readonly filters: WeighedFilter[] = [];
  private readonly decays = WANDER_TIMES_SEC.map((time) => ({ time, amplitude: 0 }));
  private level = 1;

  /**
   * @param perSec effective refill [1/s]
   * @param bucketDecides whether nobody is let in without a token and nothing but tokens is ever short
   */
  constructor(perSec: number, bucketDecides: boolean) {
    const hint = bucketDecides ? HINT_WHERE_BUCKET_DECIDES : HINT_ELSEWHERE;
    const standings = [
      { ...TRUE_LEVEL, prior: 1 - hint },
      { ...LEVEL_AS_HINT, prior: hint },
    ];
    for (const { sd: levelSd, driftVarPerSec, prior } of standings) {
      for (const noiseOf of NOISES) {
        const noise = noiseOf(Math.max(0.1, perSec));
        const make = (sd: number, time: number, weight: number): void => {
          const filter = new LevelFilter({ levelSd, driftVarPerSec, wanderSd: sd, wanderSec: time, noise });
          this.filters.push({ filter, logPrior: Math.log(prior * weight), evidence: 0 });
        };
        make(0, 120, 0.3);
        for (const sd of WANDER_SDS) for (const time of WANDER_TIMES_SEC) make(sd, time, 0.7 / 12);
      }
    }
  }

  /** Takes in a second; without a reading time only passes. */
  closeSecond(reading: number | undefined): void {
    for (const weighed of this.filters) {
      weighed.filter.pass();
      if (reading === undefined) continue;
      const { surprise, variance } = weighed.filter.read(reading);
      weighed.evidence *= 1 - 1 / MEMORY_SEC;
      weighed.evidence -= 0.5 * (Math.log(variance) + Math.min(WORST_SURPRISE, surprise));
    }
    if (reading !== undefined) this.normalize();
    this.mix();
  }

  /** Writes the gain expected every `stepSec` from now on; at least 0.02. */
  foretell(into: Float64Array, stepSec: number): void {
    into.fill(this.level);
    for (const { time, amplitude } of this.decays) {
      const keep = Math.exp(-stepSec / time);
      let now = amplitude;
      for (let step = 0; step < into.length; step++) {
        into[step]! += now;
        now *= keep;
      }
    }
    for (let step = 0; step < into.length; step++) into[step] = Math.max(0.02, into[step]!);
  }

  private normalize(): void {
    let best = Number.NEGATIVE_INFINITY;
    for (const { evidence } of this.filters) best = Math.max(best, evidence);
    for (const weighed of this.filters) weighed.evidence = Math.max(LEAST_EVIDENCE, weighed.evidence - best);
  }

  private mix(): void {
    let sum = 0;
    let level = 0;
    for (const decay of this.decays) decay.amplitude = 0;
    for (const { filter, logPrior, evidence } of this.filters) {
      const weight = Math.exp(logPrior + evidence);
      sum += weight;
      level += weight * filter.level;
      const decay = this.decays.find(({ time }) => time === filter.wanderSec);
      if (decay !== undefined) decay.amplitude += weight * filter.wander;
    }
    this.level = level / sum;
    for (const decay of this.decays) decay.amplitude /= sum;
  }
}
