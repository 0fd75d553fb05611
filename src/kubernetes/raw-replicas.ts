import { failure, type MetricOutcome } from './metric-outcome.ts';
import { groupPods } from './pod-groups.ts';
import { replicasFromPods, usableUsage } from './pod-replicas.ts';
import { NO_USABLE_SAMPLE, type PodMetricPass } from './resource-replicas.ts';
import { usageRatio } from './usage-ratio.ts';

/**
 * Returns what a target per pod asks for: the mean of all samples, those of unknown pods included, against the target
 * [milli-units]. `resource` is undefined for custom metrics. Source: kubernetes replica_calculator.go, calcPlainMetricReplicas.
 */
export function averageReplicas(
  pass: PodMetricPass,
  resource: string | undefined,
  targetMilli: number,
): MetricOutcome {
  if (pass.pods.length === 0) return failure('no pods returned by selector while calculating replica count');
  const groups = groupPods(pass.pods, pass.samples, resource, pass);
  const usageMilli = usableUsage(pass.samples, groups);
  if (usageMilli.size === 0) return failure(NO_USABLE_SAMPLE);
  const proposal = replicasFromPods({
    currentReplicas: pass.currentReplicas,
    groups,
    usageMilli,
    tolerance: pass.tolerance,
    ratioOf: (usage) => usageRatio(usage, targetMilli).ratio,
    assumedMilli: () => targetMilli,
  });
  return { kind: 'proposal', ...proposal, averageMilli: usageRatio(usageMilli, targetMilli).averageMilli };
}
