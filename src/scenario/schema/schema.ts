import type { Report } from '../report.ts';
import type { Literal, Value } from '../value.ts';

/**
 * One kind of value of the scenario language. The same definition checks a value, fills its defaults, merges it,
 * names its keys in suggestions and describes itself to editors.
 */
export interface Schema<T> {
  /** What belongs here, in words. */
  readonly expected: string;
  readonly shape: Shape;
  /** Returns the value with units resolved, or undefined after reporting every problem below it. */
  check(value: Value, path: string, report: Report): T | undefined;
}

/** The structure of a value, for everything that walks definitions and not data. */
type Shape =
  | { readonly kind: 'scalar'; readonly json: JsonSchema }
  | ObjectShape
  | ListShape
  /** A section whose keys are free names. */
  | { readonly kind: 'keyed'; readonly item: Schema<unknown>; readonly keys: readonly string[] }
  | ChoiceShape;

export interface ObjectShape {
  readonly kind: 'object';
  readonly fields: Fields;
  readonly groups: readonly KeyGroup[];
  /** A key whose presence lifts every requirement of this section, e.g. a preset. */
  readonly suppliedBy?: string;
}

export interface ListShape {
  readonly kind: 'list';
  readonly item: Schema<unknown>;
  /** Members have a `name`, by which they are addressed and merged. */
  readonly named: boolean;
  readonly minItems: number;
  readonly maxItems: number;
}

/** One of several schemas, chosen by what the value is. */
interface ChoiceShape {
  readonly kind: 'choice';
  readonly scalars: readonly Schema<unknown>[];
  readonly map?: Schema<unknown>;
  readonly list?: Schema<unknown>;
}

/** Keys of one section that exclude each other. */
export interface KeyGroup {
  /** one: exactly one must be there. optional: at most one. */
  readonly need: 'one' | 'optional';
  /** Each way begins with its leading key; keys after it may come along with it only. */
  readonly ways: readonly (readonly [string, ...string[]])[];
}

export interface Field<T, Present extends boolean = boolean> {
  readonly schema: Schema<T>;
  /** One line for people and editors. */
  readonly doc: string;
  readonly need: 'required' | 'optional' | 'default' | 'unavailable';
  /** Used where the key is absent; in the language itself. */
  readonly fallback?: Literal;
  /** Whether a checked section always has the key. */
  readonly present: Present;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The checked form of a section with these fields. */
export type ObjectOf<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer T, infer P>
    ? P extends true
      ? T
      : T | undefined
    : never;
};

export type JsonSchema = { readonly [key: string]: Literal };

/** A key that must be given. */
export function required<T>(schema: Schema<T>, doc: string): Field<T, true> {
  return { schema, doc, need: 'required', present: true };
}

/** A key that may be left out and then means nothing. */
export function optional<T>(schema: Schema<T>, doc: string): Field<T, false> {
  return { schema, doc, need: 'optional', present: false };
}

/** A key with a default. */
export function withDefault<T>(schema: Schema<T>, fallback: Literal, doc: string): Field<T, true> {
  return { schema, doc, need: 'default', fallback, present: true };
}

/** A key of one way of a group, with a default where that way is chosen. */
export function defaultIfChosen<T>(schema: Schema<T>, fallback: Literal, doc: string): Field<T, false> {
  return { schema, doc, need: 'default', fallback, present: false };
}

/** A key that belongs to the language and that this version cannot run: refused by name. */
export function unavailable<T>(schema: Schema<T>, doc: string): Field<T, false> {
  return { schema, doc, need: 'unavailable', present: false };
}

/** Returns the object form of a schema, through a choice if need be; undefined when it has none. */
export function objectShape(schema: Schema<unknown> | undefined): ObjectShape | undefined {
  if (schema?.shape.kind === 'object') return schema.shape;
  return schema?.shape.kind === 'choice' ? objectShape(schema.shape.map) : undefined;
}

/** Returns the list form of a schema, through a choice if need be; undefined when it has none. */
export function listShape(schema: Schema<unknown> | undefined): ListShape | undefined {
  if (schema?.shape.kind === 'list') return schema.shape;
  return schema?.shape.kind === 'choice' ? listShape(schema.shape.list) : undefined;
}

/** Returns the schema of a key of a section, or undefined when the section does not know it. */
export function keySchema(schema: Schema<unknown> | undefined, key: string): Schema<unknown> | undefined {
  if (schema?.shape.kind === 'keyed') return schema.shape.item;
  return objectShape(schema)?.fields[key]?.schema;
}
