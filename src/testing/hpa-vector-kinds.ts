import { defaultBehavior, scaleDownRules, scaleUpRules } from '../kubernetes/hpa-defaults.ts';
import { HpaMemory } from '../kubernetes/hpa-memory.ts';
import { limitLegacy } from '../kubernetes/legacy-scaling.ts';
import { perPodUsage } from '../kubernetes/object-replicas.ts';
import { groupPods } from '../kubernetes/pod-groups.ts';
import { podRequest } from '../kubernetes/pod-request.ts';
import { RecommendationLog } from '../kubernetes/recommendation-log.ts';
import { limitWithBehavior, scaleDownLimit, scaleUpLimit } from '../kubernetes/scaling-policies.ts';
import { stabilize, stabilizeLegacy } from '../kubernetes/stabilization.ts';
import { usageRatio, utilizationRatio } from '../kubernetes/usage-ratio.ts';
import type {
  VectorContainer,
  VectorEvent,
  VectorNumber,
  VectorPod,
  VectorRecommendation,
  VectorRules,
} from './hpa-vector-file.ts';
import { type ReplicaCalcInputs, readinessSettings, replicaCalculation } from './hpa-vector-metrics.ts';
import {
  ago,
  containerRequest,
  initContainerRequest,
  numbers,
  podSamples,
  podStates,
  VECTOR_NOW_MS,
} from './hpa-vector-pods.ts';
import { type ReconcileInputs, reconcile } from './hpa-vector-reconcile.ts';
import { hpaBehavior, scaleEvents, scalingRules, vectorRules } from './hpa-vector-rules.ts';

type Got = Readonly<Record<string, unknown>>;

interface GroupInputs {
  readonly resource: string;
  readonly pods: readonly VectorPod[];
  readonly cpuInitializationPeriodSeconds: number;
  readonly initialReadinessDelaySeconds: number;
}

function podGroups(inputs: GroupInputs): Got {
  const pods = podStates(inputs.pods, inputs.resource, undefined);
  const rules = { nowMs: VECTOR_NOW_MS, settings: readinessSettings(inputs) };
  const groups = groupPods(
    pods,
    podSamples(inputs.pods, (pod) => pod.metric),
    inputs.resource,
    rules,
  );
  const sorted = (names: ReadonlySet<string>) => [...names].sort();
  return {
    readyCount: groups.readyCount,
    unready: sorted(groups.unready),
    missing: sorted(groups.missing),
    ignored: sorted(groups.ignored),
  };
}

interface RequestInputs {
  readonly resource: string;
  readonly container: string | null;
  readonly podLevelResourcesEnabled: boolean;
  readonly pod: {
    readonly name: string;
    readonly containers: readonly VectorContainer[];
    readonly initContainers: readonly VectorContainer[];
    readonly podLevelRequestMilli: VectorNumber | null;
  };
}

function calculateRequests({ resource, container, podLevelResourcesEnabled, pod }: RequestInputs): Got {
  const { podLevelRequestMilli: podLevel } = pod;
  const request = podRequest(
    {
      containers: pod.containers.map((each) => containerRequest(each, resource)),
      initContainers: pod.initContainers.map((each) => initContainerRequest(each, resource)),
      ...(podLevel !== null && { podLevelMilli: { [resource]: Number(podLevel) } }),
    },
    {
      podName: pod.name,
      resource,
      container: container ?? undefined,
      podLevelResources: podLevelResourcesEnabled,
    },
  );
  return request.ok ? { requestMilli: request.milli } : { error: request.error };
}

interface StabilizationInputs {
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  readonly windowSeconds: number;
  readonly scaleUpStabilizationWindowSeconds: number;
  readonly scaleDownStabilizationWindowSeconds: number;
  readonly recommendations: readonly VectorRecommendation[];
}

function logOf({ recommendations }: StabilizationInputs): RecommendationLog {
  return new RecommendationLog(
    recommendations.map(({ replicas, ageSeconds }) => ({ replicas, atMs: ago(ageSeconds) })),
  );
}

function stabilization(inputs: StabilizationInputs): Got {
  const log = logOf(inputs);
  const windows = {
    upMs: inputs.scaleUpStabilizationWindowSeconds * 1000,
    downMs: inputs.scaleDownStabilizationWindowSeconds * 1000,
  };
  const replicas = stabilize(log, inputs.currentReplicas, inputs.desiredReplicas, windows, VECTOR_NOW_MS);
  return { replicas, recommendationsAfter: log.entries.map((entry) => entry.replicas) };
}

function stabilizationLegacy(inputs: StabilizationInputs): Got {
  const log = logOf(inputs);
  const replicas = stabilizeLegacy(log, inputs.desiredReplicas, inputs.windowSeconds * 1000, VECTOR_NOW_MS);
  return { replicas, recommendationCount: log.entries.length };
}

interface LimitInputs {
  readonly direction: 'up' | 'down';
  readonly rules: VectorRules;
  readonly currentReplicas: number;
  readonly desiredReplicas: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly scaleUp: VectorRules;
  readonly scaleDown: VectorRules;
  readonly scaleUpEvents: readonly VectorEvent[];
  readonly scaleDownEvents: readonly VectorEvent[];
  readonly scaleUpLimitFactor: number;
  readonly scaleUpLimitMinimum: number;
}

function historyOf(inputs: LimitInputs): HpaMemory {
  return new HpaMemory({
    scaleUps: scaleEvents(inputs.scaleUpEvents),
    scaleDowns: scaleEvents(inputs.scaleDownEvents),
  });
}

function behaviorLimit(inputs: LimitInputs): Got {
  const behavior = defaultBehavior(hpaBehavior(inputs));
  const { replicas, reason } = limitWithBehavior(inputs, behavior, historyOf(inputs), VECTOR_NOW_MS);
  return { replicas, reason };
}

function scaleLimit(inputs: LimitInputs): Got {
  const given = scalingRules(inputs.rules);
  const { replicas: limit } =
    inputs.direction === 'up'
      ? scaleUpLimit(inputs.currentReplicas, scaleUpRules(given), historyOf(inputs), VECTOR_NOW_MS)
      : scaleDownLimit(inputs.currentReplicas, scaleDownRules(given), historyOf(inputs), VECTOR_NOW_MS);
  return { limit };
}

function normalizeLegacy(inputs: LimitInputs): Got {
  const { replicas, reason } = limitLegacy(inputs, {
    legacyScaleUpFactor: inputs.scaleUpLimitFactor,
    legacyScaleUpMinimum: inputs.scaleUpLimitMinimum,
  });
  return { replicas, reason };
}

interface EventInputs {
  readonly direction: 'up' | 'down';
  readonly rules: VectorRules | null;
  readonly fromReplicas: number;
  readonly toReplicas: number;
  readonly measurePeriodSeconds: number;
  readonly priorEvents: readonly VectorEvent[];
}

function recordedEvents(inputs: EventInputs): Got {
  const { direction, rules, fromReplicas, toReplicas } = inputs;
  const prior = scaleEvents(inputs.priorEvents);
  const memory = new HpaMemory(direction === 'up' ? { scaleUps: prior } : { scaleDowns: prior });
  const events = direction === 'up' ? memory.ups : memory.downs;
  const replicasChangeInPeriod = events.changeWithin(inputs.measurePeriodSeconds * 1000, VECTOR_NOW_MS);
  const behavior = hpaBehavior(direction === 'up' ? { scaleUp: rules } : { scaleDown: rules });
  memory.storeScale(rules === null ? undefined : behavior, fromReplicas, toReplicas, VECTOR_NOW_MS);
  return { replicasChangeInPeriod, eventsAfter: events.stored };
}

interface RatioInputs {
  readonly metricsMilli: Readonly<Record<string, VectorNumber>>;
  readonly requestsMilli: Readonly<Record<string, VectorNumber>>;
  readonly targetUtilization: number;
  readonly targetMilli: VectorNumber;
}

function resourceRatio(inputs: RatioInputs): Got {
  const { metricsMilli, requestsMilli, targetUtilization } = inputs;
  const found = utilizationRatio(numbers(metricsMilli), numbers(requestsMilli), targetUtilization);
  if (found === undefined) return { error: 'no metrics returned matched known pods' };
  return { ratio: found.ratio, utilization: found.percent, rawAverageMilli: found.averageMilli };
}

function metricRatio({ metricsMilli, targetMilli }: RatioInputs): Got {
  const { ratio, averageMilli } = usageRatio(numbers(metricsMilli), Number(targetMilli));
  return { ratio, usageMilli: averageMilli };
}

function perPod({ usageMilli, statusReplicas }: { usageMilli: VectorNumber; statusReplicas: number }): Got {
  return { perPodMilli: perPodUsage(Number(usageMilli), statusReplicas) };
}

function defaultedRules({ direction, spec }: { direction: 'up' | 'down'; spec: VectorRules | null }): Got {
  const given = scalingRules(spec ?? {});
  return { ...vectorRules(direction === 'up' ? scaleUpRules(given) : scaleDownRules(given)) };
}

/** Returns what our functions make of the inputs of a case; undefined for a kind that is not known. */
export function runVector(kind: string, inputs: unknown): Got | undefined {
  switch (kind) {
    case 'replica_calc':
      return replicaCalculation(inputs as ReplicaCalcInputs);
    case 'group_pods':
      return podGroups(inputs as GroupInputs);
    case 'calculate_requests':
      return calculateRequests(inputs as RequestInputs);
    case 'per_pod_usage':
      return perPod(inputs as { usageMilli: VectorNumber; statusReplicas: number });
    case 'utilization_ratio':
      return resourceRatio(inputs as RatioInputs);
    case 'usage_ratio':
      return metricRatio(inputs as RatioInputs);
    case 'stabilization':
      return stabilization(inputs as StabilizationInputs);
    case 'stabilization_legacy':
      return stabilizationLegacy(inputs as StabilizationInputs);
    case 'behavior':
      return behaviorLimit(inputs as LimitInputs);
    case 'scale_limit':
      return scaleLimit(inputs as LimitInputs);
    case 'normalize_legacy':
      return normalizeLegacy(inputs as LimitInputs);
    case 'scale_events':
      return recordedEvents(inputs as EventInputs);
    case 'behavior_defaults':
      return defaultedRules(inputs as { direction: 'up' | 'down'; spec: VectorRules | null });
    case 'reconcile':
      return reconcile(inputs as ReconcileInputs);
    default:
      return undefined;
  }
}
