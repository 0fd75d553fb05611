/** What made a replay, so that it can be made again. The same for every replay of one recording and the same options. */
export interface ReplayManifest {
  /** Version of tacos. */
  readonly version: string;
  readonly kind: 'replay-hpa';
  /** Path of the recording as the user gave it, and the SHA-256 (hex) of its text. */
  readonly trace: string;
  readonly traceHash: string;
  /** Manifests of the autoscalers, likewise. */
  readonly autoscalers: readonly { readonly file: string; readonly hash: string }[];
  readonly seed: number;
  /** The command line that does the same, without where its output goes. */
  readonly command: string;
}
