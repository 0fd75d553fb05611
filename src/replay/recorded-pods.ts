import type { PodRequests } from '../kubernetes/pod-request.ts';
import type { PodSample, PodSamples, PodState } from '../kubernetes/pod-state.ts';
import type { ReplaySettings } from '../result/replay-record.ts';
import type { HpaTrace, TraceFrame } from './hpa-trace.ts';

/** Pods of the first frame have been ready for this long [ms]. */
const SETTLED_MS = 3_600_000;

/** Window of a recorded sample, that of a metrics server with its usual resolution [ms]. */
export const SAMPLE_WINDOW_MS = 15_000;

/** A sample is served for this many steps; a pod that is not measured then has none. */
const SAMPLE_STEPS = 1.5;

interface Seen {
  readonly startedAtMs: number;
  ready: { readonly status: 'True' | 'False'; readonly sinceMs: number };
}

/**
 * The pods of a recording per pod as an autoscaler saw them. A pod that appears was created then; what a column does not
 * say of it is taken from the time that a start takes. Replicas beyond the pods that were measured are still starting.
 */
export class RecordedPods {
  private readonly trace: HpaTrace;
  private readonly settings: ReplaySettings;
  private readonly requests: PodRequests;
  private readonly seen = new Map<string, Seen>();
  private reached = -1;

  constructor(trace: HpaTrace, settings: ReplaySettings, requests: PodRequests) {
    this.trace = trace;
    this.settings = settings;
    this.requests = requests;
  }

  /** Returns the pods at a frame, by its index; indices must not run backwards. */
  statesAt(index: number, nowMs: number): readonly PodState[] {
    while (this.reached < index) this.look(++this.reached);
    const { pods = [], replicas = 0 } = this.trace.frames[index] ?? {};
    const states = pods.map(({ name }) => this.stateOf(name, nowMs));
    for (let i = pods.length; i < replicas; i++) states.push(starting(`starting-${i}`, this.requests));
    return states;
  }

  /** Returns the samples that were there at an instant, by pod name. */
  samplesAt(frame: TraceFrame, measure: string, atMs: number): PodSamples {
    const samples = new Map<string, PodSample>();
    for (const { name, values, sampledAtMs } of frame.pods) {
      const valueMilli = values.get(measure);
      if (valueMilli === undefined || atMs - sampledAtMs > SAMPLE_STEPS * this.trace.stepMs) continue;
      samples.set(name, { valueMilli, atMs: sampledAtMs, windowMs: SAMPLE_WINDOW_MS });
    }
    return samples;
  }

  private look(index: number): void {
    const frame = this.trace.frames[index];
    const atMs = frame?.atMs ?? 0;
    for (const { name, ready } of frame?.pods ?? []) {
      const known = this.seen.get(name);
      const status = ready === false ? 'False' : 'True';
      if (known === undefined) this.seen.set(name, this.firstSight(index, ready, atMs));
      else if (ready !== undefined && known.ready.status !== status) known.ready = { status, sinceMs: atMs };
    }
  }

  private firstSight(index: number, ready: boolean | undefined, atMs: number): Seen {
    if (index === 0) {
      const sinceMs = -SETTLED_MS;
      return { startedAtMs: sinceMs, ready: { status: ready === false ? 'False' : 'True', sinceMs } };
    }
    const sinceMs = ready === undefined ? atMs + this.settings.startupMs : atMs;
    return { startedAtMs: atMs, ready: { status: ready === false ? 'False' : 'True', sinceMs } };
  }

  private stateOf(name: string, nowMs: number): PodState {
    const { startedAtMs, ready } = this.seen.get(name) ?? this.firstSight(0, undefined, 0);
    const isYet = ready.sinceMs <= nowMs;
    const shown = isYet ? ready : ({ status: 'False', sinceMs: startedAtMs } as const);
    return { name, phase: 'Running', deleting: false, startedAtMs, ready: shown, requests: this.requests };
  }
}

function starting(name: string, requests: PodRequests): PodState {
  return { name, phase: 'Pending', deleting: false, requests };
}
