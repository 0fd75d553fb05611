import type { PodRequests } from '../pod-request.ts';
import type { PodState } from '../pod-state.ts';
import type { Node } from './node.ts';

/**
 * waiting: no node has room. reserved: a node is chosen. bound: its kubelet has it and gets the image. running: its
 * container runs, ready or not, until it has gone.
 */
type PodStage = 'waiting' | 'reserved' | 'bound' | 'running' | 'gone';

/** A span of time in which a pod took requests. */
interface ReadySpell {
  readonly fromMs: number;
  /** Absent: it still does. */
  untilMs: number | undefined;
}

/** One pod from creation to its end. Only the parts of the fleet change it. */
export interface Pod {
  /** Index of its workload. */
  readonly workload: number;
  /** 0-based, in order of creation within the workload. */
  readonly number: number;
  readonly name: string;
  /** Of its draws. */
  readonly key: number;
  readonly createdMs: number;
  stage: PodStage;
  node: Node | undefined;
  /** Since when it has asked in vain for a node; counted anew when no more nodes may be had. */
  waitingSinceMs: number;
  boundMs: number | undefined;
  runningMs: number | undefined;
  /** The Ready condition as the API shows it; absent before the kubelet has seen the pod. */
  ready: { readonly status: 'True' | 'False'; readonly sinceMs: number } | undefined;
  /** Probes in a row that were not answered. */
  failedProbes: number;
  deleting: boolean;
  /** When its node was lost; absent: it was not. */
  lostMs: number | undefined;
  /** Ascending. */
  readonly spells: ReadySpell[];
}

/** Returns whether a pod takes requests. */
export function isServing(pod: Pod): boolean {
  return pod.ready?.status === 'True' && !pod.deleting && pod.lostMs === undefined;
}

/** Sets the Ready condition, and begins or ends a spell of serving; returns whether it has changed. */
export function setReady(pod: Pod, isReady: boolean, nowMs: number): boolean {
  const status = isReady ? 'True' : 'False';
  if (pod.ready?.status === status) return false;
  pod.ready = { status, sinceMs: nowMs };
  if (isReady) pod.spells.push({ fromMs: nowMs, untilMs: undefined });
  else endSpell(pod, nowMs);
  return true;
}

/** Ends the spell of serving that is under way, if any. */
export function endSpell(pod: Pod, nowMs: number): void {
  const last = pod.spells.at(-1);
  if (last !== undefined) last.untilMs ??= nowMs;
}

/** Returns the pod as the autoscaler sees it through the API. */
export function podState(pod: Pod, requests: PodRequests): PodState {
  return {
    name: pod.name,
    phase: pod.stage === 'running' ? 'Running' : 'Pending',
    deleting: pod.deleting,
    ...(pod.boundMs !== undefined && { startedAtMs: pod.boundMs }),
    ...(pod.ready && { ready: pod.ready }),
    requests,
  };
}
