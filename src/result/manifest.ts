/** What made a result, so that it can be made again. Everything but `run` is the same for every run of one plan. */
export interface Manifest {
  /** Version of tacos. */
  readonly version: string;
  /** Path of the scenario as the user gave it. */
  readonly scenario: string;
  /** SHA-256 (hex) of the effective scenario. */
  readonly scenarioHash: string;
  /** `--set` overrides in force, as given. */
  readonly overrides: readonly string[];
  readonly seed: number;
  /** Replications that were run. */
  readonly replications: number;
  /** The command line that does the same, without where its output goes. */
  readonly command: string;
  /** Present where a target answered, in real time: such a run cannot be made again byte for byte. */
  readonly live?: { readonly target: string };
  /** Facts of one run on one machine; absent where bytes must not depend on them. */
  readonly run?: RunFacts;
}

export interface RunFacts {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly elapsedMs: number;
  /** Simulation events, and status polls, of all replications over the elapsed time. */
  readonly eventsPerSec: number;
  readonly pollsPerSec: number;
  readonly workers: number;
  /** Operating system, processor architecture and Node version. */
  readonly host: string;
}

/** Returns the manifest without the facts of its run. */
export function withoutRun(manifest: Manifest): Manifest {
  const { run: _, ...rest } = manifest;
  return rest;
}
