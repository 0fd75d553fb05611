import { type Problem, ScenarioError } from '../errors.ts';
import { parseJson } from './parse-json.ts';

/** Version of the layout of a baseline file. */
export const BASELINE_SCHEMA = 1;

/**
 * Meaning of the accuracy figures that baselines hold. Raise it with any change that gives the same quotes other figures:
 * what is a hit, which quotes are scored, how phases are cut.
 */
export const METRIC_DEFINITIONS = 1;

/** Reasons that a baseline remembers; older ones are in the history of the file. */
const KEPT_REASONS = 10;

/** Accuracy by seed at one commit: what `tacos gate` compares the present with. Lives in git. */
export interface Baseline {
  readonly schemaVersion: typeof BASELINE_SCHEMA;
  /** Path of the scenario as it was given. */
  readonly scenario: string;
  /** Hash of all that moves a run, and of each section of it, so that a difference has a name. */
  readonly scenarioHash: string;
  readonly sections: Readonly<Record<string, string>>;
  readonly version: string;
  readonly nodeMajor: number;
  readonly metricDefinitions: number;
  /** What each figure means and how two of them are compared, by path. */
  readonly metrics: Readonly<Record<string, string>>;
  /** When and why it was written, the latest first. */
  readonly history: readonly BaselineReason[];
  /** In the order in which a gate takes them. */
  readonly seeds: readonly BaselineSeed[];
}

export interface BaselineReason {
  /** ISO 8601, UTC, to the second. */
  readonly at: string;
  readonly version: string;
  readonly reason: string;
}

interface BaselineSeed {
  readonly seed: number;
  readonly digest: string;
  readonly metrics: Readonly<Record<string, number>>;
}

/** Returns the reasons of a new baseline: this one, then those before it, of which the oldest are dropped. */
export function withReason(
  reason: BaselineReason,
  before: readonly BaselineReason[],
): readonly BaselineReason[] {
  return [reason, ...before].slice(0, KEPT_REASONS);
}

/** Returns a baseline as JSON made for line diffs: one line for each metric, reason and seed. */
export function encodeBaseline(baseline: Baseline): string {
  const { metrics, history, seeds, ...head } = baseline;
  const line = (value: unknown) => JSON.stringify(value);
  const block = (name: string, [open, close]: readonly [string, string], lines: readonly string[]) =>
    `${JSON.stringify(name)}: ${open}${lines.map((each) => `\n    ${each}`).join(',')}\n  ${close}`;
  const parts = [
    ...Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}: ${line(value)}`),
    block(
      'metrics',
      ['{', '}'],
      Object.entries(metrics).map(([path, definition]) => `${line(path)}: ${line(definition)}`),
    ),
    block('history', ['[', ']'], history.map(line)),
    block('seeds', ['[', ']'], seeds.map(line)),
  ];
  return `{\n  ${parts.join(',\n  ')}\n}\n`;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Returns the baseline that a text holds.
 * @throws ScenarioError with every problem found: text that is cut off or no JSON (with its line and column), another kind
 * of document, parts that are missing or of the wrong kind. A schema version that is not BASELINE_SCHEMA is returned as it
 * is for the caller to refuse, with the rest unread.
 */
export function decodeBaseline(text: string, file: string): Baseline | { readonly otherSchema: number } {
  const value = parseJson(text, file, {
    code: 'baseline-file',
    expected: 'the JSON of a baseline',
    cure: cureOf(file),
  });
  if (!isFields(value) || typeof value.schemaVersion !== 'number' || !('seeds' in value)) {
    throw new ScenarioError([problem(file, 'schemaVersion', 'something else', 'a baseline file')]);
  }
  if (value.schemaVersion !== BASELINE_SCHEMA) return { otherSchema: value.schemaVersion };
  const problems = [
    ...TEXTS.filter((key) => typeof value[key] !== 'string').map((key) => [key, 'a text'] as const),
    ...NUMBERS.filter((key) => typeof value[key] !== 'number').map((key) => [key, 'a number'] as const),
    ...TABLES.filter((key) => !isTextTable(value[key])).map((key) => [key, 'texts by name'] as const),
    ...wrongMembers(value.history, 'history', isReason, 'at, version and reason'),
    ...wrongMembers(value.seeds, 'seeds', isSeed, 'seed, digest and metrics'),
  ].map(([path, expected]) => problem(file, path, wordFor(at(value, path)), expected));
  if (problems.length > 0) throw new ScenarioError(problems);
  // Every part has been looked at above.
  return value as unknown as Baseline;
}

const TEXTS = ['scenario', 'scenarioHash', 'version'] as const;
const NUMBERS = ['nodeMajor', 'metricDefinitions'] as const;
const TABLES = ['sections', 'metrics'] as const;

function problem(file: string, path: string, got: string, expected: string): Problem {
  return { code: 'baseline-file', path: `${file} ${path}`, got, expected, cure: cureOf(file) };
}

function cureOf(file: string): string {
  return `restore ${file} from git, or write it anew with tacos baseline update`;
}

function wrongMembers(
  list: unknown,
  name: string,
  isSound: (member: unknown) => boolean,
  expected: string,
): readonly (readonly [string, string])[] {
  if (!Array.isArray(list)) return [[name, 'a list']];
  const members: readonly unknown[] = list;
  return members.flatMap((member, i) => (isSound(member) ? [] : [[`${name}.${i}`, expected] as const]));
}

function isReason(value: unknown): boolean {
  return isFields(value) && ['at', 'version', 'reason'].every((key) => typeof value[key] === 'string');
}

function isSeed(value: unknown): boolean {
  if (!isFields(value) || typeof value.seed !== 'number' || typeof value.digest !== 'string') return false;
  return isFields(value.metrics) && Object.values(value.metrics).every((each) => typeof each === 'number');
}

function isTextTable(value: unknown): boolean {
  return isFields(value) && Object.values(value).every((each) => typeof each === 'string');
}

function at(value: Fields, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (node, key) => (isFields(node) || Array.isArray(node) ? Reflect.get(node, key) : undefined),
      value,
    );
}

function wordFor(value: unknown): string {
  if (value === undefined) return 'nothing';
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'something else' : String(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
