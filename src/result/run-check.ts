import type { Problem } from '../errors.ts';
import { checkCluster } from './cluster-check.ts';
import { type Column, decodeColumn, isColumn, type SavedColumn } from './columns.ts';
import { checkLive } from './live-check.ts';

/** The schema version that this version of tacos writes and reads. */
const SCHEMA_VERSION = 1;

const SERIES_COLUMNS = [
  'arrivals joins polls enters leaves admitted bypassed refusedByBucket refusedBySessions refusedByGate limited',
  'reneged balked line ghosts active sessions tokens refillPerSec actualRefillPerSec',
].flatMap((names) => names.split(' '));
const VISIT_COLUMNS = 'classIndex outcome polite arriveMs joinMs endMs polls overtook'.split(' ');
const QUOTE_COLUMNS = 'visit atMs position'.split(' ');
const PARTS = ['plan', 'totals', 'series', 'visits', 'quotes'] as const;

const CURE = 'run `tacos simulate` again to write it anew';

type Fields = Readonly<Record<string, unknown>>;

/** Returns a parsed value with every saved column decoded in place of its text, and what could not be decoded. */
export function reviveColumns(
  value: unknown,
  file: string,
  path = '',
): { readonly value: unknown; readonly problems: readonly Problem[] } {
  if (isSavedColumn(value)) {
    try {
      return { value: decodeColumn(value), problems: [] };
    } catch (error) {
      const got = error instanceof Error ? error.message : 'an unreadable column';
      return {
        value: undefined,
        problems: [problem(file, path, got, 'a column whose bytes match its length')],
      };
    }
  }
  if (Array.isArray(value)) {
    const elements = value.map((inner: unknown, i) => reviveColumns(inner, file, `${path}.${i}`));
    return {
      value: elements.map((element) => element.value),
      problems: elements.flatMap((element) => element.problems),
    };
  }
  if (!isFields(value)) return { value, problems: [] };
  const problems: Problem[] = [];
  const revived: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const result = reviveColumns(inner, file, path === '' ? key : `${path}.${key}`);
    revived[key] = result.value;
    problems.push(...result.problems);
  }
  return { value: revived, problems };
}

/** Returns everything that keeps a parsed document from being a run record of this version. */
export function checkRun(value: unknown, file: string): readonly Problem[] {
  if (!isFields(value) || value.schemaVersion === undefined) {
    return [problem(file, 'schemaVersion', 'no schemaVersion', 'a saved run (run.json)')];
  }
  if (value.schemaVersion !== SCHEMA_VERSION) {
    const got = `run record of schema version ${String(value.schemaVersion)}`;
    return [
      problem(file, 'schemaVersion', got, `schema version ${SCHEMA_VERSION}, the one this version reads`),
    ];
  }
  const missing = PARTS.filter((part) => !isFields(value[part]));
  if (missing.length > 0) {
    return missing.map((part) => problem(file, part, 'nothing', `the ${part} of a saved run`));
  }
  return [
    ...checkColumns(value.series, 'series', SERIES_COLUMNS, file),
    ...checkColumns(value.visits, 'visits', VISIT_COLUMNS, file),
    ...checkColumns(value.quotes, 'quotes', QUOTE_COLUMNS, file),
    ...checkShown(value.quotes, file),
    ...checkPlan(value.plan, file),
    ...checkMachines(value, file),
    ...checkLive(value.live, (path, got, expected) => problem(file, path, got, expected)),
  ];
}

/** Machines are recorded exactly where the plan has some, second by second like the series. */
function checkMachines({ cluster, plan, series }: Fields, file: string): readonly Problem[] {
  const planned = isFields(plan) && isFields(plan.infrastructure) ? plan.infrastructure : undefined;
  if (cluster === undefined && planned === undefined) return [];
  if (planned === undefined)
    return [problem(file, 'plan.infrastructure', 'nothing', 'the machines that were recorded')];
  const lists = ['faults', 'published', 'windows'].filter((key) => !Array.isArray(planned[key]));
  const seconds = lengthOf(isFields(series) ? series.line : undefined);
  const inPlan = lists.map((key) => problem(file, `plan.infrastructure.${key}`, 'nothing', 'a list'));
  const recorded = checkCluster(cluster, {
    problem: (path, got, expected) => problem(file, path, got, expected),
    columns: (part, path, names) =>
      names.flatMap((name) => {
        const length = lengthOf(isFields(part) ? part[name] : undefined);
        if (length === undefined)
          return [problem(file, `${path}.${name}`, 'no column', 'a column of the saved run')];
        if (length === seconds) return [];
        return [problem(file, `${path}.${name}`, `${length} elements`, `${seconds ?? 0}, as in series`)];
      }),
  });
  return [...inPlan, ...recorded];
}

function checkColumns(
  part: unknown,
  path: string,
  names: readonly string[],
  file: string,
): readonly Problem[] {
  const fields = isFields(part) ? part : {};
  const first = lengthOf(fields[names[0] ?? '']);
  return names.flatMap((name) => {
    const length = lengthOf(fields[name]);
    if (length === undefined)
      return [problem(file, `${path}.${name}`, 'no column', 'a column of the saved run')];
    if (first === undefined || length === first) return [];
    return [problem(file, `${path}.${name}`, `${length} elements`, `${first}, as in ${path}.${names[0]}`)];
  });
}

function checkShown(quotes: unknown, file: string): readonly Problem[] {
  const fields = isFields(quotes) ? quotes : {};
  if (!isFields(fields.shownSec)) {
    return [problem(file, 'quotes.shownSec', 'nothing', 'the shown seconds of each estimator')];
  }
  const rows = lengthOf(fields.visit);
  return Object.entries(fields.shownSec).flatMap(([id, column]) =>
    lengthOf(column) === rows
      ? []
      : [
          problem(
            file,
            `quotes.shownSec.${id}`,
            `${lengthOf(column) ?? 'no'} elements`,
            `${rows ?? 'as many as'} quotes`,
          ),
        ],
  );
}

function checkPlan(plan: unknown, file: string): readonly Problem[] {
  const fields = isFields(plan) ? plan : {};
  const parts = ['source', 'clock', 'random', 'arrivals', 'admission', 'eta'].filter(
    (key) => !isFields(fields[key]),
  );
  const lists = ['visitors', 'thresholds'].filter((key) => !Array.isArray(fields[key]));
  return [...parts, ...lists].map((key) => problem(file, `plan.${key}`, 'nothing', 'a part of every plan'));
}

function lengthOf(value: unknown): number | undefined {
  return isColumn(value) ? (value satisfies Column).length : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isColumn(value);
}

function isSavedColumn(value: unknown): value is SavedColumn {
  return isFields(value) && typeof value.base64 === 'string' && typeof value.length === 'number';
}

function problem(file: string, path: string, got: string, expected: string): Problem {
  return { code: 'run-record', place: { file, line: 1, column: 1 }, path, got, expected, cure: CURE };
}
