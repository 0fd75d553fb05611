import { HpaController } from '../kubernetes/hpa-controller.ts';
import type { HpaDecision } from '../kubernetes/hpa-decision.ts';
import type { CandidateRecord, ReplicaCourse } from '../result/replay-record.ts';
import { CourseWriter } from './course-writer.ts';
import type { TraceFrame } from './hpa-trace.ts';
import type { Candidate } from './metric-needs.ts';
import { RecordedPods } from './recorded-pods.ts';
import { RecordedWorkload } from './recorded-workload.ts';
import type { CandidateRun } from './replay-candidate.ts';
import { readingsOf } from './replay-readings.ts';
import { requestsOf } from './replay-requests.ts';

/**
 * Returns what an autoscaler would have asked for at each pass, shown what was recorded: the replicas, the pods and their
 * newest samples. Its answers change nothing, and scale events are the changes that the recording shows. The first pass
 * is at the first frame, since nobody recorded when the passes were.
 */
export function replayAsRecorded(candidate: Candidate, run: CandidateRun): CandidateRecord {
  const { frames } = run.trace;
  const decisions = decide(candidate, run);
  return {
    ...candidate,
    initialReplicas: frames[0]?.replicas ?? 0,
    decisions,
    course: shadowCourse(decisions, run),
  };
}

function decide({ spec }: Candidate, { trace, settings }: CandidateRun): readonly HpaDecision[] {
  const { frames } = trace;
  const requests = requestsOf(settings);
  const pods = trace.perPod
    ? new RecordedPods(trace, settings, requests)
    : new RecordedWorkload(trace, settings, requests);
  const controller = new HpaController(spec, undefined, { shadow: true });
  const decisions: HpaDecision[] = [];
  const endMs = frames.at(-1)?.atMs ?? 0;
  let shown = 0;
  let sampled = 0;
  for (let nowMs = 0; nowMs <= endMs; nowMs += settings.syncPeriodMs) {
    shown = newestFrame(frames, nowMs, shown);
    const sampleAtMs = nowMs - (settings.lagMs ?? 0);
    sampled = newestFrame(frames, sampleAtMs, sampled);
    const frame = frames[shown]!;
    const sampleFrame = frames[sampled]!;
    const specReplicas = frame.replicas ?? 0;
    const last = decisions.at(-1);
    if (last !== undefined) controller.scaled(last.currentReplicas, specReplicas, last.atMs);
    const states = pods.statesAt(shown, nowMs);
    const decision = controller.sync({
      nowMs,
      specReplicas,
      statusReplicas: states.length,
      pods: states,
      readings: readingsOf(spec, {
        samples: (measure) => pods.samplesAt(sampleFrame, measure, sampleAtMs),
        value: (measure) => sampleFrame.totals.get(measure),
      }),
    });
    decisions.push(decision);
  }
  return decisions;
}

/** Returns the index of the newest frame at an instant, the first where there is none yet. */
function newestFrame(frames: readonly TraceFrame[], nowMs: number, from: number): number {
  let index = from;
  while ((frames[index + 1]?.atMs ?? Number.POSITIVE_INFINITY) <= nowMs) index++;
  return index;
}

function shadowCourse(decisions: readonly HpaDecision[], { trace, capacity }: CandidateRun): ReplicaCourse {
  const writer = new CourseWriter();
  let pass = 0;
  for (const frame of trace.frames) {
    const level = { demandMilli: frame.totals.get(capacity.measure) ?? 0, ready: readyOf(frame) };
    for (; (decisions[pass + 1]?.atMs ?? Number.POSITIVE_INFINITY) <= frame.atMs; pass++) {
      const desired = decisions[pass]?.desiredReplicas ?? 0;
      writer.add(decisions[pass + 1]?.atMs ?? frame.atMs, { ...level, desired });
    }
    writer.add(frame.atMs, { ...level, desired: decisions[pass]?.desiredReplicas ?? 0 });
  }
  return writer.course;
}

/** Returns the recorded replicas over time; undefined where they were not recorded. */
export function recordedCourse({ trace, capacity }: CandidateRun): ReplicaCourse | undefined {
  const writer = new CourseWriter();
  for (const frame of trace.frames) {
    if (frame.replicas === undefined) return undefined;
    const demandMilli = frame.totals.get(capacity.measure) ?? 0;
    writer.add(frame.atMs, { demandMilli, desired: frame.replicas, ready: readyOf(frame) });
  }
  return writer.course;
}

/** Where nothing says which pods were Ready, all that existed are taken for it. */
function readyOf({ ready, replicas }: TraceFrame): number {
  return ready ?? replicas ?? 0;
}
