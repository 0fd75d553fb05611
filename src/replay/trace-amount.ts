/** Powers of ten of the decimal suffixes of Kubernetes quantities, and of 1024 of the binary ones. */
const TENS: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, K: 3, M: 6, G: 9, T: 12, P: 15 };
const BINARY: readonly string[] = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi'];

const AMOUNT = /^\+?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?(Ki|Mi|Gi|Ti|Pi|[numkKMGTP])?$/;

/** Largest amount that is read [milli-units], far above any cluster and far below where doubles give out. */
const MAX_MILLI = 1e18;

/**
 * Returns a measured amount [milli-units], or undefined where the text is none. A bare number counts in the unit of its
 * column; a number with a suffix is a Kubernetes quantity whatever the column says. Unlike a quantity of a manifest, a
 * measured one may have any fraction: `23.4567`, `12345678n`.
 * @param unitMilli milli-units in one unit of the column
 */
export function readAmount(text: string, unitMilli: number): number | undefined {
  const match = AMOUNT.exec(text);
  if (match === null) return undefined;
  const [, digits = '', exponent = '', suffix] = match;
  const value = Number(digits + exponent) * (suffix === undefined ? unitMilli : 1000 * scaleOf(suffix));
  return value <= MAX_MILLI ? value : undefined;
}

function scaleOf(suffix: string): number {
  const binary = BINARY.indexOf(suffix) + 1;
  return binary > 0 ? 1024 ** binary : 10 ** (TENS[suffix] ?? 0);
}
