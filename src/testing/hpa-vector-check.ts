import type { VectorCase } from './hpa-vector-file.ts';
import { runVector } from './hpa-vector-kinds.ts';

/** Tags of features that an implementation may lack: only then may a case of an unknown kind be passed over. */
const OPTIONAL_TAGS: readonly string[] = [
  'scale-to-zero-gate',
  'int64-saturation',
  'pod-level-resources',
  'recent-guard',
];

/** What became of all cases; a failure names the case, the key, and the two values. */
export interface VectorTally {
  readonly passed: number;
  readonly skipped: number;
  readonly failed: number;
  readonly failures: readonly string[];
}

/** Runs every case and compares all that it expects, nothing less and nothing more. */
export function checkVectors(cases: readonly VectorCase[]): VectorTally {
  const failures: string[] = [];
  let passed = 0;
  let skipped = 0;
  let failed = 0;
  for (const vector of cases) {
    const found = checkVector(vector);
    if (found === 'skipped') skipped++;
    else if (found.length === 0) passed++;
    else {
      failed++;
      failures.push(...found);
    }
  }
  return { passed, skipped, failed, failures };
}

function checkVector({ id, kind, inputs, expected, tags = [] }: VectorCase): readonly string[] | 'skipped' {
  let got: Readonly<Record<string, unknown>> | undefined;
  try {
    got = runVector(kind, inputs);
  } catch (error) {
    return [`${id} (${kind}): threw ${String(error)}`];
  }
  if (got === undefined) {
    if (tags.some((tag) => OPTIONAL_TAGS.includes(tag))) return 'skipped';
    return [`${id}: unknown kind ${kind}`];
  }
  const actual = got;
  // A result is worth nothing when the metric failed instead, whatever else the case names.
  const unforeseen = typeof actual.error === 'string' && !('error' in expected) && kind !== 'reconcile';
  return [
    ...(unforeseen ? [`${id} (${kind}).error: expected none, got ${String(actual.error)}`] : []),
    ...Object.entries(expected).flatMap(([key, value]) =>
      matches(value, actual[key], key)
        ? []
        : [`${id} (${kind}).${key}: expected ${JSON.stringify(value)}, got ${JSON.stringify(actual[key])}`],
    ),
  ];
}

/** Whether a value is as expected. Sets come sorted; `error` is a part of the message, or whether there is one. */
function matches(expected: unknown, got: unknown, key: string): boolean {
  if (key === 'error') {
    if (typeof expected === 'boolean') return expected === (got !== undefined);
    return typeof expected === 'string' && typeof got === 'string' && got.includes(expected);
  }
  if (SETS.includes(key) && Array.isArray(expected)) return sameJson([...expected].sort(), got);
  return sameJson(expected, got);
}

const SETS: readonly string[] = ['unready', 'missing', 'ignored'];

function sameJson(expected: unknown, got: unknown): boolean {
  if (expected === null) return got === null || got === undefined;
  if (typeof expected === 'string' && typeof got === 'number') return Number(expected) === got;
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) return false;
    return expected.every((each, index) => sameJson(each, got[index]));
  }
  if (typeof expected !== 'object') return Object.is(expected, got);
  if (typeof got !== 'object' || got === null) return false;
  const fields = new Map<string, unknown>(Object.entries(got));
  return Object.entries(expected).every(([key, value]) => sameJson(value, fields.get(key)));
}
