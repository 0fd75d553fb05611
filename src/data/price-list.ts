/** One price with where it was read and when. */
export interface ListedPrice {
  readonly key: string;
  readonly usdPerHour: number;
  readonly source: string;
  /** Day on which it was read, or that its edition names (ISO date). */
  readonly date: string;
}

/** Returns rows of one source and date. */
export function pricesOf(
  source: string,
  date: string,
  usdPerHour: Readonly<Record<string, number>>,
): readonly ListedPrice[] {
  return Object.entries(usdPerHour).map(([key, usd]) => ({ key, usdPerHour: usd, source, date }));
}
