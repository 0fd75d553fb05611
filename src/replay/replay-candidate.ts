import { phaseMs, workloadKey } from '../kubernetes/fleet/fleet-draws.ts';
import { HpaController } from '../kubernetes/hpa-controller.ts';
import type { HpaDecision } from '../kubernetes/hpa-decision.ts';
import type { PodRequests } from '../kubernetes/pod-request.ts';
import type { CandidateRecord, PodCapacity, ReplaySettings } from '../result/replay-record.ts';
import { CourseWriter } from './course-writer.ts';
import type { HpaTrace } from './hpa-trace.ts';
import type { Candidate } from './metric-needs.ts';
import { demandOf, type RecordedDemand } from './recorded-demand.ts';
import { podStatesOf, ReplayPods } from './replay-pods.ts';
import { readingsOf } from './replay-readings.ts';
import { requestsOf } from './replay-requests.ts';
import { ReplaySamples } from './replay-samples.ts';

/** A recording, and the terms on which autoscalers are held to it. */
export interface CandidateRun {
  readonly trace: HpaTrace;
  readonly settings: ReplaySettings;
  readonly capacity: PodCapacity;
  /** Replicas at first, before the autoscaler's bounds. */
  readonly initialReplicas: number | undefined;
}

/**
 * Returns what an autoscaler would have done under the recorded demand with the replicas that it decided on itself. Open
 * loop: demand is what was recorded whatever the replicas are, and what they cannot carry is not made up for later. The
 * pass at an instant sees what was measured before it; pods that it asks for are created at once.
 */
export function replayCandidate(candidate: Candidate, run: CandidateRun): CandidateRecord {
  const { trace } = run;
  const { minReplicas, maxReplicas } = candidate.spec;
  const wanted = run.initialReplicas ?? trace.frames[0]?.replicas ?? minReplicas;
  const initialReplicas = Math.min(Math.max(wanted, minReplicas), maxReplicas);
  const replay = new CandidateReplay(candidate, run, initialReplicas);
  for (const frame of trace.frames) replay.runTo(frame.atMs);
  return { ...candidate, initialReplicas, decisions: replay.decisions, course: replay.course };
}

class CandidateReplay {
  readonly decisions: HpaDecision[] = [];
  private readonly candidate: Candidate;
  private readonly run: CandidateRun;
  private readonly controller: HpaController;
  private readonly demand: RecordedDemand;
  private readonly requests: PodRequests;
  private readonly pods: ReplayPods;
  private readonly samples: ReplaySamples;
  private readonly writer = new CourseWriter();
  private nowMs = 0;
  private desired: number;
  private nextPassMs: number;

  constructor(candidate: Candidate, run: CandidateRun, initialReplicas: number) {
    const { settings, trace } = run;
    this.candidate = candidate;
    this.run = run;
    this.controller = new HpaController(candidate.spec);
    this.demand = demandOf(trace);
    this.requests = requestsOf(settings);
    this.pods = new ReplayPods(initialReplicas, settings.startupMs, settings.seed);
    this.samples = new ReplaySamples(this.demand, settings, initialReplicas);
    this.desired = initialReplicas;
    this.nextPassMs = phaseMs(settings.syncPeriodMs, workloadKey({ seed: settings.seed, replication: 0 }, 0));
  }

  get course() {
    return this.writer.course;
  }

  /** Goes on to an instant, through every change of the Ready pods and every pass up to it. */
  runTo(untilMs: number): void {
    while (this.nowMs < untilMs || this.nextPassMs <= untilMs) {
      const next = Math.min(untilMs, this.nextPassMs, this.pods.nextReadyMs(this.nowMs));
      this.goTo(next);
      if (next === this.nextPassMs) this.pass();
    }
  }

  private goTo(nextMs: number): void {
    const { nowMs, demand, run, desired } = this;
    const ready = this.pods.readyCount(nowMs);
    this.samples.record(nowMs, nextMs, ready);
    const demandMilli = demand.totals.get(run.capacity.measure)?.levelAt(nextMs) ?? 0;
    this.writer.add(nextMs, { demandMilli, desired, ready });
    this.nowMs = nextMs;
  }

  private pass(): void {
    const { nowMs, pods, samples, candidate, run } = this;
    const decision = this.controller.sync({
      nowMs,
      specReplicas: this.desired,
      statusReplicas: pods.all.length,
      pods: podStatesOf(pods.all, this.requests, nowMs),
      readings: readingsOf(candidate.spec, {
        samples: (measure) => samples.ofPods(pods.all, measure, nowMs),
        value: (measure) => samples.ofWorkload(measure, nowMs),
      }),
    });
    this.decisions.push(decision);
    this.desired = decision.desiredReplicas;
    this.pods.setReplicas(this.desired, nowMs);
    this.nextPassMs += run.settings.syncPeriodMs;
  }
}
