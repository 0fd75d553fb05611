import type { Distribution } from '../../random/distribution.ts';

/** A part of a crowd that is expected to give up: how large it is, and after how long its people do. */
export interface PatienceClass {
  /** Share of all tickets (0..1]; shares of all parts add up to 1 at most, and the rest wait for ever. */
  readonly share: number;
  readonly durationMs: Distribution;
}
