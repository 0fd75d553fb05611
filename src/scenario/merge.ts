import { keySchema, listShape, objectShape, type Schema } from './schema/schema.ts';
import { type MapEntry, type MapValue, nameOf, type Value } from './value.ts';

/** gone: a key that is null is removed. kept: it stays as null, to remove the key from a layer further below. */
export type Nulls = 'gone' | 'kept';

/**
 * Returns `over` laid over `base`: sections merge key by key, lists of named things merge by name, anything else is
 * replaced, and null deletes. A key that excludes others (`fixed` against `exponential`) removes those of the base.
 * Values keep their origins.
 */
export function merge(
  base: Value | undefined,
  over: Value,
  schema: Schema<unknown> | undefined,
  nulls: Nulls = 'gone',
): Value {
  if (over.kind === 'map') return mergeMaps(base?.kind === 'map' ? base : undefined, over, schema, nulls);
  const list = listShape(schema);
  if (over.kind === 'list' && list?.named === true) {
    // A default list is only there for want of another one.
    const known = base?.kind === 'list' && base.origin.kind !== 'default' ? base.items : [];
    return { ...over, items: mergeNamed(known, over.items, list.item, nulls) };
  }
  return over;
}

function mergeMaps(
  base: MapValue | undefined,
  over: MapValue,
  schema: Schema<unknown> | undefined,
  nulls: Nulls,
): MapValue {
  const entries = new Map<string, MapEntry>(base?.entries);
  // A section that is one value to its schema (the `set` of a variant) means its nulls for somewhere else.
  const mode = schema?.shape.kind === 'scalar' ? 'kept' : nulls;
  for (const key of excludedKeys(over, schema)) entries.delete(key);
  for (const [key, entry] of over.entries) {
    if (isNull(entry.value) && mode === 'gone') {
      entries.delete(key);
      continue;
    }
    const value = merge(entries.get(key)?.value, entry.value, keySchema(schema, key), mode);
    entries.set(key, { keyOrigin: entry.keyOrigin, value });
  }
  return { kind: 'map', entries, origin: over.origin };
}

function isNull(value: Value): boolean {
  return value.kind === 'scalar' && value.value === null;
}

/** Returns the keys that the keys of a section exclude: those of every other way of their group. */
function excludedKeys(over: MapValue, schema: Schema<unknown> | undefined): readonly string[] {
  const isGiven = (key: string): boolean => {
    const entry = over.entries.get(key);
    return entry !== undefined && !isNull(entry.value);
  };
  return (objectShape(schema)?.groups ?? []).flatMap((group) => {
    const chosen = group.ways.find((way) => isGiven(way[0]));
    return chosen === undefined ? [] : group.ways.filter((way) => way !== chosen).flat();
  });
}

function mergeNamed(
  base: readonly Value[],
  over: readonly Value[],
  item: Schema<unknown>,
  nulls: Nulls,
): readonly Value[] {
  const merged = [...base];
  const matched = new Set<number>();
  for (const each of over) {
    const name = nameOf(each);
    const index = name === undefined ? -1 : base.findIndex((known) => nameOf(known) === name);
    // A second member of the same name is kept, for the check to refuse it.
    if (index < 0 || matched.has(index)) {
      merged.push(merge(undefined, each, item, nulls));
      continue;
    }
    matched.add(index);
    merged[index] = merge(base[index], each, item, nulls);
  }
  return merged;
}
