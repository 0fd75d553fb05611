import { nearest } from '../nearest.ts';
import { type Complaint, problemAt, type Report, under } from '../report.ts';
import { describeValue, type MapValue, type Value } from '../value.ts';
import type { Fields, KeyGroup, ObjectOf, Schema } from './schema.ts';

interface ObjectOptions {
  readonly groups?: readonly KeyGroup[];
  readonly suppliedBy?: string;
  /** What belongs here when the value is no section at all. */
  readonly expected?: string;
}

/** A section with these keys and no others. */
export function object<F extends Fields>(fields: F, options: ObjectOptions = {}): Schema<ObjectOf<F>> {
  const groups = options.groups ?? [];
  const expected = options.expected ?? `a section with ${listKeys(Object.keys(fields), 6)}`;
  const { suppliedBy } = options;
  return {
    expected,
    shape: { kind: 'object', fields, groups, ...(suppliedBy === undefined ? {} : { suppliedBy }) },
    check(value, path, report) {
      if (value.kind !== 'map') {
        report(problemAt(value.origin, path, { code: 'wrong-kind', got: describeValue(value), expected }));
        return undefined;
      }
      let sound = true;
      const found = checkEntries(fields, groups, value, path, (problem) => {
        sound = false;
        report(problem);
      });
      return sound && isComplete(found, fields) ? found : undefined;
    },
  };
}

/**
 * Returns the keys of a section that are right, after reporting what is wrong with the others, so that sections that
 * are right can still be checked against each other.
 */
export function checkEntries<F extends Fields>(
  fields: F,
  groups: readonly KeyGroup[],
  map: MapValue,
  path: string,
  report: Report,
): Partial<ObjectOf<F>> {
  const meant = reportUnknownKeys(fields, map, path, report);
  for (const group of groups) reportGroup(group, map, path, report);
  const grouped = new Set(groups.flatMap((group) => group.ways.flat()));
  const found: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(fields)) {
    const entry = map.entries.get(key);
    if (entry !== undefined && field.need === 'unavailable') {
      const expected = 'not available in this version';
      report(
        problemAt(entry.keyOrigin, under(path, key), {
          code: 'not-available',
          expected,
          cure: `remove ${key}`,
        }),
      );
    } else if (entry !== undefined) {
      const checked = field.schema.check(entry.value, under(path, key), report);
      if (checked !== undefined) found[key] = checked;
    } else if (field.need === 'required' && !grouped.has(key) && !meant.has(key)) {
      report(
        problemAt(map.origin, under(path, key), {
          code: 'missing-key',
          got: 'nothing',
          expected: field.schema.expected,
        }),
      );
    }
  }
  return found as Partial<ObjectOf<F>>;
}

function isComplete<F extends Fields>(found: Partial<ObjectOf<F>>, fields: F): found is ObjectOf<F> {
  return Object.entries(fields).every(([key, field]) => !field.present || found[key] !== undefined);
}

/** Reports unknown keys; returns the known ones that were probably meant, which are then not missing as well. */
function reportUnknownKeys(fields: Fields, map: MapValue, path: string, report: Report): ReadonlySet<string> {
  const meant = new Set<string>();
  for (const [key, entry] of map.entries) {
    if (Object.hasOwn(fields, key)) continue;
    const complaint = unknownKey(key, Object.keys(fields));
    if (complaint.cure !== undefined) meant.add(complaint.cure);
    report(problemAt(entry.keyOrigin, under(path, key), complaint));
  }
  return meant;
}

/** Returns the complaint about a key that a section does not know, with the nearest one it does. */
export function unknownKey(key: string, known: readonly string[]): Complaint {
  return {
    code: 'unknown-key',
    got: key,
    expected: `one of: ${listKeys(known, 12)}`,
    cure: nearest(key, known),
  };
}

function reportGroup(group: KeyGroup, map: MapValue, path: string, report: Report): void {
  const leads = group.ways.map(([lead]) => lead);
  const chosen = leads.filter((lead) => map.entries.has(lead));
  const expected = `${group.need === 'one' ? 'exactly' : 'at most'} one of: ${leads.join(', ')}`;
  if (chosen.length === 0 && group.need === 'one') {
    report(problemAt(map.origin, path, { code: 'missing-key', got: describeValue(map), expected }));
  }
  if (chosen.length > 1) {
    const origin = map.entries.get(chosen[1]!)?.keyOrigin ?? map.origin;
    report(problemAt(origin, path, { code: 'exclusive-keys', got: chosen.join(' and '), expected }));
  }
  for (const [lead, ...companions] of group.ways) {
    if (map.entries.has(lead)) continue;
    for (const key of companions) {
      const entry = map.entries.get(key);
      if (entry === undefined) continue;
      const wanted = `${key} together with ${lead}`;
      report(
        problemAt(entry.keyOrigin, under(path, key), { code: 'exclusive-keys', got: key, expected: wanted }),
      );
    }
  }
}

function listKeys(keys: readonly string[], most: number): string {
  return keys.slice(0, most).join(', ') + (keys.length > most ? ', ...' : '');
}

/** A section whose keys are free names, limited to the known ones. */
export function keyed<T>(keys: readonly string[], item: Schema<T>): Schema<Readonly<Record<string, T>>> {
  const expected = `a section with keys of: ${keys.join(', ')}`;
  return {
    expected,
    shape: { kind: 'keyed', item, keys },
    check(value: Value, path, report) {
      if (value.kind !== 'map') {
        report(problemAt(value.origin, path, { code: 'wrong-kind', got: describeValue(value), expected }));
        return undefined;
      }
      const found: Record<string, T> = {};
      let sound = true;
      for (const [key, entry] of value.entries) {
        const known = keys.includes(key);
        if (!known) report(problemAt(entry.keyOrigin, under(path, key), unknownKey(key, keys)));
        const checked = known ? item.check(entry.value, under(path, key), report) : undefined;
        if (checked === undefined) sound = false;
        else found[key] = checked;
      }
      return sound ? found : undefined;
    },
  };
}
