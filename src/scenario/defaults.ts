import { type KeyGroup, listShape, type ObjectShape, objectShape, type Schema } from './schema/schema.ts';
import { fromLiteral, type MapEntry, type MapValue, type Origin, type Value } from './value.ts';

const DEFAULT: Origin = { kind: 'default' };

/** Returns a value with the default of every absent key, in the order of the definition; unknown keys stay, at the end. */
export function fillDefaults(value: Value, schema: Schema<unknown>): Value {
  const list = listShape(schema);
  if (value.kind === 'list' && list !== undefined) {
    return { ...value, items: value.items.map((item) => fillDefaults(item, list.item)) };
  }
  const shape = objectShape(schema);
  return value.kind === 'map' && shape !== undefined ? fillMap(value, shape) : value;
}

function fillMap(map: MapValue, shape: ObjectShape): MapValue {
  const entries = new Map<string, MapEntry>();
  const idle = new Set(shape.groups.flatMap((group) => idleKeys(map, group.ways)));
  for (const [key, field] of Object.entries(shape.fields)) {
    const entry = map.entries.get(key);
    if (entry !== undefined) {
      entries.set(key, { ...entry, value: fillDefaults(entry.value, field.schema) });
    } else if (field.fallback !== undefined && !idle.has(key)) {
      const value = fillDefaults(fromLiteral(field.fallback, DEFAULT), field.schema);
      entries.set(key, { keyOrigin: DEFAULT, value });
    }
  }
  for (const [key, entry] of map.entries) if (!entries.has(key)) entries.set(key, entry);
  return { ...map, entries };
}

/** Returns the keys whose defaults do not apply: companions of ways that were not chosen, and ways shut out by another. */
function idleKeys(map: MapValue, ways: KeyGroup['ways']): readonly string[] {
  const chosen = ways.find(([lead]) => map.entries.has(lead));
  return ways
    .filter((way) => way !== chosen)
    .flatMap(([lead, ...companions]) => (chosen === undefined ? companions : [lead, ...companions]));
}
