import type { MetricSpec, MetricTarget } from '../../kubernetes/hpa-spec.ts';
import { checked } from '../schema/choice.ts';
import { anything } from '../schema/dictionary.ts';
import { object } from '../schema/object.ts';
import { text, word } from '../schema/scalar.ts';
import { type ObjectOf, optional, required, type Schema } from '../schema/schema.ts';
import { quantity, wholeNumber } from './fields.ts';

type TargetType = 'Utilization' | 'AverageValue' | 'Value';

/** The key of a target that each type stands for. */
const TARGET_KEYS = {
  Utilization: 'averageUtilization',
  AverageValue: 'averageValue',
  Value: 'value',
} as const;

const targetFields = {
  averageUtilization: optional(wholeNumber(1, 100_000), 'Percent of the request.'),
  averageValue: optional(quantity(), 'Amount per pod.'),
  value: optional(quantity(), 'Amount in all.'),
};

/** A target of one of these types, with the key that belongs to it and no other. */
function targetSchema(types: readonly TargetType[]) {
  const fields = { type: required(word(types), 'Type of the target.'), ...targetFields };
  return checked(object(fields), (target) => {
    const own = TARGET_KEYS[target.type];
    if (target[own] === undefined) {
      return { code: 'missing-key', expected: `${own}, because the type is ${target.type}` };
    }
    const other = Object.values(TARGET_KEYS).find((key) => key !== own && target[key] !== undefined);
    if (other === undefined) return undefined;
    return {
      code: 'exclusive-keys',
      key: other,
      expected: `${own} only, because the type is ${target.type}`,
    };
  });
}

type TargetSection = ObjectOf<typeof targetFields> & { readonly type: TargetType };

const metricName = object({
  name: required(text('the name of a metric'), 'Name of the metric.'),
  selector: optional(anything(), 'Labels of the series.'),
});

const resourceName = word(['cpu', 'memory']);
const usageTarget = targetSchema(['Utilization', 'AverageValue']);
const amountTarget = targetSchema(['Value', 'AverageValue']);

const metric = {
  type: required(
    word(['Resource', 'ContainerResource', 'Pods', 'Object', 'External']),
    'Type of the metric.',
  ),
  resource: optional(
    object({
      name: required(resourceName, 'CPU or memory: what pods request and the metrics server measures.'),
      target: required(usageTarget, 'Target.'),
    }),
    'Resource of the pods.',
  ),
  containerResource: optional(
    object({
      name: required(resourceName, 'CPU or memory.'),
      container: required(text('the name of a container'), 'Container.'),
      target: required(usageTarget, 'Target.'),
    }),
    'Resource of one container of each pod.',
  ),
  pods: optional(
    object({
      metric: required(metricName, 'Metric.'),
      target: required(targetSchema(['AverageValue']), 'Target.'),
    }),
    'Metric of each pod.',
  ),
  object: optional(
    object({
      describedObject: required(anything(), 'What is measured.'),
      metric: required(metricName, 'Metric.'),
      target: required(amountTarget, 'Target.'),
    }),
    'Metric of another object.',
  ),
  external: optional(
    object({ metric: required(metricName, 'Metric.'), target: required(amountTarget, 'Target.') }),
    'Metric from outside.',
  ),
};

const SECTIONS = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
} as const;

type MetricSection = ObjectOf<typeof metric>;

/** One entry of spec.metrics: its type and the section of that type. */
export const metricSchema: Schema<MetricSection> = checked(object(metric), (entry) => {
  const own = SECTIONS[entry.type];
  if (entry[own] === undefined) {
    return { code: 'missing-key', expected: `a section ${own}, because the type is ${entry.type}` };
  }
  const other = Object.values(SECTIONS).find((key) => key !== own && entry[key] !== undefined);
  if (other === undefined) return undefined;
  return { code: 'exclusive-keys', key: other, expected: `${own} only, because the type is ${entry.type}` };
});

/** Returns an entry of spec.metrics as a record. */
export function metricSpec(entry: MetricSection): MetricSpec {
  const { resource, containerResource, pods, object: other, external } = entry;
  if (resource !== undefined) {
    return { kind: 'resource', resource: resource.name, target: metricTarget(resource.target) };
  }
  if (containerResource !== undefined) {
    const { name, container, target } = containerResource;
    return { kind: 'containerResource', resource: name, container, target: metricTarget(target) };
  }
  if (pods !== undefined)
    return { kind: 'pods', metric: pods.metric.name, target: metricTarget(pods.target) };
  if (other !== undefined)
    return { kind: 'object', metric: other.metric.name, target: metricTarget(other.target) };
  if (external !== undefined) {
    return { kind: 'external', metric: external.metric.name, target: metricTarget(external.target) };
  }
  return { kind: 'unknown', type: entry.type };
}

function metricTarget({ averageUtilization, averageValue, value }: TargetSection): MetricTarget {
  if (averageUtilization !== undefined) return { kind: 'utilization', percent: averageUtilization };
  if (averageValue !== undefined) return { kind: 'averageValue', milli: averageValue };
  return { kind: 'value', milli: value ?? 0 };
}
