import { problemAt, type Report, under } from '../report.ts';
import { describeValue, type ListValue, nameOf, type Value } from '../value.ts';
import type { Schema } from './schema.ts';

interface ListOptions {
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** A list of values of one kind; merging replaces it as a whole. */
export function list<T>(item: Schema<T>, options: ListOptions = {}): Schema<readonly T[]> {
  return listOf(item, false, options);
}

/** A list of sections with a `name`, by which members are addressed and merged. Names are unique. */
export function namedList<T>(item: Schema<T>, options: ListOptions = {}): Schema<readonly T[]> {
  return listOf(item, true, options);
}

function listOf<T>(item: Schema<T>, named: boolean, options: ListOptions): Schema<readonly T[]> {
  const { minItems = 0, maxItems = 10_000 } = options;
  const expected = named ? 'a list of named sections' : `a list of ${item.expected}`;
  return {
    expected,
    shape: { kind: 'list', item, named, minItems, maxItems },
    check(value, path, report) {
      if (value.kind !== 'list') {
        report(problemAt(value.origin, path, { code: 'wrong-kind', got: describeValue(value), expected }));
        return undefined;
      }
      const length = value.items.length;
      if (length < minItems || length > maxItems) {
        const limits = minItems === maxItems ? `exactly ${minItems}` : `${minItems} to ${maxItems}`;
        const complaint = {
          code: 'wrong-length',
          got: describeValue(value),
          expected: `a list of ${limits} entries`,
        };
        report(problemAt(value.origin, path, complaint));
        return undefined;
      }
      const repeated = named && reportRepeatedNames(value, path, report);
      const checked = value.items.map((each, i) =>
        item.check(each, memberPath(each, i, named, path), report),
      );
      const sound = checked.filter((each) => each !== undefined);
      return sound.length === length && !repeated ? sound : undefined;
    },
  };
}

/** Returns the path of a list member: by name where it has one, else by index. */
function memberPath(member: Value, index: number, named: boolean, path: string): string {
  return under(path, (named ? nameOf(member) : undefined) ?? index);
}

function reportRepeatedNames(list: ListValue, path: string, report: Report): boolean {
  const seen = new Set<string>();
  let repeated = false;
  for (const item of list.items) {
    const name = nameOf(item);
    if (name !== undefined && seen.has(name)) {
      const complaint = {
        code: 'repeated-name',
        got: `${name} twice`,
        expected: 'a name of its own for each',
      };
      report(problemAt(item.origin, under(path, name), complaint));
      repeated = true;
    }
    if (name !== undefined) seen.add(name);
  }
  return repeated;
}
