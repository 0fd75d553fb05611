import { DRAW, keyedUniform } from '../../random/keyed.ts';
import type { WorkloadPlan } from '../workload-plan.ts';
import type { Agenda } from './agenda.ts';
import { drawMs } from './fleet-draws.ts';
import { endSpell, type Pod, setReady } from './pod.ts';
import type { PodStore } from './pod-store.ts';
import { firstReadinessProbe } from './probe-grid.ts';

/**
 * Answers a readiness probe of some pod of a workload (by index) whose application is up; u in (0, 1) is the luck of this
 * pod and probe. Called in ascending order of instants.
 */
export type ProbeAnswers = (workload: number, nowMs: number, u: number) => boolean;

export interface KubeletParts {
  readonly workloads: readonly WorkloadPlan[];
  readonly agenda: Agenda;
  readonly store: PodStore;
  readonly answers: ProbeAnswers;
  /** Called once for each pod that has gone, after it left the store. */
  readonly gone: (pod: Pod, nowMs: number) => void;
}

/**
 * What the kubelets of all nodes do with a pod from the moment it is bound: pull its image, run it, probe it, end it.
 *
 * | stage   | ends                                                                                            |
 * | bound   | when the image is on the node: at once, or with the pull that the node's first pod of it began |
 * | running | when it is asked to end and its drain time is over, or with its node                            |
 *
 * Ready after the first probe that is answered; unready after `failureThreshold` in a row that are not. A probe takes no
 * time. Containers do not crash, and liveness probes are not modelled.
 */
export class Kubelet {
  private readonly parts: KubeletParts;

  constructor(parts: KubeletParts) {
    this.parts = parts;
  }

  /** Takes over a pod whose node has been chosen. */
  bind(pod: Pod, nowMs: number): void {
    if (pod.stage !== 'reserved' || pod.node === undefined || pod.lostMs !== undefined) return;
    pod.stage = 'bound';
    pod.boundMs = nowMs;
    setReady(pod, false, nowMs);
    const { images } = pod.node;
    const pulledMs =
      images.get(pod.workload) ?? nowMs + drawMs(this.plan(pod).startup.pullMs, pod.key, DRAW.pull);
    images.set(pod.workload, pulledMs);
    this.parts.agenda.at(Math.max(nowMs, pulledMs), (atMs) => this.start(pod, atMs));
  }

  /** Puts a pod in place that has been running and ready for long. */
  adopt(pod: Pod, nowMs: number, ageMs: number): void {
    const sinceMs = nowMs - ageMs;
    pod.stage = 'running';
    pod.boundMs = sinceMs;
    pod.runningMs = sinceMs;
    pod.node?.images.set(pod.workload, sinceMs);
    setReady(pod, true, sinceMs);
    this.parts.store.touch(pod);
    const firstMs = nowMs + Math.floor(keyedUniform(pod.key, DRAW.phase) * this.plan(pod).readiness.periodMs);
    this.parts.agenda.at(firstMs, (atMs) => this.probe(pod, 0, atMs));
  }

  /** Asks a pod to end: at once where nothing runs yet, else when it has drained. */
  stop(pod: Pod, nowMs: number): void {
    if (pod.deleting || pod.stage === 'gone') return;
    if (pod.stage !== 'running') {
      this.end(pod, nowMs);
      return;
    }
    pod.deleting = true;
    endSpell(pod, nowMs);
    this.parts.store.touch(pod);
    this.parts.agenda.at(nowMs + this.plan(pod).drainMs, (atMs) => this.end(pod, atMs));
  }

  /** Ends a pod at once; nothing when it has gone. */
  end(pod: Pod, nowMs: number): void {
    if (pod.stage === 'gone') return;
    pod.stage = 'gone';
    endSpell(pod, nowMs);
    this.parts.store.remove(pod);
    this.parts.gone(pod, nowMs);
  }

  /** Cuts a pod off with its node: it serves no more, and the API goes on to show it as it was. */
  lose(pod: Pod, nowMs: number): void {
    pod.lostMs = nowMs;
    endSpell(pod, nowMs);
    this.parts.store.touch(pod);
  }

  private start(pod: Pod, nowMs: number): void {
    if (pod.stage !== 'bound' || pod.lostMs !== undefined) return;
    pod.stage = 'running';
    pod.runningMs = nowMs;
    const { startup, readiness } = this.plan(pod);
    const first = firstReadinessProbe(readiness, drawMs(startup.bootMs, pod.key, DRAW.boot));
    this.parts.agenda.at(nowMs + first.afterMs, (atMs) => this.probe(pod, first.number, atMs));
  }

  private probe(pod: Pod, number: number, nowMs: number): void {
    if (pod.stage === 'gone' || pod.deleting || pod.lostMs !== undefined) return;
    const { readiness } = this.plan(pod);
    const isAnswered = this.parts.answers(pod.workload, nowMs, keyedUniform(pod.key, DRAW.probe + number));
    pod.failedProbes = isAnswered ? 0 : pod.failedProbes + 1;
    const isReady =
      isAnswered || (pod.ready?.status === 'True' && pod.failedProbes < readiness.failureThreshold);
    if (setReady(pod, isReady, nowMs)) this.parts.store.touch(pod);
    this.parts.agenda.at(nowMs + readiness.periodMs, (atMs) => this.probe(pod, number + 1, atMs));
  }

  private plan(pod: Pod): WorkloadPlan {
    return this.parts.workloads[pod.workload]!;
  }
}
