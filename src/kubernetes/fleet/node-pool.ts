import type { NodePlan, PodResources } from '../workload-plan.ts';
import { nodeKey, type RunSeed } from './fleet-draws.ts';
import { addPod, chooseNode, type Node } from './node.ts';

/** Nodes at one instant. */
export interface NodeCounts {
  /** Held and paid for, those on the way and those that drain included. */
  readonly held: number;
  /** Take pods. */
  readonly ready: number;
  /** Of those held. */
  readonly spot: number;
  /** Requested over allocatable CPU of the ready nodes, 0..1; 0 without any. */
  readonly packed: number;
}

/** Time for which nodes were held [s], summed over nodes. */
export interface NodeSeconds {
  readonly onDemand: number;
  readonly spot: number;
}

/** Floating-point share x count may fall short of a whole number. */
const ROUNDING = 1e-9;

/**
 * The nodes that are held, from the request to the end of the machine. The time held is what is paid for: EC2 bills by
 * the second from launch, which follows the request within seconds.
 *
 * Invariants: a node's load is the sum of the requests of the pods placed on it; spot nodes are at most their share of
 * the nodes held whenever one is added.
 */
export class NodePool {
  readonly plan: NodePlan;
  private readonly run: RunSeed;
  private held: readonly Node[] = [];
  private takers: readonly Node[] = [];
  private made = 0;
  private most = 0;
  private spotHeld = 0;
  private settledMs: number;
  private onDemandMs = 0;
  private spotMs = 0;

  constructor(plan: NodePlan, run: RunSeed, startMs: number) {
    this.plan = plan;
    this.run = run;
    this.settledMs = startMs;
  }

  /** Nodes held, oldest first. */
  nodes(): readonly Node[] {
    return this.held;
  }

  /** Nodes that take pods, oldest first. */
  ready(): readonly Node[] {
    return this.takers;
  }

  /** Most nodes held at once since the start. */
  get peakNodes(): number {
    return this.most;
  }

  /** Asks for a node; it is spot where that keeps the share of spot nodes at or below the plan's. */
  request(nowMs: number): Node {
    this.settle(nowMs);
    const spot = this.spotHeld < Math.floor(this.plan.spotShare * (this.held.length + 1) + ROUNDING);
    const node: Node = {
      number: this.made,
      key: nodeKey(this.run, this.made),
      spot,
      state: 'coming',
      changedMs: nowMs,
      unneededSinceMs: undefined,
      images: new Map(),
      pods: 0,
      cpuMillicores: 0,
      memoryMiB: 0,
    };
    this.made++;
    this.held = [...this.held, node];
    this.spotHeld += spot ? 1 : 0;
    this.most = Math.max(this.most, this.held.length);
    return node;
  }

  /** Lets a node take pods. */
  open(node: Node, nowMs: number): void {
    node.state = 'ready';
    node.changedMs = nowMs;
    this.listTakers();
  }

  /** Lets a node take no more pods. */
  cordon(node: Node): void {
    node.state = 'draining';
    this.listTakers();
  }

  /** Ends a node and the payment for it; nothing when it has ended already. */
  end(node: Node, nowMs: number): void {
    if (node.state === 'gone') return;
    this.settle(nowMs);
    node.state = 'gone';
    this.held = this.held.filter((other) => other !== node);
    this.spotHeld -= node.spot ? 1 : 0;
    this.listTakers();
  }

  /** The node that the scheduler chooses for a pod; undefined when none has room. */
  choose(pod: PodResources): Node | undefined {
    return chooseNode(this.takers, pod, this.plan);
  }

  place(node: Node, pod: PodResources, nowMs: number): void {
    addPod(node, pod, 1);
    node.changedMs = nowMs;
  }

  release(node: Node, pod: PodResources, nowMs: number): void {
    addPod(node, pod, -1);
    node.changedMs = nowMs;
  }

  counts(): NodeCounts {
    const requested = this.takers.reduce((sum, node) => sum + node.cpuMillicores, 0);
    const allocatable = this.takers.length * this.plan.allocatable.cpuMillicores;
    return {
      held: this.held.length,
      ready: this.takers.length,
      spot: this.spotHeld,
      packed: allocatable === 0 ? 0 : requested / allocatable,
    };
  }

  /** Node time held from the start to an instant that is not before the last change. */
  nodeSeconds(nowMs: number): NodeSeconds {
    this.settle(nowMs);
    return { onDemand: this.onDemandMs / 1000, spot: this.spotMs / 1000 };
  }

  private settle(nowMs: number): void {
    const spanMs = nowMs - this.settledMs;
    this.spotMs += this.spotHeld * spanMs;
    this.onDemandMs += (this.held.length - this.spotHeld) * spanMs;
    this.settledMs = nowMs;
  }

  private listTakers(): void {
    this.takers = this.held.filter(({ state }) => state === 'ready');
  }
}
