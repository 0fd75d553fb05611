import { problemAt, under } from '../report.ts';
import { describeValue } from '../value.ts';
import type { JsonSchema, Schema } from './schema.ts';

/** A section whose keys are names of the user's own, such as instance types. `json` describes one value to editors. */
export function dictionary<T>(
  item: Schema<T>,
  expected: string,
  json: JsonSchema,
): Schema<Readonly<Record<string, T>>> {
  return {
    expected,
    shape: { kind: 'scalar', json: { type: 'object', additionalProperties: json } },
    check(value, path, report) {
      if (value.kind !== 'map') {
        report(problemAt(value.origin, path, { code: 'wrong-kind', got: describeValue(value), expected }));
        return undefined;
      }
      const found = new Map<string, T>();
      for (const [key, entry] of value.entries) {
        const checked = item.check(entry.value, under(path, key), report);
        if (checked !== undefined) found.set(key, checked);
      }
      return found.size === value.entries.size ? Object.fromEntries(found) : undefined;
    },
  };
}

/** Whatever is written: for parts of foreign files that mean nothing here. */
export function anything(): Schema<true> {
  return { expected: 'anything', shape: { kind: 'scalar', json: {} }, check: () => true };
}
