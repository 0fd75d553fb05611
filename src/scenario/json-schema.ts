import type { Field, JsonSchema, KeyGroup, ObjectShape, Schema } from './schema/schema.ts';
import type { Literal } from './value.ts';
import { scenarioSchema } from './vocabulary/scenario.ts';

/**
 * Returns the JSON Schema (draft 2020-12) of a scenario. What may be given and what must be given are kept apart: with
 * `extends` (and, for the rules of admission, with `preset`) nothing is required, because it may come from elsewhere.
 * Keys that may be left out may also be null, which deletes.
 */
export function scenarioJsonSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'tacos scenario',
    description: 'A ticket sale and its waiting room, as tacos reads it.',
    ...describe(scenarioSchema),
    anyOf: [{ required: ['extends'] }, requirementsOf(scenarioSchema) ?? {}],
  };
}

/** Returns the JSON Schema as text: two spaces a level, what is short on one line, a newline at the end. */
export function scenarioJsonSchemaText(): string {
  return `${pretty(scenarioJsonSchema(), '')}\n`;
}

function pretty(value: Literal, indent: string): string {
  const flat = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || indent.length + flat.length <= 100) return flat;
  const deeper = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((item: Literal) => pretty(item, deeper))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${pretty(item, deeper)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${items.map((item) => `${deeper}${item}`).join(',\n')}\n${indent}${close}`;
}

/** Returns what a value may be: types, patterns, known keys. */
function describe(schema: Schema<unknown>): JsonSchema {
  const { shape } = schema;
  switch (shape.kind) {
    case 'scalar':
      return shape.json;
    case 'object':
      return describeObject(shape);
    case 'list':
      return {
        type: 'array',
        items: describe(shape.item),
        ...(shape.minItems > 0 ? { minItems: shape.minItems } : {}),
        maxItems: shape.maxItems,
      };
    case 'keyed':
      return {
        type: 'object',
        additionalProperties: false,
        properties: propertiesOf(shape.keys, shape.item),
      };
    case 'choice': {
      const branches = [...shape.scalars, shape.map, shape.list].filter((branch) => branch !== undefined);
      return { anyOf: branches.map(describe) };
    }
  }
}

function propertiesOf(keys: readonly string[], item: Schema<unknown>): JsonSchema {
  return Object.fromEntries(keys.map((key) => [key, nullable(describe(item))]));
}

function describeObject(shape: ObjectShape): JsonSchema {
  const properties = Object.entries(shape.fields).map(([key, field]) => [key, describeField(field)] as const);
  return { type: 'object', additionalProperties: false, properties: Object.fromEntries(properties) };
}

function describeField(field: Field<unknown>): JsonSchema {
  const description =
    field.need === 'unavailable' ? `${field.doc} Not available in this version.` : field.doc;
  const body = describe(field.schema);
  return {
    description,
    ...(field.need === 'required' ? body : nullable(body)),
    ...(field.fallback === undefined ? {} : { default: field.fallback }),
  };
}

/** Returns a schema that also takes null. */
function nullable(schema: JsonSchema): JsonSchema {
  const { type, enum: words, anyOf } = schema;
  if (Array.isArray(words)) return { ...schema, enum: [...words, null] };
  if (Array.isArray(anyOf)) return { ...schema, anyOf: [...anyOf, { type: 'null' }] };
  if (typeof type === 'string') return { ...schema, type: [type, 'null'] };
  return Array.isArray(type) ? { ...schema, type: [...type, 'null'] } : schema;
}

/** Returns what a value must hold, or undefined when it may be empty. Says nothing about values of another type. */
function requirementsOf(schema: Schema<unknown>): JsonSchema | undefined {
  const { shape } = schema;
  switch (shape.kind) {
    case 'object':
      return requirementsOfObject(shape);
    case 'list': {
      const items = requirementsOf(shape.item);
      return items === undefined ? undefined : { items };
    }
    case 'choice': {
      const needs = [shape.map, shape.list].map((branch) =>
        branch === undefined ? undefined : requirementsOf(branch),
      );
      const [first, second] = needs.filter((need) => need !== undefined);
      return first === undefined || second === undefined ? first : { allOf: [first, second] };
    }
    default:
      return undefined;
  }
}

function requirementsOfObject(shape: ObjectShape): JsonSchema | undefined {
  const fields = Object.entries(shape.fields);
  const grouped = new Set(shape.groups.flatMap((group) => group.ways.flat()));
  const required = fields
    .filter(([key, field]) => field.need === 'required' && !grouped.has(key))
    .map(([key]) => key);
  const below = fields.flatMap(([key, field]) => {
    const inner = requirementsOf(field.schema);
    return inner === undefined ? [] : [[key, inner] as const];
  });
  const groups = shape.groups.map(requirementsOfGroup);
  if (required.length + below.length + groups.length === 0) return undefined;
  const needs = {
    ...(required.length > 0 ? { required } : {}),
    ...(below.length > 0 ? { properties: Object.fromEntries(below) } : {}),
    ...(groups.length > 0 ? { allOf: groups } : {}),
  };
  return shape.suppliedBy === undefined ? needs : { anyOf: [{ required: [shape.suppliedBy] }, needs] };
}

/** Exactly one way, or at most one; keys of other ways are shut out. `required` holds of what is no section at all. */
function requirementsOfGroup(group: KeyGroup): JsonSchema {
  const ways = group.ways.map(([lead]) => ({ required: [lead] }));
  const none = { not: { anyOf: ways } };
  return { anyOf: [{ not: { type: 'object' } }, { oneOf: group.need === 'one' ? ways : [...ways, none] }] };
}
