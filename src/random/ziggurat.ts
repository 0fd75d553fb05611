/**
 * Tables of one ziggurat: a decreasing density f covered by strips of equal area.
 * Strip i reaches from 0 to edge[i]; points left of edge[i + 1] lie under f for certain.
 */
interface Ziggurat {
  /** Right edges of the strips, falling; edge[0] is the width of the base strip's rectangle with the tail's area. */
  readonly edge: Float64Array;
  /** f at the edges, density[0] unused. */
  readonly density: Float64Array;
}

/**
 * Returns the tables of a density with f(0) = 1.
 * @param strips number of strips, a power of two
 * @param tailStart where the tail begins (edge[1])
 * @param area area of each strip, tail included in the base strip
 * Source: G. Marsaglia and W. W. Tsang 2000, "The ziggurat method for generating random variables", J. Stat. Softw. 5(8).
 */
function ziggurat(
  strips: number,
  tailStart: number,
  area: number,
  f: (x: number) => number,
  inverse: (y: number) => number,
): Ziggurat {
  const edge = new Float64Array(strips + 1);
  const density = new Float64Array(strips + 1);
  edge[0] = area / f(tailStart);
  let x = tailStart;
  for (let i = 1; i < strips; i++) {
    edge[i] = x;
    density[i] = f(x);
    x = inverse(Math.min(1, area / x + f(x)));
  }
  edge[strips] = 0;
  density[strips] = 1;
  return { edge, density };
}

/** Start of the tail of the 256-strip exponential ziggurat. Source: Marsaglia and Tsang 2000. */
export const EXPONENTIAL_TAIL = 7.69711747013105;

/** exp(-x), 256 strips. */
export const EXPONENTIAL = ziggurat(
  256,
  EXPONENTIAL_TAIL,
  0.003949659822581557,
  (x) => Math.exp(-x),
  (y) => -Math.log(y),
);

/** Start of the tail of the 128-strip normal ziggurat. Source: Marsaglia and Tsang 2000. */
export const NORMAL_TAIL = 3.442619855899;

/** exp(-x^2 / 2), right half, 128 strips. */
export const NORMAL = ziggurat(
  128,
  NORMAL_TAIL,
  0.00991256303526217,
  (x) => Math.exp(-0.5 * x * x),
  (y) => Math.sqrt(-2 * Math.log(y)),
);
