import type { EtaCalibration } from '../engine/eta/conformal/calibration.ts';
import type { RunRatios } from '../engine/eta/conformal/ratio-counter.ts';
import { RatioTally } from '../engine/eta/conformal/ratio-tally.ts';
import type { EstimatorId } from '../engine/eta/plan.ts';

/**
 * Adds runs up in their order, in which sums come out the same to the last bit whatever order they ended in. Keeps only runs
 * whose predecessor is still under way.
 */
export class GatheredRatios {
  readonly #tallies = new Map<EstimatorId, RatioTally>();
  readonly #early = new Map<number, RunRatios>();
  #next = 0;

  get finished(): number {
    return this.#next + this.#early.size;
  }

  add(run: number, ratios: RunRatios): void {
    this.#early.set(run, ratios);
    for (let due = this.#early.get(this.#next); due !== undefined; due = this.#early.get(this.#next)) {
      this.#early.delete(this.#next);
      this.#addUp(due);
      this.#next += 1;
    }
  }

  estimators(): EtaCalibration['estimators'] {
    const named = [...this.#tallies].map(([id, tally]) => [id, tally.phases()] as const);
    return Object.fromEntries(named.filter(([, phases]) => Object.keys(phases).length > 0));
  }

  #addUp(ratios: RunRatios): void {
    for (const [id, cells] of Object.entries(ratios) as [
      EstimatorId,
      NonNullable<RunRatios[EstimatorId]>,
    ][]) {
      const tally = this.#tallies.get(id) ?? new RatioTally();
      this.#tallies.set(id, tally);
      tally.add(cells);
    }
  }
}
