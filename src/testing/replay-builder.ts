import type { HpaSpec } from '../kubernetes/hpa-spec.ts';
import type { HpaTrace } from '../replay/hpa-trace.ts';
import type { Candidate } from '../replay/metric-needs.ts';
import { replayHpa } from '../replay/replay-hpa.ts';
import type { ReplayOptions } from '../replay/replay-options.ts';
import type { HpaReplayRecord } from '../result/replay-record.ts';

/** No start-up and no lag, so that a law shows without either. */
export const AT_ONCE: ReplayOptions = {
  mode: 'candidate',
  startupMs: 0,
  lagMs: 0,
  memory: 'per-pod',
  seed: 1,
};

/** Returns a recording of a workload whose pods request one core: CPU [millicores] by steps of 15 s. */
export function cpuTrace(cpuMilli: readonly number[], changes: Partial<HpaTrace> = {}): HpaTrace {
  return {
    file: 'trace.csv',
    perPod: false,
    tellsReplicas: false,
    measures: ['cpu'],
    stepMs: 15_000,
    frames: cpuMilli.map((milli, i) => ({ atMs: i * 15_000, totals: new Map([['cpu', milli]]), pods: [] })),
    allowances: { cpuRequest: 1000 },
    ...changes,
  };
}

export function candidate(spec: HpaSpec, name = 'candidate'): Candidate {
  return { name, file: `${name}.yaml`, spec };
}

/** Returns the record of a replay. @throws RangeError where something is missing for it */
export function replayed(
  trace: HpaTrace,
  specs: HpaSpec | readonly Candidate[],
  options: Partial<ReplayOptions> = {},
): HpaReplayRecord {
  const candidates = 'metrics' in specs ? [candidate(specs)] : specs;
  const replay = replayHpa(trace, candidates, { ...AT_ONCE, ...options });
  if (!replay.ok) throw new RangeError(replay.problems.map(({ expected }) => expected).join('; '));
  return replay.record;
}
