import type { ClusterPlan } from '../workload-plan.ts';
import { Agenda } from './agenda.ts';
import { podKey, type RunSeed } from './fleet-draws.ts';
import { Kubelet, type ProbeAnswers } from './kubelet.ts';
import type { Node } from './node.ts';
import { NodePool } from './node-pool.ts';
import { NodeRemoval } from './node-removal.ts';
import { NodeSupply } from './node-supply.ts';
import type { Pod } from './pod.ts';
import { PodStore } from './pod-store.ts';
import { ReplicaSets } from './replica-sets.ts';
import { Scheduler } from './scheduler.ts';

/** The controllers of a cluster, wired to each other. */
export interface FleetParts {
  readonly agenda: Agenda;
  readonly store: PodStore;
  readonly pool: NodePool;
  readonly kubelet: Kubelet;
  readonly scheduler: Scheduler;
  readonly supply: NodeSupply;
  readonly removal: NodeRemoval;
  readonly replicaSets: ReplicaSets;
  /** Makes a pod that no controller knows yet. */
  readonly makePod: (workload: number, nowMs: number) => Pod;
}

/**
 * Returns the parts of an empty cluster. A pod that goes leaves room for one that waits; a node that comes takes those
 * that wait; a node that ends is replaced where the minimum asks for it.
 */
export function wireFleet(
  plan: ClusterPlan,
  run: RunSeed,
  startMs: number,
  answers: ProbeAnswers,
): FleetParts {
  const { workloads, nodes } = plan;
  const agenda = new Agenda(startMs);
  const store = new PodStore(workloads.length);
  const pool = new NodePool(nodes, run, startMs);
  const makePod = podMaker(plan, run, store);

  const gone = (pod: Pod, nowMs: number): void => {
    scheduler.forget(pod);
    if (pod.node !== undefined) {
      pool.release(pod.node, workloads[pod.workload]!.requests, nowMs);
      removal.endIfDrained(pod.node, nowMs);
    }
    scheduler.retry(nowMs);
  };
  const opened = (node: Node, nowMs: number): void => {
    removal.drawInterruption(node, nowMs);
    scheduler.retry(nowMs);
  };

  const kubelet = new Kubelet({ workloads, agenda, store, answers, gone });
  const bind = (pod: Pod, nowMs: number) => kubelet.bind(pod, nowMs);
  const unschedulable = (nowMs: number) => supply.podWaits(nowMs);
  const scheduler = new Scheduler({ workloads, agenda, pool, bind, unschedulable });
  const waiting = () => scheduler.waiting();
  const supply = new NodeSupply({ plan: nodes, workloads, agenda, pool, waiting, opened });
  const create = (workload: number, nowMs: number) => scheduler.schedule(makePod(workload, nowMs), nowMs);
  const remove = (pod: Pod, nowMs: number) => kubelet.stop(pod, nowMs);
  const replicaSets = new ReplicaSets({ agenda, store, create, remove }, startMs);
  const reconcile = (workload: number, nowMs: number) => replicaSets.reconcile(workload, nowMs);
  const ended = (nowMs: number) => supply.keepMinimum(nowMs);
  const removal = new NodeRemoval({ plan: nodes, agenda, pool, store, kubelet, reconcile, ended });
  return { agenda, store, pool, kubelet, scheduler, supply, removal, replicaSets, makePod };
}

function podMaker(plan: ClusterPlan, run: RunSeed, store: PodStore): FleetParts['makePod'] {
  const made = plan.workloads.map(() => 0);
  return (workload, nowMs) => {
    const number = made[workload] ?? 0;
    made[workload] = number + 1;
    const pod: Pod = {
      workload,
      number,
      name: `${plan.workloads[workload]?.name}-${number}`,
      key: podKey(run, workload, number),
      createdMs: nowMs,
      stage: 'waiting',
      node: undefined,
      waitingSinceMs: nowMs,
      boundMs: undefined,
      runningMs: undefined,
      ready: undefined,
      failedProbes: 0,
      deleting: false,
      lostMs: undefined,
      spells: [],
    };
    store.add(pod);
    return pod;
  };
}
