import type { Problem } from '../errors.ts';
import type { HpaReplayRecord, ReplayedTrace } from '../result/replay-record.ts';
import { checkReplay } from './check-replay.ts';
import type { HpaTrace } from './hpa-trace.ts';
import { type Candidate, capacityOf } from './metric-needs.ts';
import { recordedCourse, replayAsRecorded } from './replay-as-recorded.ts';
import { type CandidateRun, replayCandidate } from './replay-candidate.ts';
import { type ReplayOptions, settingsOf } from './replay-options.ts';

export type HpaReplay =
  | { readonly ok: true; readonly record: HpaReplayRecord }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** A pod this close to its limit may have wanted more: throttling begins below a mean of the whole limit. */
const SATURATED_SHARE = 0.95;

/**
 * Returns what autoscalers would have done under a recorded demand, each on its own, or what is missing for it. Same
 * recording, autoscalers and options, same record.
 */
export function replayHpa(
  trace: HpaTrace,
  candidates: readonly Candidate[],
  options: ReplayOptions,
): HpaReplay {
  const problems = checkReplay(trace, candidates, options);
  const capacity = capacityOf(trace, candidates);
  if (problems.length > 0 || capacity === undefined) return { ok: false, problems };
  const settings = settingsOf(trace, options);
  const run: CandidateRun = { trace, settings, capacity, initialReplicas: options.initialReplicas };
  const replay = options.mode === 'candidate' ? replayCandidate : replayAsRecorded;
  const recorded = recordedCourse(run);
  const record: HpaReplayRecord = {
    trace: replayedTrace(trace),
    settings,
    capacity,
    candidates: candidates.map((candidate) => replay(candidate, run)),
    ...(recorded === undefined ? {} : { recorded }),
  };
  return { ok: true, record };
}

function replayedTrace(trace: HpaTrace): ReplayedTrace {
  const { file, perPod, tellsReplicas, measures, startEpochMs, stepMs, frames } = trace;
  const saturation = saturationOf(trace);
  return {
    file,
    perPod,
    tellsReplicas,
    tellsReady: frames.every(({ ready }) => ready !== undefined),
    measures,
    ...(startEpochMs === undefined ? {} : { startEpochMs }),
    stepMs,
    frames: frames.length,
    endMs: frames.at(-1)?.atMs ?? 0,
    ...(saturation === undefined ? {} : { saturation }),
  };
}

/** Counts samples of pods; of a recording of the workload the mean over its Ready pods is the sample. */
function saturationOf({ frames, measures, allowances }: HpaTrace): ReplayedTrace['saturation'] {
  const { cpuLimit } = allowances;
  if (cpuLimit === undefined || !measures.includes('cpu')) return undefined;
  let samples = 0;
  let atLimit = 0;
  const count = (milli: number | undefined) => {
    if (milli === undefined) return;
    samples++;
    if (milli >= SATURATED_SHARE * cpuLimit) atLimit++;
  };
  for (const { pods, totals, ready, replicas } of frames) {
    const total = totals.get('cpu');
    const sharing = ready ?? replicas ?? 0;
    if (pods.length > 0) for (const { values } of pods) count(values.get('cpu'));
    else if (sharing > 0 && total !== undefined) count(total / sharing);
  }
  return { samples, atLimit };
}
