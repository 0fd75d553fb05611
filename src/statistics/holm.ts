/**
 * Returns the p-values of a family adjusted for its size, in the order given: a test is rejected at level alpha exactly
 * where its adjusted value is at most alpha, and then the chance of any false rejection is at most alpha, however the
 * tests depend on each other. With the values in ascending order p(1) <= ... <= p(m) the j-th becomes
 * max over k <= j of min(1, (m - k + 1) p(k)).
 * @param pValues 0..1
 * Source: S. Holm 1979, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6.
 */
export function holmAdjusted(pValues: readonly number[]): readonly number[] {
  const ascending = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let largest = 0;
  for (const [rank, { p, index }] of ascending.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * p));
    adjusted[index] = largest;
  }
  return adjusted;
}
