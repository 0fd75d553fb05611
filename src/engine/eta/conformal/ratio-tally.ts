import { type CalibratedPhases, isThick, type RatioCurve } from './calibration.ts';
import { BAND_CELLS, BAND_PHASES, binOfCell, ETA_BINS } from './cells.ts';
import { binEdge, RATIO_BINS } from './log-ratio.ts';
import type { CellCounts, RatioCounts } from './ratio-counter.ts';
import { KNOT_SHARES } from './ratio-curve.ts';

/** Above the cells stand pools: each ETA bin over all phases, and all quotes. */
const HOMES = BAND_CELLS + ETA_BINS.length + 1;
const EVERYTHING = HOMES - 1;

/**
 * Adds up runs for one estimator. A run weighs 1 in each cell and pool that it has quotes in, however many they are.
 * Its size does not depend on the number of runs or quotes.
 */
export class RatioTally {
  readonly #sums: (Float64Array | undefined)[] = Array.from({ length: HOMES }, () => undefined);
  readonly #runs = new Uint32Array(HOMES);
  readonly #quotes = new Float64Array(HOMES);

  /** Adds what one run says. */
  add(cells: CellCounts): void {
    const totals = new Float64Array(HOMES);
    cells.forEach((counts, cell) => {
      const total = counts?.weights.reduce((sum, weight) => sum + weight, 0) ?? 0;
      for (const home of homesOf(cell)) totals[home]! += total;
    });
    cells.forEach((counts, cell) => {
      if (counts === undefined) return;
      for (const home of homesOf(cell)) this.#addTo(home, counts, totals[home]!);
    });
    totals.forEach((total, home) => {
      if (total > 0) this.#runs[home]! += 1;
    });
  }

  /** Returns the curves of the cells, and of those pools that a thin cell borrows from. */
  phases(): CalibratedPhases {
    const curves = Array.from({ length: HOMES }, (_, home) => this.#curve(home));
    const own = BAND_PHASES.map((phase, row) => {
      const bins = ETA_BINS.map((bin, column) => [bin, curves[row * ETA_BINS.length + column]] as const);
      return [phase, nonEmpty(bins)] as const;
    });
    const lacking = ETA_BINS.map((_, bin) =>
      BAND_PHASES.some((_, row) => !isThick(curves[row * ETA_BINS.length + bin])),
    );
    const pools = ETA_BINS.map((bin, i) => [bin, lacking[i] ? curves[BAND_CELLS + i] : undefined] as const);
    const poolsLack = pools.some(([, curve], i) => lacking[i] && !isThick(curve));
    const any = nonEmpty([...pools, ['any', poolsLack ? curves[EVERYTHING] : undefined] as const]);
    return nonEmpty([...own, ['any', any] as const]) ?? {};
  }

  #addTo(home: number, counts: RatioCounts, total: number): void {
    this.#sums[home] ??= new Float64Array(RATIO_BINS);
    const sums = this.#sums[home];
    counts.weights.forEach((weight, i) => {
      sums[counts.firstBin + i]! += weight / total;
    });
    this.#quotes[home]! += counts.quotes;
  }

  #curve(home: number): RatioCurve | undefined {
    const sums = this.#sums[home];
    if (sums === undefined) return undefined;
    const ratios = knotLogs(sums).map((log) => Number(Math.exp(log).toPrecision(4)));
    return { runs: this.#runs[home]!, quotes: this.#quotes[home]!, ratios };
  }
}

/** Returns the cell and the pools that its counts belong to. */
function homesOf(cell: number): readonly number[] {
  return [cell, BAND_CELLS + binOfCell(cell), EVERYTHING];
}

/** Returns the log ratios at the knots, linear inside a bin; the outermost are the outer edges of the outermost bins with weight. */
function knotLogs(sums: Float64Array): readonly number[] {
  const total = sums.reduce((sum, weight) => sum + weight, 0);
  const first = sums.findIndex((weight) => weight > 0);
  const last = sums.findLastIndex((weight) => weight > 0);
  let bin = first;
  let below = 0;
  return KNOT_SHARES.map((share) => {
    if (share === 1) return binEdge(last + 1);
    const target = share * total;
    while (bin < last && below + sums[bin]! < target) {
      below += sums[bin]!;
      bin += 1;
    }
    const part = sums[bin] === 0 ? 0 : Math.min(1, (target - below) / sums[bin]!);
    return binEdge(bin) + part * (binEdge(bin + 1) - binEdge(bin));
  });
}

/** Returns the entries that have a value as a record; undefined where none has. */
function nonEmpty<K extends string, V>(
  entries: readonly (readonly [K, V | undefined])[],
): Readonly<Partial<Record<K, V>>> | undefined {
  const present = entries.filter(([, value]) => value !== undefined);
  return present.length === 0 ? undefined : (Object.fromEntries(present) as Partial<Record<K, V>>);
}
