/** White space, then one token of JSON: a bracket, comma, colon, string, number or name; sticky. */
const TOKEN =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.]))/y;

type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'separator' | 'nothing';

/**
 * Returns the offset of the first character at which a text stops being JSON, its length where it is cut off, and
 * undefined where it is JSON. `JSON.parse` of Node 20 names no offset for most mistakes.
 */
export function firstSyntaxError(text: string): number | undefined {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = 0;
  for (;;) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null)
      return expected === 'nothing' && text.slice(at).trim() === '' ? undefined : stuckAt(text, at);
    const end = at + match[0].length;
    const [, punctuation, string] = match;
    const next = step(expected, punctuation ?? (string === undefined ? 'literal' : 'string'), open);
    if (next === undefined) return end - (match[0].trimStart().length || 1);
    expected = next;
    at = end;
  }
}

/** Returns where the text goes on after white space: its length when it is cut off inside a string. */
function stuckAt(text: string, at: number): number {
  const start = at + text.slice(at).search(/[^ \t\r\n]|$/);
  const restIsOpenString = text[start] === '"' && !/["\n]/.test(text.slice(start + 1, text.length));
  return restIsOpenString ? text.length : start;
}

/** Returns what may follow a token, undefined where the token itself may not stand; keeps the open brackets. */
function step(expected: Expected, token: string, open: ('{' | '[')[]): Expected | undefined {
  const inside = () => (open.length === 0 ? 'nothing' : 'separator');
  if (token === '}' || token === ']') {
    const mayEnd = expected === 'separator' || expected === (token === '}' ? 'key-or-end' : 'value-or-end');
    if (!mayEnd || open.pop() !== (token === '}' ? '{' : '[')) return undefined;
    return inside();
  }
  if (expected === 'colon') return token === ':' ? 'value' : undefined;
  if (expected === 'separator') {
    if (token !== ',') return undefined;
    return open.at(-1) === '{' ? 'key' : 'value';
  }
  if (expected === 'key' || expected === 'key-or-end') return token === 'string' ? 'colon' : undefined;
  if (expected === 'nothing' || token === ',' || token === ':') return undefined;
  if (token === '{' || token === '[') {
    open.push(token);
    return token === '{' ? 'key-or-end' : 'value-or-end';
  }
  return inside();
}
