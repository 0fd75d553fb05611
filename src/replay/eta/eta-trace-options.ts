/** How to read a recording of a waiting room. */
export interface EtaTraceOptions {
  /** Names of columns that are passed over. */
  readonly ignored: readonly string[];
  /** The recording begins in the middle of a sale: tickets whose joining it lacks are let in unseen. */
  readonly partial: boolean;
}
