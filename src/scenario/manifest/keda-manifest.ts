import type { KedaSpec } from '../../kubernetes/keda-spec.ts';
import type { Report } from '../report.ts';
import { checked } from '../schema/choice.ts';
import { anything } from '../schema/dictionary.ts';
import { list } from '../schema/list.ts';
import { object } from '../schema/object.ts';
import { flag, text } from '../schema/scalar.ts';
import { type ObjectOf, optional, required, unavailable } from '../schema/schema.ts';
import type { SourceReader } from '../source.ts';
import { readObject, type WantedObject } from './documents.ts';
import { metadataSchema, wholeNumber } from './fields.ts';
import { behaviorSchema, hpaBehavior } from './hpa-behavior.ts';
import { triggerSchema } from './keda-triggers.ts';

const MAX_INT32 = 2_147_483_647;

const WANTED: WantedObject = {
  kind: 'ScaledObject',
  apiVersion: 'keda.sh/v1alpha1',
  otherVersions: {
    'keda.k8s.io/v1alpha1':
      'apiVersion: keda.sh/v1alpha1, with scaleTargetRef.name in place of scaleTargetRef.deploymentName',
  },
};

const hpaConfig = {
  name: optional(text(), 'Name of the autoscaler that KEDA makes.'),
  behavior: optional(behaviorSchema, 'Scaling rules.'),
};

const advanced = {
  restoreToOriginalReplicaCount: optional(flag(), 'What happens when the object is deleted.'),
  horizontalPodAutoscalerConfig: optional(object(hpaConfig), 'The autoscaler that KEDA makes.'),
  scalingModifiers: unavailable(anything(), 'A formula over the triggers.'),
};

const fallback = {
  failureThreshold: required(wholeNumber(0, MAX_INT32), 'Failures in a row after which it counts.'),
  replicas: required(wholeNumber(0, MAX_INT32), 'Replicas that are then asked for.'),
};

const target = {
  apiVersion: optional(text(), 'API version of the target.'),
  kind: optional(text(), 'Kind of the target.'),
  name: required(text('the name of a workload'), 'Name of the target.'),
  envSourceContainerName: optional(text(), 'Container whose environment scalers read.'),
};

const spec = {
  scaleTargetRef: required(object(target), 'What is scaled.'),
  pollingInterval: optional(wholeNumber(1, MAX_INT32), 'Seconds between two looks.'),
  cooldownPeriod: optional(wholeNumber(0, MAX_INT32), 'Seconds without load before it goes to zero.'),
  initialCooldownPeriod: optional(wholeNumber(0, MAX_INT32), 'Seconds after its creation without that.'),
  idleReplicaCount: optional(wholeNumber(0, 0), 'Replicas while nothing is active; only 0 is possible.'),
  minReplicaCount: optional(wholeNumber(0, MAX_INT32), 'Fewest replicas.'),
  maxReplicaCount: optional(wholeNumber(1, MAX_INT32), 'Most replicas.'),
  fallback: optional(object(fallback), 'What counts when a source cannot be read.'),
  advanced: optional(object(advanced), 'The autoscaler behind it.'),
  triggers: required(list(triggerSchema, { minItems: 1, maxItems: 100 }), 'Sources of load.'),
};

const specSchema = checked(object(spec), (checkedSpec) => {
  const { minReplicaCount = 0, maxReplicaCount = 100, idleReplicaCount } = checkedSpec;
  if (minReplicaCount > maxReplicaCount) {
    return {
      code: 'out-of-range',
      key: 'minReplicaCount',
      expected: `at most maxReplicaCount, ${maxReplicaCount}`,
      cure: String(maxReplicaCount),
    };
  }
  if (idleReplicaCount === undefined || idleReplicaCount < minReplicaCount) return undefined;
  return {
    code: 'out-of-range',
    key: 'idleReplicaCount',
    expected: `below minReplicaCount, ${minReplicaCount}`,
  };
});

const manifestSchema = object({
  apiVersion: required(text(), 'API version.'),
  kind: required(text(), 'Kind.'),
  metadata: required(metadataSchema, 'Metadata.'),
  spec: required(specSchema, 'Specification.'),
  status: optional(anything(), 'Status.'),
});

/**
 * Returns the ScaledObject (keda.sh/v1alpha1) of a manifest file with KEDA's defaults, or undefined after reporting
 * every problem at its place in the manifest. Triggers may be of any type that scales on an amount outside the pods.
 */
export function readKedaManifest(file: string, read: SourceReader, report: Report): KedaSpec | undefined {
  const found = readObject(file, read, WANTED, report);
  const manifest = found === undefined ? undefined : manifestSchema.check(found, '', report);
  return manifest === undefined ? undefined : kedaSpec(manifest.spec);
}

function kedaSpec(section: ObjectOf<typeof spec>): KedaSpec {
  const behavior = section.advanced?.horizontalPodAutoscalerConfig?.behavior;
  const { idleReplicaCount, fallback: given } = section;
  return {
    pollingIntervalSec: section.pollingInterval ?? 30,
    cooldownPeriodSec: section.cooldownPeriod ?? 300,
    initialCooldownPeriodSec: section.initialCooldownPeriod ?? 0,
    ...(idleReplicaCount === undefined ? {} : { idleReplicaCount }),
    minReplicaCount: section.minReplicaCount ?? 0,
    maxReplicaCount: section.maxReplicaCount ?? 100,
    triggers: section.triggers,
    ...(given === undefined ? {} : { fallback: given }),
    ...(behavior === undefined ? {} : { behavior: hpaBehavior(behavior) }),
  };
}
