import { type AgeGrid, ageBin, type Departures, isNarrow } from './age-bins.ts';
import type { LineProfile } from './line-profile.ts';

/** Poll intervals in the silence after which a ticket is inactive, as is usual. */
const POLLS_TO_SILENCE = 3;

/** Returns what an age is not known better than where one poll in three must be heard [s], 1 or more. */
export function pollIntervalSec(inactiveAfterSec: number): number {
  return Math.max(1, inactiveAfterSec / POLLS_TO_SILENCE);
}

/**
 * Who has gone at what age, and who was there to go.
 *
 * Who says good-bye counts at once. Who goes silently is known when `inactiveAfter` has passed since its last poll, and went
 * half a poll interval after that on average: `delaySec` ago. With u the share of leavers who say it, found from their rates,
 * gone = polite + silent and exposure = u x that of the polite + (1 - u) x that of the silent.
 *
 * Silent leavers of one age come in bursts a poll interval apart, so an interval of age of that width counts for a block of
 * the line when all of it is over, neither before its burst nor without it.
 */
export class DepartureBook {
  readonly grid: AgeGrid;
  /** How much later than it went a silent leaver is known [s]. */
  readonly delaySec: number;
  /** Mean of that delay over all leavers [s]. */
  lagSec = 0;
  /** Active people, and their mean age [s], at the end of the last second. */
  people = 0;
  meanAgeSec = 0;
  private readonly polite: Float64Array;
  private readonly politeExposure: Float64Array;
  private readonly silent: Float64Array;
  private readonly silentExposure: Float64Array;
  /** What is to count of each block's silence when its interval of age is over. */
  private pendingBin = new Int16Array(0);
  private pendingSilent = new Float64Array(0);
  private pendingExposure = new Float64Array(0);
  private readonly gone: Float64Array;
  private readonly exposure: Float64Array;

  constructor(grid: AgeGrid, inactiveAfterSec: number) {
    this.grid = grid;
    this.delaySec = Math.max(0, inactiveAfterSec - pollIntervalSec(inactiveAfterSec) / 2);
    const empty = (): Float64Array => new Float64Array(grid.bins);
    this.polite = empty();
    this.politeExposure = empty();
    this.silent = empty();
    this.silentExposure = empty();
    this.gone = empty();
    this.exposure = empty();
  }

  /** Takes in a second that is complete. */
  closeSecond(line: LineProfile, nowSec: number): void {
    if (this.pendingBin.length < line.active.length) this.makeRoom(line.active.length);
    let people = 0;
    let ageSum = 0;
    for (let block = 0; block < line.end; block++) {
      const active = line.active[block]!;
      const polite = line.polite[block]!;
      const silent = line.silent[block]!;
      if (active === 0 && polite === 0 && silent === 0) continue;
      const age = nowSec - line.meanJoinSec(block);
      people += active;
      ageSum += active * age;
      const bin = ageBin(this.grid, age);
      this.polite[bin]! += polite;
      this.politeExposure[bin]! += active + polite / 2;
      this.watchSilence(block, age - this.delaySec, active, silent);
    }
    this.people = people;
    this.meanAgeSec = people === 0 ? 0 : ageSum / people;
  }

  /** Returns all departures so far; the same lists each time. */
  departures(): Departures {
    const { polite, silent, gone, exposure } = this;
    const share = this.politeShare();
    this.lagSec = (1 - share) * this.delaySec;
    let owed = 0;
    // Who is heard of again after a silence was counted as gone at a younger age.
    for (let bin = this.grid.bins - 1; bin >= 0; bin--) {
      const net = silent[bin]! + owed;
      owed = Math.min(0, net);
      gone[bin] = polite[bin]! + Math.max(0, net);
      exposure[bin] = share * this.politeExposure[bin]! + (1 - share) * this.silentExposure[bin]!;
    }
    let end = this.grid.bins;
    while (end > 0 && exposure[end - 1] === 0 && gone[end - 1] === 0) end--;
    return { gone, exposure, end };
  }

  private watchSilence(block: number, ageSec: number, active: number, silent: number): void {
    if (ageSec < 0 && silent === 0) return;
    const bin = ageBin(this.grid, ageSec);
    if (bin !== this.pendingBin[block]) this.count(block);
    this.pendingBin[block] = bin;
    this.pendingSilent[block]! += silent;
    this.pendingExposure[block]! += active + silent / 2;
    if (!isNarrow(bin)) this.count(block);
  }

  private count(block: number): void {
    const bin = this.pendingBin[block]!;
    this.silent[bin]! += this.pendingSilent[block]!;
    this.silentExposure[bin]! += this.pendingExposure[block]!;
    this.pendingSilent[block] = 0;
    this.pendingExposure[block] = 0;
  }

  private makeRoom(blocks: number): void {
    this.pendingBin = new Int16Array(blocks);
    this.pendingSilent = new Float64Array(blocks);
    this.pendingExposure = new Float64Array(blocks);
  }

  /**
   * Share of leavers who say good-bye; rates per person-second, since silent ones are known later. One half where somebody
   * has and nobody can have been missed yet; none where nobody has.
   */
  private politeShare(): number {
    const polite = total(this.polite);
    if (polite === 0) return 0;
    const comparable = (polite * total(this.silentExposure)) / total(this.politeExposure);
    return (comparable + 1) / (comparable + Math.max(0, total(this.silent)) + 2);
  }
}

function total(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
