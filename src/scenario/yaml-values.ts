import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { MapEntry, Origin, Value } from './value.ts';

/** Values that aliases may add to a file before it counts as an alias bomb. */
export const MAX_ALIASED_VALUES = 10_000;

/** Levels of nesting that are read. */
export const MAX_DEPTH = 64;

/** Why a document is no value: its aliases add too much, or it is nested too deeply. */
export type Excess = 'alias-bomb' | 'too-deep';

class ExcessError extends Error {
  readonly excess: Excess;

  constructor(excess: Excess) {
    super(excess);
    this.excess = excess;
  }
}

/** Returns a document without errors as a value, aliases expanded, or the reason why it is none. */
export function treeOf(document: Document, originAt: (offset: number) => Origin): Value | Excess {
  try {
    return new ValueBuilder(document, originAt).build(document.contents, 0, false);
  } catch (error) {
    if (error instanceof ExcessError) return error.excess;
    throw error;
  }
}

/** Walks a document; counts what aliases add, so that a few lines cannot become billions of values. */
class ValueBuilder {
  private readonly document: Document;
  private readonly originAt: (offset: number) => Origin;
  private aliased = 0;

  constructor(document: Document, originAt: (offset: number) => Origin) {
    this.document = document;
    this.originAt = originAt;
  }

  build(node: unknown, depth: number, insideAlias: boolean): Value {
    if (insideAlias) this.aliased += 1;
    if (this.aliased > MAX_ALIASED_VALUES) throw new ExcessError('alias-bomb');
    if (depth > MAX_DEPTH) throw new ExcessError(insideAlias ? 'alias-bomb' : 'too-deep');
    if (isAlias(node)) return this.build(node.resolve(this.document), depth + 1, true);
    const origin = this.originAt(offsetOf(node));
    if (isMap(node)) {
      const entries = new Map<string, MapEntry>();
      for (const { key, value } of node.items) this.addEntry(entries, key, value, depth + 1, insideAlias);
      return { kind: 'map', entries, origin };
    }
    if (isSeq(node)) {
      const items = node.items.map((item) => this.build(item, depth + 1, insideAlias));
      return { kind: 'list', items, origin };
    }
    return isScalar(node) ? scalarOf(node.value, node.source, origin) : scalarOf(null, '', origin);
  }

  private addEntry(
    entries: Map<string, MapEntry>,
    keyNode: unknown,
    valueNode: unknown,
    depth: number,
    insideAlias: boolean,
  ): void {
    const key = this.build(keyNode, depth, insideAlias);
    // A key without a value has no node of its own: its place is that of the key.
    const value =
      valueNode === null ? scalarOf(null, '', key.origin) : this.build(valueNode, depth, insideAlias);
    entries.set(key.kind === 'scalar' ? key.text : '(a key that is no text)', {
      keyOrigin: key.origin,
      value,
    });
  }
}

function offsetOf(node: unknown): number {
  const range = typeof node === 'object' && node !== null ? (node as Partial<Node>).range : undefined;
  return range?.[0] ?? 0;
}

function scalarOf(value: unknown, source: string | undefined, origin: Origin): Value {
  if (value === null || value === undefined)
    return { kind: 'scalar', value: null, text: source ?? '', origin };
  if (typeof value === 'number' || typeof value === 'boolean') {
    return { kind: 'scalar', value, text: source ?? String(value), origin };
  }
  return { kind: 'scalar', value: String(value), text: String(value), origin };
}
