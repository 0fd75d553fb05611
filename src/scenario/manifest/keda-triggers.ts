import type { KedaTrigger } from '../../kubernetes/keda-spec.ts';
import { parseQuantity } from '../../units/quantity.ts';
import { problemAt, type Report, under } from '../report.ts';
import { anything } from '../schema/dictionary.ts';
import { object } from '../schema/object.ts';
import { text } from '../schema/scalar.ts';
import { type ObjectOf, optional, required, type Schema } from '../schema/schema.ts';
import { describeValue, type MapValue, type Value, valueAt } from '../value.ts';

/** Keys under which scalers hold their threshold, by how common they are. */
const THRESHOLD_KEYS: readonly string[] = [
  'threshold',
  'value',
  'targetValue',
  'queueLength',
  'listLength',
  'lagThreshold',
  'streamLength',
  'pendingEntriesCount',
  'messageCount',
  'targetMetricValue',
  'targetQueryValue',
  'length',
];

/** Triggers that KEDA makes other metrics of than an external amount per replica, and what to write instead. */
const OTHER_TYPES: Readonly<Record<string, string>> = {
  cpu: 'hpa: { max: ..., target: { cpu: ... } }',
  memory: 'hpa: { max: ..., target: { memory: ... } }',
  cron: 'schedule: [{ at: ..., replicas: ... }] of the workload',
};

const fields = {
  type: required(text('the type of a scaler'), 'Type of the scaler.'),
  metadata: required(anything(), 'Its settings.'),
  name: optional(text(), 'Name.'),
  metricType: optional(text(), 'Kind of the target.'),
  authenticationRef: optional(anything(), 'Credentials.'),
  useCachedMetrics: optional(anything(), 'Whether values are kept between polls.'),
};

const shape = object(fields);

/** One entry of spec.triggers, of whatever type, as the external metric that KEDA makes of it. */
export const triggerSchema: Schema<KedaTrigger> = {
  expected: 'a trigger with type and metadata',
  shape: shape.shape,
  check(value, path, report) {
    const trigger = shape.check(value, path, report);
    if (trigger === undefined || !isExternal(trigger, value, path, report)) return undefined;
    const metadata = valueAt(value, ['metadata']);
    if (metadata?.kind !== 'map') {
      const got = metadata === undefined ? 'nothing' : describeValue(metadata);
      report(
        problemAt((metadata ?? value).origin, under(path, 'metadata'), {
          code: 'wrong-kind',
          got,
          expected: 'a section of texts',
        }),
      );
      return undefined;
    }
    return kedaTrigger(trigger.type, metadata, under(path, 'metadata'), report);
  },
};

function isExternal(trigger: ObjectOf<typeof fields>, value: Value, path: string, report: Report): boolean {
  const instead = OTHER_TYPES[trigger.type];
  if (instead !== undefined) {
    const expected = 'a trigger on an amount outside the pods';
    const origin = (valueAt(value, ['type']) ?? value).origin;
    report(
      problemAt(origin, under(path, 'type'), {
        code: 'not-available',
        got: trigger.type,
        expected,
        cure: instead,
      }),
    );
    return false;
  }
  if (trigger.metricType === undefined || trigger.metricType === 'AverageValue') return true;
  const origin = (valueAt(value, ['metricType']) ?? value).origin;
  const complaint = {
    code: 'not-available',
    got: trigger.metricType,
    expected: 'AverageValue',
    cure: 'AverageValue',
  };
  report(problemAt(origin, under(path, 'metricType'), complaint));
  return false;
}

function kedaTrigger(
  type: string,
  metadata: MapValue,
  path: string,
  report: Report,
): KedaTrigger | undefined {
  const texts = [...metadata.entries].every(([key, { value }]) => {
    if (value.kind === 'scalar' && typeof value.value === 'string') return true;
    const cure = value.kind === 'scalar' ? JSON.stringify(value.text) : undefined;
    const expected = 'a text: settings of a trigger are texts';
    report(
      problemAt(value.origin, under(path, key), {
        code: 'wrong-kind',
        got: describeValue(value),
        expected,
        cure,
      }),
    );
    return false;
  });
  if (!texts) return undefined;
  const key = THRESHOLD_KEYS.find((each) => metadata.entries.has(each));
  if (key === undefined) {
    const expected = `a threshold under one of: ${THRESHOLD_KEYS.join(', ')}`;
    report(problemAt(metadata.origin, path, { code: 'missing-key', got: describeValue(metadata), expected }));
    return undefined;
  }
  const thresholdMilli = amountAt(metadata, key, path, report);
  const activation = `activation${key.charAt(0).toUpperCase()}${key.slice(1)}`;
  const activationMilli = metadata.entries.has(activation) ? amountAt(metadata, activation, path, report) : 0;
  if (thresholdMilli === undefined || activationMilli === undefined) return undefined;
  const name = valueAt(metadata, ['metricName']);
  const metric = name?.kind === 'scalar' ? name.text : type;
  if (thresholdMilli > 0) return { metric, thresholdMilli, activationMilli };
  const origin = (valueAt(metadata, [key]) ?? metadata).origin;
  report(
    problemAt(origin, under(path, key), { code: 'out-of-range', got: '0', expected: 'a threshold above 0' }),
  );
  return undefined;
}

function amountAt(metadata: MapValue, key: string, path: string, report: Report): number | undefined {
  const value = valueAt(metadata, [key]);
  if (value?.kind !== 'scalar') return undefined;
  const amount = parseQuantity(value.text);
  if (amount.ok) return amount.value;
  const { code, expected, cure } = amount.problem;
  report(problemAt(value.origin, under(path, key), { code, got: describeValue(value), expected, cure }));
  return undefined;
}
