import { SlidingWindow } from './sliding-window.ts';

/** Widths of the reference gateway's three windows [s]. */
export const WINDOWS_SEC = [60, 300, 900] as const;

/** Completed seconds whose cumulative counts are kept: the widest window and a little more. */
const HISTORY_SEC = 1024;

/** Who was admitted, as far as a log that names users can tell. */
export interface Admitted {
  /** All anonymous visitors are one and the same member of a by-user log. */
  readonly anonymous: boolean;
  /** Second of the last earlier admission of the same user; its entry moves. Of no account when anonymous. */
  readonly beforeSec: number | undefined;
}

/**
 * Admissions as estimators see them: the gateway's own windows (which a by-user log may undercount) and exact counts of
 * completed seconds.
 */
export class AdmissionLog {
  total = 0;
  /** Second of the first admission. */
  firstSec: number | undefined;
  private readonly windows = new SlidingWindow(WINDOWS_SEC);
  private readonly byUser: boolean;
  private anonymousSec: number | undefined;
  private second = 0;
  /** Admissions before each of the last seconds began, a ring. */
  private readonly before = new Float64Array(HISTORY_SEC);

  constructor(byUser: boolean) {
    this.byUser = byUser;
  }

  /** Moves to a second; all seconds before it are complete. */
  advanceTo(second: number): void {
    this.windows.advanceTo(second);
    while (this.second < second) {
      this.second++;
      this.before[this.second % HISTORY_SEC] = this.total;
    }
  }

  record(admitted: Admitted): void {
    this.total++;
    this.firstSec ??= this.second;
    this.windows.record();
    if (!this.byUser) return;
    const movedSec = admitted.anonymous ? this.anonymousSec : admitted.beforeSec;
    if (movedSec !== undefined) this.windows.takeBack(movedSec);
    if (admitted.anonymous) this.anonymousSec = this.second;
  }

  /** Entries of the log in window `index` of WINDOWS_SEC, the present second included. */
  logged(index: number): number {
    return this.windows.count(index);
  }

  /** Admissions in the completed seconds [from, present), from not more than 1,000 s ago. */
  completedSince(fromSec: number): number {
    return this.before[this.second % HISTORY_SEC]! - this.before[Math.max(0, fromSec) % HISTORY_SEC]!;
  }

  /** The present second, whole seconds since the run began. */
  get nowSec(): number {
    return this.second;
  }
}
