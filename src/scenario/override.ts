import type { Problem } from '../errors.ts';
import { merge } from './merge.ts';
import { nearest } from './nearest.ts';
import { problemAt, under } from './report.ts';
import { unknownKey } from './schema/object.ts';
import { keySchema, listShape, objectShape, type Schema } from './schema/schema.ts';
import { type ListValue, nameOf, type Origin, type Value, withEntry } from './value.ts';
import { parseYamlValue } from './yaml-tree.ts';

/** A value to put at a path: of `--set`, of `--seed`, or of a variant. Its origin is where problems with it belong. */
export interface Override {
  readonly path: readonly string[];
  readonly value: Value;
}

/** Returns an override from `path=value`, or what is wrong with it. */
export function parseOverride(text: string): Override | readonly Problem[] {
  const at = text.indexOf('=');
  const path = text.slice(0, Math.max(0, at)).trim();
  if (at < 0 || !/^[^.\s]+(\.[^.\s]+)*$/.test(path)) {
    const expected = 'a path, =, and a value';
    return [
      {
        code: 'override-malformed',
        path: '--set',
        got: text,
        expected,
        cure: '--set admission.bucket.refill=80/s',
      },
    ];
  }
  const tree = parseYamlValue(text.slice(at + 1), '--set', path);
  return tree.ok ? { path: path.split('.'), value: tree.value } : tree.problems;
}

/**
 * Returns the scenario with an override laid over it, or the problem: a path that leads nowhere. Members of named
 * lists are addressed by name, of other lists by index (0-based).
 */
export function applyOverride(root: Value, override: Override, schema: Schema<unknown>): Value | Problem {
  const overlay = overlayFor(root, override.path, override.value, schema, '');
  return 'code' in overlay ? overlay : merge(root, overlay, schema);
}

function overlayFor(
  existing: Value | undefined,
  path: readonly string[],
  value: Value,
  schema: Schema<unknown> | undefined,
  done: string,
): Value | Problem {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  const list = listShape(schema);
  if (list !== undefined && (existing?.kind === 'list' || objectShape(schema) === undefined)) {
    const known =
      existing?.kind === 'list' ? existing : { kind: 'list' as const, items: [], origin: value.origin };
    return overlayForMember(known, step, rest, value, list, done);
  }
  const child = keySchema(schema, step);
  if (child === undefined) return unknownStep(schema, step, done, value.origin);
  const below = existing?.kind === 'map' ? existing.entries.get(step)?.value : undefined;
  const overlay = overlayFor(below, rest, value, child, under(done, step));
  if ('code' in overlay) return overlay;
  return withEntry(
    { kind: 'map', entries: new Map(), origin: existing?.origin ?? value.origin },
    step,
    overlay,
    value.origin,
  );
}

function overlayForMember(
  list: ListValue,
  step: string,
  rest: readonly string[],
  value: Value,
  shape: { readonly item: Schema<unknown>; readonly named: boolean },
  done: string,
): Value | Problem {
  const names = list.items.map((item, i) => (shape.named ? nameOf(item) : String(i)) ?? String(i));
  const index = names.indexOf(step);
  const member = list.items[index];
  if (member === undefined) {
    const expected = names.length === 0 ? 'a list with members' : `one of: ${names.join(', ')}`;
    const complaint = { code: 'unknown-key', got: step, expected, cure: nearest(step, names) };
    return problemAt(value.origin, under(done, step), complaint);
  }
  if (shape.named && rest.join('.') === 'name') {
    const expected = 'a key other than the name, by which members are addressed';
    return problemAt(value.origin, under(done, step), { code: 'override-malformed', got: 'name', expected });
  }
  const overlay = overlayFor(member, rest, value, shape.item, under(done, step));
  if ('code' in overlay) return overlay;
  // The list is laid over the scenario once more, member by member: a null that went now would delete nothing there.
  const nulls = shape.named ? 'kept' : 'gone';
  return { ...list, items: list.items.with(index, merge(member, overlay, shape.item, nulls)) };
}

function unknownStep(
  schema: Schema<unknown> | undefined,
  step: string,
  done: string,
  origin: Origin,
): Problem {
  const shape = objectShape(schema);
  if (shape !== undefined)
    return problemAt(origin, under(done, step), unknownKey(step, Object.keys(shape.fields)));
  if (schema?.shape.kind === 'keyed')
    return problemAt(origin, under(done, step), unknownKey(step, schema.shape.keys));
  const expected = done === '' ? 'a key of a scenario' : `${done} to be a section, which it never is`;
  return problemAt(origin, under(done, step), { code: 'unknown-key', got: step, expected });
}
