import type { Origin, Value } from './value.ts';

/** Column at which comments begin, where the value leaves room. */
const COMMENT_COLUMN = 56;

/** Returns an effective scenario as YAML, each value with its origin as a comment. It reads back as the same scenario. */
export function showEffective(root: Value): string {
  const lines: string[] = [];
  if (root.kind === 'map') writeMap(root, '', '', lines);
  return `${lines.join('\n')}\n`;
}

/** Returns an origin in a few words: `default`, `preset gateway-v1.3`, `base.yaml:12`, `--set`, `from name`. */
function originText(origin: Origin): string {
  switch (origin.kind) {
    case 'file':
      return `${origin.place.file}:${origin.place.line}`;
    case 'flag':
      return origin.flag;
    case 'preset':
      return `preset ${origin.name}`;
    case 'default':
      return 'default';
    case 'derived':
      return origin.from === 'default' ? 'default' : `from ${origin.from}`;
  }
}

/** `lead` is what stands before the first line of the value: the key it belongs to, or a dash. */
function writeValue(lead: string, value: Value, indent: string, lines: string[]): void {
  if (value.kind === 'scalar') {
    lines.push(withComment(`${lead} ${scalarText(value.value)}`, value.origin));
  } else if (value.kind === 'map') {
    if (value.entries.size === 0) lines.push(withComment(`${lead} {}`, value.origin));
    else if (lead.endsWith('-')) writeMap(value, `${lead} `, indent, lines);
    else {
      lines.push(lead);
      writeMap(value, indent, indent, lines);
    }
  } else if (value.items.every((item) => item.kind === 'scalar')) {
    const items = value.items.map((item) => (item.kind === 'scalar' ? scalarText(item.value) : ''));
    lines.push(withComment(`${lead} [${items.join(', ')}]`, value.origin));
  } else {
    lines.push(lead);
    for (const item of value.items) writeValue(`${indent}-`, item, `${indent}  `, lines);
  }
}

function writeMap(map: Value & { kind: 'map' }, first: string, indent: string, lines: string[]): void {
  let prefix = first;
  for (const [key, entry] of map.entries) {
    writeValue(`${prefix}${key}:`, entry.value, `${indent}  `, lines);
    prefix = indent;
  }
}

function withComment(text: string, origin: Origin): string {
  return `${text.padEnd(COMMENT_COLUMN)}  # ${originText(origin)}`;
}

function scalarText(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return String(value);
  const plain = /^[A-Za-z0-9./][A-Za-z0-9._/%+ -]*$/.test(value) && !value.endsWith(' ');
  const other =
    /^(true|false|null|~|[-+]?(\d[\d.]*([eE][-+]?\d+)?|\.\d+|\.inf|\.nan|0x[\da-f]+|0o[0-7]+))$/i.test(value);
  return plain && !other ? value : JSON.stringify(value);
}
