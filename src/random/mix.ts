/** 2^32 / golden ratio, odd: multiples of it by 0, 1, 2 ... are spread evenly over 32 bits. */
export const PHI = 0x9e3779b9 | 0;

/**
 * Returns a scrambled int32, one to one: equal results mean equal arguments.
 * Source: the multipliers and shifts of the 32-bit integer hash search by C. Wellons and TheIronBorn,
 * https://github.com/skeeto/hash-prospector, low avalanche bias.
 */
export function mix32(x: number): number {
  let h = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return h ^ (h >>> 15);
}
