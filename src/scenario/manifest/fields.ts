import { parsed, refused } from '../../units/parsed.ts';
import { parseQuantity, QUANTITY_PATTERN } from '../../units/quantity.ts';
import { anything } from '../schema/dictionary.ts';
import { object } from '../schema/object.ts';
import { scalar, text, unit } from '../schema/scalar.ts';
import { optional, required, type Schema } from '../schema/schema.ts';

/** A whole number from min to max, as manifests write it: no suffix, no quotes. */
export function wholeNumber(min: number, max: number): Schema<number> {
  const expected = `a whole number from ${min} to ${max}`;
  return scalar(expected, { type: 'integer', minimum: min, maximum: max }, ({ value }) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      const cure = typeof value === 'string' && /^\d{1,9}$/.test(value) ? value : undefined;
      return { ok: false, problem: { code: 'wrong-kind', expected, cure } };
    }
    const inside = value >= min && value <= max;
    return inside ? { ok: true, value } : { ok: false, problem: { code: 'out-of-range', expected } };
  });
}

/** A Kubernetes quantity [milli-units], above 0 unless zero is allowed. */
export function quantity(zeroAllowed = false): Schema<number> {
  const expected = `a Kubernetes quantity${zeroAllowed ? '' : ' above 0'} (500m, 1.5, 512Mi)`;
  const json = { type: ['string', 'number'], pattern: `^${QUANTITY_PATTERN}$` };
  return unit(expected, json, (written) => {
    const amount = parseQuantity(written);
    if (!amount.ok) return refused(amount.problem.code, amount.problem.expected, amount.problem.cure);
    return amount.value > 0 || zeroAllowed ? parsed(amount.value) : refused('out-of-range', expected);
  });
}

/** metadata of any object: a name, and whatever tools add. */
export const metadataSchema = object(
  {
    name: required(text('the name of the object'), 'Name.'),
    namespace: optional(anything(), 'Namespace.'),
    labels: optional(anything(), 'Labels.'),
    annotations: optional(anything(), 'Annotations.'),
    creationTimestamp: optional(anything(), 'Set by the API server.'),
    deletionTimestamp: optional(anything(), 'Set by the API server.'),
    finalizers: optional(anything(), 'Finalizers.'),
    generateName: optional(anything(), 'Set by tools.'),
    generation: optional(anything(), 'Set by the API server.'),
    managedFields: optional(anything(), 'Set by the API server.'),
    ownerReferences: optional(anything(), 'Owners.'),
    resourceVersion: optional(anything(), 'Set by the API server.'),
    selfLink: optional(anything(), 'Set by the API server.'),
    uid: optional(anything(), 'Set by the API server.'),
  },
  { expected: 'metadata with a name' },
);

/** What is scaled: its kind and name, which mean nothing outside the cluster. */
export const scaleTargetSchema = object({
  apiVersion: optional(text('an API version'), 'API version of the target.'),
  kind: optional(text('a kind'), 'Kind of the target.'),
  name: required(text('the name of a workload'), 'Name of the target.'),
});
