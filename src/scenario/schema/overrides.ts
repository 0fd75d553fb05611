import { problemAt, under } from '../report.ts';
import { describeValue, type Value } from '../value.ts';
import type { Schema } from './schema.ts';

/** A value to put at a path of the scenario. */
export interface PathValue {
  readonly path: readonly string[];
  readonly value: Value;
}

/** A section whose keys are dotted paths of the scenario; where they lead is checked when they are applied. */
export function pathValues(): Schema<readonly PathValue[]> {
  const expected = 'a section with dotted paths, such as admission.bucket.refill: 80/s';
  return {
    expected,
    shape: { kind: 'scalar', json: { type: 'object', additionalProperties: true } },
    check(value, path, report) {
      if (value.kind !== 'map') {
        report(problemAt(value.origin, path, { code: 'wrong-kind', got: describeValue(value), expected }));
        return undefined;
      }
      const found: PathValue[] = [];
      for (const [key, entry] of value.entries) {
        if (/^[^.\s]+(\.[^.\s]+)*$/.test(key)) {
          found.push({ path: key.split('.'), value: entry.value });
        } else {
          report(
            problemAt(entry.keyOrigin, under(path, key), { code: 'override-malformed', got: key, expected }),
          );
        }
      }
      return found;
    },
  };
}
