/** Intervals of age: of equal width at first, then of a tenth of the age, up to eleven hours or so. */
export interface AgeGrid {
  /** Where intervals begin and end, from 0 on [s]. */
  readonly edgesSec: Float64Array;
  /** One less than there are edges. */
  readonly bins: number;
  readonly widthSec: number;
}

const GROWTH = 1.1;
/** Intervals of equal width: up to there a tenth of the age is less. */
const EQUAL = 10;
const LONGEST_SEC = 40_000;

/** @param widthSec least width of an interval: what an age is not known better than [s] */
export function ageGrid(widthSec: number): AgeGrid {
  const edges = [0];
  for (let age = 0; age < LONGEST_SEC; ) {
    age = Math.max(age + widthSec, age * GROWTH);
    edges.push(age);
  }
  return { edgesSec: Float64Array.from(edges), bins: edges.length - 1, widthSec };
}

/** Returns the interval in which an age lies [s]: the first for negative ages, the last for all beyond. */
export function ageBin({ edgesSec, bins, widthSec }: AgeGrid, ageSec: number): number {
  if (ageSec <= 0) return 0;
  if (ageSec < EQUAL * widthSec) return Math.floor(ageSec / widthSec);
  let low = EQUAL;
  let high = bins;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (edgesSec[middle]! <= ageSec) low = middle;
    else high = middle;
  }
  return low;
}

/** Whether an interval is of the least width. */
export function isNarrow(bin: number): boolean {
  return bin < EQUAL;
}

/** Who has gone and who was there to go, by age. */
export interface Departures {
  /** People gone. */
  readonly gone: Float64Array;
  /** Time spent under observation [person-seconds]. */
  readonly exposure: Float64Array;
  /** One more than the last interval in which there is either. */
  readonly end: number;
}
