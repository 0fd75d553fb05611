import { createHash } from 'node:crypto';
import type { Plan, Variant } from './plan.ts';

/**
 * Returns the SHA-256 (hex) of a plan in canonical form: JSON with sorted keys, units resolved, defaults and traces
 * included; without the file it came from and the places of its thresholds.
 */
export function planHash(plan: Omit<Plan, 'source' | 'variants'>, variants: readonly Variant[] = []): string {
  const thresholds = plan.thresholds.map(({ metric, comparison, value }) => ({ metric, comparison, value }));
  return createHash('sha256')
    .update(
      canonicalJson({ ...plan, thresholds, variants: variants.map(({ plan: { source } }) => source.hash) }),
    )
    .digest('hex');
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}
