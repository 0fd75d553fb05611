import type { PodGroups } from './pod-groups.ts';
import type { PodSamples } from './pod-state.ts';
import { wholeReplicas } from './replica-count.ts';
import { isWithin, type Tolerance } from './tolerance.ts';

/** Why a metric leaves the replicas as they are. */
type Hold = 'tolerance' | 'direction';

/** What a metric wants, and how it got there. */
export interface ReplicaProposal {
  readonly replicas: number;
  /** Usage / target, before pods without a usable sample are guessed at; absent where it has no value. */
  readonly ratio?: number;
  /** Pods that the ratio was multiplied by; absent where it was not multiplied. */
  readonly countedPods?: number;
  /** Pods without a usable sample whose usage was guessed; absent where none was needed. */
  readonly guessedPods?: number;
  /** tolerance: too small a difference. direction: the guesses would turn growth to shrinking or back. */
  readonly hold?: Hold;
}

export interface PodReplicasAsk {
  readonly currentReplicas: number;
  readonly groups: PodGroups;
  /** Samples of pods that are neither unready nor ignored [milli-units]; not empty. */
  readonly usageMilli: ReadonlyMap<string, number>;
  readonly tolerance: Tolerance;
  /** Usage / target of a set of samples. */
  ratioOf(usageMilli: ReadonlyMap<string, number>): number;
  /** Usage to assume of a pod without a sample when the others are below target [milli-units]. */
  assumedMilli(podName: string): number;
}

/** Returns the samples that a metric may use, by pod name [milli-units]. Those of unknown pods stay. */
export function usableUsage(samples: PodSamples, groups: PodGroups): Map<string, number> {
  const usage = new Map<string, number>();
  for (const [name, sample] of samples) {
    if (!groups.ignored.has(name) && !groups.unready.has(name)) usage.set(name, Math.ceil(sample.valueMilli));
  }
  return usage;
}

/**
 * Returns the replicas that samples per pod ask for. Pods without a usable sample damp the answer: they are guessed at
 * against the direction of change, and where that turns the direction nothing is changed.
 * Source: kubernetes replica_calculator.go, GetResourceReplicas and calcPlainMetricReplicas.
 */
export function replicasFromPods(ask: PodReplicasAsk): ReplicaProposal {
  const { currentReplicas, groups, tolerance } = ask;
  const ratio = ask.ratioOf(ask.usageMilli);
  const growsWithUnready = ratio > 1 && groups.unready.size > 0;
  if (!growsWithUnready && groups.missing.size === 0) {
    if (isWithin(ratio, tolerance)) return { replicas: currentReplicas, ratio, hold: 'tolerance' };
    const countedPods = groups.readyCount;
    return { replicas: wholeReplicas(ratio * countedPods), ratio, countedPods };
  }
  const guessed = withGuesses(ask, ratio);
  const damped = ask.ratioOf(guessed);
  const replicas = wholeReplicas(damped * guessed.size);
  const found = { ratio, guessedPods: guessed.size - ask.usageMilli.size };
  const turned = (ratio < 1 && damped > 1) || (ratio > 1 && damped < 1);
  if (!turned && isWithin(damped, tolerance))
    return { ...found, replicas: currentReplicas, hold: 'tolerance' };
  const contrary = damped < 1 ? replicas > currentReplicas : replicas < currentReplicas;
  if (turned || contrary) return { ...found, replicas: currentReplicas, hold: 'direction' };
  return { ...found, replicas, countedPods: guessed.size };
}

function withGuesses(ask: PodReplicasAsk, ratio: number): Map<string, number> {
  const guessed = new Map(ask.usageMilli);
  if (ratio < 1) for (const name of ask.groups.missing) guessed.set(name, ask.assumedMilli(name));
  if (ratio > 1) {
    for (const name of ask.groups.missing) guessed.set(name, 0);
    for (const name of ask.groups.unready) guessed.set(name, 0);
  }
  return guessed;
}
