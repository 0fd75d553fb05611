import { createHash } from 'node:crypto';
import type { Plan, Variant } from './plan.ts';

/**
 * Returns the SHA-256 (hex) of a plan in canonical form: JSON with sorted keys, units resolved, defaults and traces
 * included; without the file it came from, the places of its thresholds and its gate, which moves no run.
 */
export function planHash(plan: Omit<Plan, 'source' | 'variants'>, variants: readonly Variant[] = []): string {
  const thresholds = plan.thresholds.map(({ metric, comparison, value }) => ({ metric, comparison, value }));
  return canonicalHash({
    ...plan,
    gate: undefined,
    thresholds,
    variants: variants.map(({ plan: { source } }) => source.hash),
  });
}

/** Returns the SHA-256 (hex) of data in canonical form: JSON with sorted keys, without what is undefined. */
export function canonicalHash(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/**
 * Returns the SHA-256 (hex) of everything in a plan that changes what an estimator says or how true it is: clock, arrivals,
 * visitors, admission, scoring, machines. Not of names and sentences, seed and replications, thresholds and claims, the list
 * of estimators, and figures beside the run (windows, published, cost).
 */
export function worldHash(plan: Pick<Plan, World>): string {
  const { clock, arrivals, visitors, admission, eta, infrastructure } = plan;
  const { start: _start, ...times } = clock;
  const { estimators: _estimators, prior: _prior, ...watch } = eta;
  const { windows: _windows, published: _published, cost: _cost, faults, ...machines } = infrastructure ?? {};
  const broken = faults === undefined || faults.length === 0 ? undefined : faults;
  const world = { clock: times, arrivals, visitors, admission, eta: watch, machines, faults: broken };
  return createHash('sha256').update(canonicalJson(world)).digest('hex');
}

type World = 'clock' | 'arrivals' | 'visitors' | 'admission' | 'eta' | 'infrastructure';

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}
