import { LineCounter, parseAllDocuments, parseDocument, type YAMLError } from 'yaml';
import type { Place, Problem } from '../errors.ts';
import type { Origin, Value } from './value.ts';
import { type Excess, MAX_ALIASED_VALUES, MAX_DEPTH, treeOf } from './yaml-values.ts';

export type YamlTree =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Returns the YAML of one file as a value with the place of every node, or every syntax error. */
export function parseYamlFile(text: string, file: string): YamlTree {
  if (nestsTooDeep(text)) return refused([excessProblem('too-deep', file)]);
  const lines = new LineCounter();
  const placeAt = placesOf(lines, file);
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return refused(document.errors.map((error) => syntaxProblem(error, placeAt(error.pos[0]))));
  }
  const value = treeOf(document, (offset) => ({ kind: 'file', place: placeAt(offset) }));
  return typeof value === 'string' ? refused([excessProblem(value, file)]) : { ok: true, value };
}

export type YamlTrees =
  | { readonly ok: true; readonly values: readonly Value[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Returns every YAML document of one file as a value with the place of every node, or every syntax error. */
export function parseYamlDocuments(text: string, file: string): YamlTrees {
  if (nestsTooDeep(text)) return refused([excessProblem('too-deep', file)]);
  const lines = new LineCounter();
  const placeAt = placesOf(lines, file);
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const documents = Array.isArray(parsed) ? parsed : [];
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0) {
    return refused(errors.map((error) => syntaxProblem(error, placeAt(error.pos[0]))));
  }
  const values: Value[] = [];
  for (const document of documents) {
    const value = treeOf(document, (offset) => ({ kind: 'file', place: placeAt(offset) }));
    if (typeof value === 'string') return refused([excessProblem(value, file)]);
    values.push(value);
  }
  return { ok: true, values };
}

/** Returns the value of a flag, which is YAML in flow style; `path` is what the flag sets. */
export function parseYamlValue(text: string, flag: string, path: string): YamlTree {
  const origin: Origin = { kind: 'flag', flag };
  const label = `${flag} ${path}`;
  if (nestsTooDeep(text)) return refused([excessProblem('too-deep', label)]);
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0) {
    const expected = 'a YAML value';
    return refused([{ code: 'yaml-syntax', path: label, got: text, expected, cure: 'quote the value' }]);
  }
  const value = treeOf(document, () => origin);
  return typeof value === 'string' ? refused([excessProblem(value, label)]) : { ok: true, value };
}

function placesOf(lines: LineCounter, file: string): (offset: number) => Place {
  return (offset) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
}

function refused(problems: readonly Problem[]): { ok: false; problems: readonly Problem[] } {
  return { ok: false, problems };
}

function syntaxProblem(error: YAMLError, place: Place): Problem {
  if (error.code === 'DUPLICATE_KEY') {
    return {
      code: 'repeated-key',
      place,
      path: 'YAML',
      got: 'a key twice',
      expected: 'each key once in a section',
    };
  }
  const got = error.message.split('\n')[0] ?? error.message;
  const code = error.code === 'MULTIPLE_DOCS' ? 'yaml-documents' : 'yaml-syntax';
  return { code, place, path: 'YAML', got, expected: 'one YAML document without syntax errors' };
}

function excessProblem(excess: Excess, path: string): Problem {
  if (excess === 'too-deep')
    return { code: excess, path, expected: `at most ${MAX_DEPTH} levels of nesting` };
  const expected = `aliases that add at most ${MAX_ALIASED_VALUES} values, none inside itself`;
  return { code: excess, path, expected, cure: 'write the values out, or use extends' };
}

/**
 * Returns whether a text may nest so deeply that the parser, which recurses, must not see it. Counts open brackets
 * outside quotes and comments, and columns of indentation with the dashes after them; errs towards letting through.
 */
function nestsTooDeep(text: string): boolean {
  const most = 2 * MAX_DEPTH;
  let open = 0;
  for (const line of text.split('\n')) {
    const code = line.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '').replace(/(^|\s)#.*$/, '');
    if (/^\s*(?:[-?]\s+)*/.exec(code)![0].length > most && code.trim() !== '') return true;
    for (const char of code) {
      if (char === '[' || char === '{') open += 1;
      else if ((char === ']' || char === '}') && open > 0) open -= 1;
      if (open > most) return true;
    }
  }
  return false;
}
