import { mix32, PHI } from './mix.ts';
import { EXPONENTIAL, EXPONENTIAL_TAIL, NORMAL, NORMAL_TAIL } from './ziggurat.ts';

/** Number of each independent use of randomness. Fixed for ever: a change moves every result. */
const PURPOSES = {
  arrivals: 1,
  'arrival-noise': 2,
  markov: 3,
  lottery: 4,
  'refill-noise': 5,
  sessions: 6,
  pods: 7,
  ties: 8,
  station: 9,
  service: 10,
  patience: 11,
  test: 12,
} as const;

export type Purpose = keyof typeof PURPOSES;

/** Rounds after which every bit of the seed has reached every bit of the state. */
const WARM_UP_ROUNDS = 20;

const TO_UNIT = 2 ** -32;

// Module constants, so that a draw reads no property of a table object.
const expEdge = EXPONENTIAL.edge;
const expDensity = EXPONENTIAL.density;
const normEdge = NORMAL.edge;
const normDensity = NORMAL.density;

/**
 * A sequential source of random numbers: sfc32, 128 bits of state, period at least 2^32 and on average about 2^127.
 * Every seed triple gives a different start, since the mixing of each word is one to one.
 * Source: C. Doty-Humphrey 2010, PractRand, generator sfc32.
 */
export class Rng {
  // Set to integers from the start: a field that was ever undefined is stored slower by V8.
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 1;

  /** @param seed, stream, part integers; only their lower 32 bits count */
  constructor(seed: number, stream = 0, part = 0) {
    this.a = mix32(seed + PHI);
    this.b = mix32(stream + 2 * PHI);
    this.c = mix32(part + 3 * PHI);
    for (let i = 0; i < WARM_UP_ROUNDS; i++) this.u32();
  }

  /** Returns a uniform integer 0..2^32 - 1. */
  u32(): number {
    const out = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + out) | 0;
    return out >>> 0;
  }

  /** Returns a uniform number in the open interval (0, 1) with 32-bit resolution: (u32 + 1/2) / 2^32. */
  uniform(): number {
    return (this.u32() + 0.5) * TO_UNIT;
  }

  /**
   * Returns an exponential number with mean 1, in (0, about 30.6].
   * The strip and the place in it come from separate draws, so that they are independent.
   */
  exponential(): number {
    for (;;) {
      const strip = this.u32() & 255;
      const x = this.uniform() * expEdge[strip]!;
      if (x < expEdge[strip + 1]!) return x;
      if (strip === 0) return EXPONENTIAL_TAIL - Math.log(this.uniform());
      const low = expDensity[strip]!;
      if (low + this.uniform() * (expDensity[strip + 1]! - low) < Math.exp(-x)) return x;
    }
  }

  /** Returns a standard normal number, |x| below about 8. */
  normal(): number {
    for (;;) {
      const bits = this.u32();
      const strip = bits & 127;
      const sign = 1 - ((bits >>> 6) & 2);
      const x = this.uniform() * normEdge[strip]!;
      if (x < normEdge[strip + 1]!) return sign * x;
      if (strip === 0) return sign * this.normalTail();
      const low = normDensity[strip]!;
      if (low + this.uniform() * (normDensity[strip + 1]! - low) < Math.exp(-0.5 * x * x)) return sign * x;
    }
  }

  /**
   * Returns a uniform integer 0..n - 1, for n in 1..2^32, by multiplication and floor.
   * Bias: no integer's probability is off 1/n by more than 2^-32.
   */
  below(n: number): number {
    return Math.floor(this.u32() * TO_UNIT * n);
  }

  /** Source: G. Marsaglia 1964, "Generating a variable from the tail of the normal distribution". */
  private normalTail(): number {
    for (;;) {
      const x = -Math.log(this.uniform()) / NORMAL_TAIL;
      const y = -Math.log(this.uniform());
      if (2 * y > x * x) return NORMAL_TAIL + x;
    }
  }
}

/**
 * Returns the generator of one use of randomness in one replication.
 * What one purpose draws never moves another's numbers, so two plans compared on one seed share what they have in common.
 * @param seed integer 0..2^32 - 1
 * @param replication 0-based
 */
export function substream(seed: number, replication: number, purpose: Purpose): Rng {
  return new Rng(seed, replication, PURPOSES[purpose]);
}
