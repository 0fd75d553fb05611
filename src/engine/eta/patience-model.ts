import { type AgeGrid, ageBin, ageGrid } from './age-bins.ts';
import { DepartureBook, pollIntervalSec } from './departure-book.ts';
import type { LineProfile } from './line-profile.ts';
import type { PatienceLine } from './patience-line.ts';

/** Step and length of the table of the expected survival [s]. */
const CURVE_STEP_SEC = 4;
const CURVE_POINTS = 2048;
/** Departures beyond which more of them teach no more about families of curves that are never quite right. */
const ENOUGH_DEPARTURES = 20_000;
/** Logarithm of the weight below which a family is not looked at. */
const NEGLIGIBLE = -12;

/**
 * Learns how a crowd's patience runs out from who has gone at what age, and returns the share that will still be there.
 *
 * Families of survival curves, each fitted to the departures and weighed by its likelihood, log L = sum over ages of
 * D ln theta - theta E, with D departures, E person-seconds under observation, theta the family's hazard [1/s]. The expected
 * survival at age x is the mean of S(x) / S(a) over the families, a the mean age now, where the departures speak.
 * Source: likelihood of a hazard by intervals, Holford 1980, "The analysis of rates and of survivorship using log-linear
 * models"; mean over models, Hoeting and others 1999, "Bayesian model averaging".
 */
export class PatienceModel {
  private readonly book: DepartureBook;
  private readonly lines: readonly PatienceLine[];
  private readonly logWeights: Float64Array;
  /** Expected survival every CURVE_STEP_SEC of age, up to a common factor. */
  private readonly curve = new Float64Array(CURVE_POINTS).fill(1);
  /** The same at the edges of the grid. */
  private readonly mean: Float64Array;
  private firstSec: number | undefined;
  private nextSec = 0;

  /**
   * @param linesOf the families among which it looks, on a grid of ages
   * @param inactiveAfterSec silence after which a ticket is inactive
   */
  constructor(linesOf: (grid: AgeGrid) => readonly PatienceLine[], inactiveAfterSec: number) {
    const grid = ageGrid(pollIntervalSec(inactiveAfterSec));
    this.book = new DepartureBook(grid, inactiveAfterSec);
    this.lines = linesOf(grid);
    this.logWeights = new Float64Array(this.lines.length);
    this.mean = new Float64Array(grid.bins + 1);
    this.draw(0);
  }

  /** Takes in a second that is complete. */
  closeSecond(line: LineProfile, nowSec: number): void {
    const { book } = this;
    book.closeSecond(line, nowSec);
    if (book.people === 0) return;
    this.firstSec ??= nowSec;
    if (nowSec < this.nextSec) return;
    // Later on a second more says little.
    this.nextSec = nowSec + Math.max(1, Math.floor((nowSec - this.firstSec) / 60));
    this.weigh();
    this.draw(Math.max(0, book.meanAgeSec - book.lagSec));
  }

  /** Returns the share of those of an age [s] that is expected still to be there `afterSec` later, 0..1. */
  survival(ageSec: number, afterSec: number): number {
    const now = Math.max(0, ageSec - this.book.lagSec);
    return this.at(now + afterSec) / this.at(now);
  }

  private at(ageSec: number): number {
    const place = ageSec / CURVE_STEP_SEC;
    const index = Math.floor(place);
    if (index >= CURVE_POINTS - 1) return this.curve[CURVE_POINTS - 1]!;
    const low = this.curve[index]!;
    return low + (place - index) * (this.curve[index + 1]! - low);
  }

  private weigh(): void {
    const seen = this.book.departures();
    let gone = 0;
    for (let bin = 0; bin < seen.end; bin++) gone += seen.gone[bin]!;
    const trust = 1 / (1 + gone / ENOUGH_DEPARTURES);
    this.lines.forEach((line, i) => {
      this.logWeights[i] = line.logPrior + trust * line.fit(seen);
    });
  }

  private draw(ageSec: number): void {
    const { logWeights, mean, lines } = this;
    const best = logWeights.reduce((most, each) => Math.max(most, each));
    const bin = ageBin(this.book.grid, ageSec);
    mean.fill(0);
    for (let i = 0; i < lines.length; i++) {
      const weight = logWeights[i]! - best;
      if (weight < NEGLIGIBLE) continue;
      const line = lines[i]!;
      const share = Math.exp(weight) / line.survival(bin);
      for (let edge = 0; edge < mean.length; edge++) mean[edge]! += share * line.survival(edge);
    }
    this.table();
  }

  private table(): void {
    const { mean, curve } = this;
    const { edgesSec, bins } = this.book.grid;
    let edge = 0;
    for (let point = 0; point < CURVE_POINTS; point++) {
      const age = point * CURVE_STEP_SEC;
      while (edge < bins - 1 && edgesSec[edge + 1]! <= age) edge++;
      const low = edgesSec[edge]!;
      const share = (age - low) / (edgesSec[edge + 1]! - low);
      curve[point] = mean[edge]! + share * (mean[edge + 1]! - mean[edge]!);
    }
  }
}
