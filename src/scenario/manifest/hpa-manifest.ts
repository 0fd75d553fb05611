import type { HpaSpec } from '../../kubernetes/hpa-spec.ts';
import type { Report } from '../report.ts';
import { checked } from '../schema/choice.ts';
import { anything } from '../schema/dictionary.ts';
import { list } from '../schema/list.ts';
import { object } from '../schema/object.ts';
import { text } from '../schema/scalar.ts';
import { type ObjectOf, optional, required } from '../schema/schema.ts';
import type { SourceReader } from '../source.ts';
import { readObject, type WantedObject } from './documents.ts';
import { metadataSchema, scaleTargetSchema, wholeNumber } from './fields.ts';
import { behaviorSchema, hpaBehavior } from './hpa-behavior.ts';
import { metricSchema, metricSpec } from './hpa-metrics.ts';

const MAX_INT32 = 2_147_483_647;

const WANTED: WantedObject = {
  kind: 'HorizontalPodAutoscaler',
  apiVersion: 'autoscaling/v2',
  sameFields: 'autoscaling/v2beta2',
  otherVersions: {
    'autoscaling/v1':
      'apiVersion: autoscaling/v2, with targetCPUUtilizationPercentage: N written as metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: N } } }]',
    'autoscaling/v2beta2': 'apiVersion: autoscaling/v2; the fields of v2beta2 are the same',
    'autoscaling/v2beta1':
      'apiVersion: autoscaling/v2, with targetAverageUtilization: N written as target: { type: Utilization, averageUtilization: N }, and targetAverageValue likewise',
  },
};

const spec = {
  scaleTargetRef: required(scaleTargetSchema, 'What is scaled.'),
  // 0 is for a controller with the gate HPAScaleToZero, which is off.
  minReplicas: optional(wholeNumber(1, MAX_INT32), 'Fewest replicas.'),
  maxReplicas: required(wholeNumber(1, MAX_INT32), 'Most replicas.'),
  metrics: optional(list(metricSchema, { maxItems: 100 }), 'Metrics.'),
  behavior: optional(behaviorSchema, 'Scaling rules.'),
};

const manifestSchema = object({
  apiVersion: required(text(), 'API version.'),
  kind: required(text(), 'Kind.'),
  metadata: required(metadataSchema, 'Metadata.'),
  spec: required(
    checked(object(spec), ({ minReplicas = 1, maxReplicas }) =>
      minReplicas <= maxReplicas
        ? undefined
        : {
            code: 'out-of-range',
            key: minReplicas === 1 ? 'maxReplicas' : 'minReplicas',
            expected: `at most maxReplicas, ${maxReplicas}`,
            cure: String(maxReplicas),
          },
    ),
    'Specification.',
  ),
  status: optional(anything(), 'Status.'),
});

/**
 * Returns the HorizontalPodAutoscaler (autoscaling/v2) of a manifest file with the defaults of the API server, or
 * undefined after reporting every problem at its place in the manifest. A file may hold other objects beside it.
 */
export function readHpaManifest(file: string, read: SourceReader, report: Report): HpaSpec | undefined {
  const found = readObject(file, read, WANTED, report);
  const manifest = found === undefined ? undefined : manifestSchema.check(found, '', report);
  return manifest?.apiVersion === WANTED.apiVersion ? hpaSpec(manifest.spec) : undefined;
}

function hpaSpec({ minReplicas = 1, maxReplicas, metrics = [], behavior }: ObjectOf<typeof spec>): HpaSpec {
  const cpu = { kind: 'resource', resource: 'cpu', target: { kind: 'utilization', percent: 80 } } as const;
  return {
    minReplicas,
    maxReplicas,
    metrics: metrics.length === 0 ? [cpu] : metrics.map(metricSpec),
    ...(behavior === undefined ? {} : { behavior: hpaBehavior(behavior) }),
  };
}
