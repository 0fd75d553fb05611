import type { Place } from '../errors.ts';

/** Where a value of a scenario comes from. */
export type Origin =
  | { readonly kind: 'file'; readonly place: Place }
  /** A flag of the command line: `--set` or `--seed`. */
  | { readonly kind: 'flag'; readonly flag: string }
  | { readonly kind: 'preset'; readonly name: string }
  | { readonly kind: 'default' }
  /** Follows from other values, e.g. the title from the name. */
  | { readonly kind: 'derived'; readonly from: string };

/** A scenario before it is checked: YAML's data with the origin of every node. Aliases are expanded. */
export type Value = ScalarValue | ListValue | MapValue;

export interface ScalarValue {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** As written. */
  readonly text: string;
  readonly origin: Origin;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Value[];
  readonly origin: Origin;
}

export interface MapValue {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, MapEntry>;
  readonly origin: Origin;
}

export interface MapEntry {
  /** Origin of the key itself: its place is that of the key, not of the value. */
  readonly keyOrigin: Origin;
  readonly value: Value;
}

/** Plain data in the scenario language: what a default or a preset is written in. */
export type Literal =
  | string
  | number
  | boolean
  | null
  | readonly Literal[]
  | { readonly [key: string]: Literal };

/** Returns plain data as a value of one origin. */
export function fromLiteral(literal: Literal, origin: Origin): Value {
  if (isLiteralList(literal)) {
    return { kind: 'list', items: literal.map((item) => fromLiteral(item, origin)), origin };
  }
  if (literal !== null && typeof literal === 'object') {
    const entries = Object.entries(literal).map(
      ([key, item]) => [key, { keyOrigin: origin, value: fromLiteral(item, origin) }] as const,
    );
    return { kind: 'map', entries: new Map(entries), origin };
  }
  return { kind: 'scalar', value: literal, text: String(literal), origin };
}

function isLiteralList(literal: Literal): literal is readonly Literal[] {
  return Array.isArray(literal);
}

/** Returns a map with one entry set; keeps the order of the others. */
export function withEntry(map: MapValue, key: string, value: Value, keyOrigin: Origin): MapValue {
  return { ...map, entries: new Map(map.entries).set(key, { keyOrigin, value }) };
}

/** Returns the value at a path of keys, list indices and names of list members, or undefined. */
export function valueAt(root: Value | undefined, path: readonly (string | number)[]): Value | undefined {
  let value = root;
  for (const step of path) {
    if (value?.kind === 'map') value = value.entries.get(String(step))?.value;
    else if (value?.kind === 'list') {
      value =
        typeof step === 'number' ? value.items[step] : value.items.find((item) => nameOf(item) === step);
    } else return undefined;
  }
  return value;
}

/** Returns a value with what is at a path set; unchanged where the path leads nowhere. */
export function withValueAt(root: Value, path: readonly (string | number)[], value: Value): Value {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (root.kind === 'map') {
    const key = String(step);
    const below = root.entries.get(key);
    if (below === undefined && rest.length > 0) return root;
    const next = below === undefined ? value : withValueAt(below.value, rest, value);
    return withEntry(root, key, next, below?.keyOrigin ?? value.origin);
  }
  if (root.kind === 'scalar') return root;
  const index = typeof step === 'number' ? step : root.items.findIndex((item) => nameOf(item) === step);
  const member = root.items[index];
  if (member === undefined) return root;
  return { ...root, items: root.items.with(index, withValueAt(member, rest, value)) };
}

/** Returns the `name` of a member of a named list, or undefined where it has none. */
export function nameOf(value: Value): string | undefined {
  const name = valueAt(value, ['name']);
  return name?.kind === 'scalar' && name.value !== null ? name.text : undefined;
}

/** Returns a value in a few words for the `got` line of a problem. */
export function describeValue(value: Value): string {
  switch (value.kind) {
    case 'scalar':
      return value.text.length > 60 ? `${value.text.slice(0, 57)}...` : value.text || '(empty)';
    case 'list':
      return value.items.length === 0 ? 'an empty list' : `a list of ${value.items.length}`;
    case 'map': {
      const keys = [...value.entries.keys()];
      const shown = keys.slice(0, 4).join(', ') + (keys.length > 4 ? ', ...' : '');
      return keys.length === 0 ? 'an empty section' : `a section with ${shown}`;
    }
  }
}
