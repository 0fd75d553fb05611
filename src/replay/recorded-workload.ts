import type { PodRequests } from '../kubernetes/pod-request.ts';
import type { PodSample, PodSamples, PodState } from '../kubernetes/pod-state.ts';
import type { ReplaySettings } from '../result/replay-record.ts';
import type { HpaTrace, TraceFrame } from './hpa-trace.ts';
import { SAMPLE_WINDOW_MS } from './recorded-pods.ts';
import { podStatesOf, ReplayPods } from './replay-pods.ts';

/**
 * The pods of a recording of the whole workload as an autoscaler may have seen them: as many as were recorded, the
 * youngest going first, each Ready one with an equal share. Which are Ready is what a column says, else what the time
 * that a start takes makes of them.
 */
export class RecordedWorkload {
  private readonly trace: HpaTrace;
  private readonly requests: PodRequests;
  private readonly pods: ReplayPods;
  private reached = -1;

  constructor(trace: HpaTrace, settings: ReplaySettings, requests: PodRequests) {
    this.trace = trace;
    this.requests = requests;
    this.pods = new ReplayPods(trace.frames[0]?.replicas ?? 0, settings.startupMs, settings.seed);
  }

  /** Returns the pods at a frame, by its index; indices must not run backwards. */
  statesAt(index: number, nowMs: number): readonly PodState[] {
    while (this.reached < index) {
      const frame = this.trace.frames[++this.reached];
      if (frame?.replicas !== undefined) this.pods.setReplicas(frame.replicas, frame.atMs);
      if (frame?.ready !== undefined) this.pods.setReady(frame.ready, frame.atMs);
    }
    return podStatesOf(this.pods.all, this.requests, nowMs);
  }

  /** Returns the samples that were there at an instant, by pod name: memory of every pod, all else of the Ready ones. */
  samplesAt({ totals, atMs }: TraceFrame, measure: string, nowMs: number): PodSamples {
    const total = totals.get(measure);
    const running = this.pods.all.filter(({ runningMs }) => runningMs <= nowMs);
    const sharing = measure === 'memory' ? running : running.filter(({ readyMs }) => readyMs <= nowMs);
    const samples = new Map<string, PodSample>();
    if (total === undefined) return samples;
    for (const pod of running) {
      const valueMilli = sharing.includes(pod) ? total / sharing.length : 0;
      samples.set(pod.name, { valueMilli, atMs, windowMs: SAMPLE_WINDOW_MS });
    }
    return samples;
  }
}
