import { type Problem, ScenarioError } from '../errors.ts';
import { parseJson } from './parse-json.ts';

/** The schema version that this version of tacos writes and reads. */
const SCHEMA_VERSION = 1;

/** How much of a value that does not belong there a problem quotes. */
const SHOWN_CHARACTERS = 40;

/** What each replication of a plan came to, so that other runs on the same seed can be compared with it pair by pair. */
export interface SavedReplications {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  /** Path of the scenario as the user gave it. */
  readonly scenario: string;
  /** SHA-256 (hex) of the effective scenario. */
  readonly scenarioHash: string;
  /** Version of tacos. */
  readonly version: string;
  readonly seed: number;
  /** In order of the replications. */
  readonly rows: readonly ReplicationRow[];
}

export interface ReplicationRow {
  /** 0-based. */
  readonly replication: number;
  /** Value of each catalogued metric that the replication has, in its unit, by path. */
  readonly metrics: Readonly<Record<string, number>>;
}

const CURE = 'run `tacos simulate` again to write it anew';

/** Returns replications as JSON text, each on a line of its own. */
export function encodeReplications({ rows, ...head }: Omit<SavedReplications, 'schemaVersion'>): string {
  const fields = Object.entries({ schemaVersion: SCHEMA_VERSION, ...head }).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  const lines = rows.map((row) => `\n    ${JSON.stringify(row)}`);
  return `{\n  ${fields.join(',\n  ')},\n  "rows": [${lines.join(',')}\n  ]\n}\n`;
}

/**
 * Returns the replications that a text holds.
 * @throws ScenarioError with every problem found: text that is cut off or not JSON (with its line and column), another kind of
 * document, a schema version that this version does not read, fields and rows that are missing or malformed
 */
export function decodeReplications(text: string, file: string): SavedReplications {
  const value = parseJson(text, file, {
    code: 'replications-file',
    expected: 'the JSON of replications.json',
    cure: CURE,
  });
  const problems = checkReplications(value, file);
  if (problems.length > 0) throw new ScenarioError(problems);
  // Every field and row has been looked at.
  return Object.freeze(value as SavedReplications);
}

type Fields = Readonly<Record<string, unknown>>;

const TEXTS = ['scenario', 'scenarioHash', 'version'] as const;

function checkReplications(value: unknown, file: string): readonly Problem[] {
  if (!isFields(value) || value.schemaVersion === undefined) {
    return [
      problem(file, 'schemaVersion', 'no schemaVersion', 'the replications of a run (replications.json)'),
    ];
  }
  if (value.schemaVersion !== SCHEMA_VERSION) {
    const got = `schema version ${String(value.schemaVersion)}`;
    return [
      problem(file, 'schemaVersion', got, `schema version ${SCHEMA_VERSION}, which this version reads`),
    ];
  }
  return [
    ...TEXTS.filter((key) => typeof value[key] !== 'string').map((key) =>
      problem(file, key, wordsOf(value[key]), 'a text'),
    ),
    ...(isWhole(value.seed) ? [] : [problem(file, 'seed', wordsOf(value.seed), 'a whole number')]),
    ...checkRows(value.rows, file),
  ];
}

function checkRows(value: unknown, file: string): readonly Problem[] {
  if (!Array.isArray(value)) return [problem(file, 'rows', wordsOf(value), 'a list')];
  const rows: readonly unknown[] = value;
  const seen = new Set<unknown>();
  return rows.flatMap((row, i) => {
    const path = `rows.${i}`;
    if (!isFields(row)) return [problem(file, path, wordsOf(row), 'a replication and its metrics')];
    const { replication, metrics } = row;
    const isNew = isWhole(replication) && !seen.has(replication);
    seen.add(replication);
    return [
      ...(isNew
        ? []
        : [problem(file, `${path}.replication`, wordsOf(replication), 'a whole number, each one once')]),
      ...checkMetrics(metrics, `${path}.metrics`, file),
    ];
  });
}

function checkMetrics(metrics: unknown, path: string, file: string): readonly Problem[] {
  if (!isFields(metrics)) return [problem(file, path, wordsOf(metrics), 'numbers by metric')];
  return Object.entries(metrics)
    .filter(([, value]) => typeof value !== 'number')
    .map(([key, value]) => problem(file, `${path}.${key}`, wordsOf(value), 'a number'));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isWhole(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function wordsOf(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, SHOWN_CHARACTERS);
}

function problem(file: string, path: string, got: string, expected: string): Problem {
  return { code: 'replications-file', path: `${file} ${path}`, got, expected, cure: CURE };
}
