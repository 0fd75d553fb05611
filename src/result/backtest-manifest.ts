/** What made a backtest, so that it can be made again. The same for every backtest of one recording and the same options. */
export interface BacktestManifest {
  /** Version of tacos. */
  readonly version: string;
  readonly kind: 'replay-eta';
  /** Path of the recording as the user gave it, with the SHA-256 (hex) and the size of its bytes. */
  readonly trace: string;
  readonly traceHash: string;
  readonly traceBytes: number;
  /** The command line that does the same, without where its output goes. */
  readonly command: string;
}
