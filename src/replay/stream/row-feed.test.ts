import { describe, expect, it } from 'vitest';
import { TraceProblems } from '../trace-problems.ts';
import { RowFeed } from './row-feed.ts';
import type { Vocabulary } from './stream-row.ts';

const WORDS: Vocabulary = {
  fields: 2,
  names: ['color', 'size'],
  example: 'color,size',
  fieldOf: (name) => (name === 'color' ? 0 : name === 'size' ? 1 : undefined),
  lacks: (has) => (has(0) ? undefined : 'a color'),
};

function rowsOf(text: string, ignored: readonly string[] = []) {
  const problems = new TraceProblems('t');
  const rows: string[] = [];
  const feed = new RowFeed(WORDS, ignored, problems, (row) => {
    rows.push(`${row.line}:${row.text(0)}@${row.columnOf(0)}/${row.text(1)}@${row.columnOf(1)}`);
  });
  text.split('\n').forEach((line, index) => {
    feed.line(line, index + 1);
  });
  return { rows, problems: problems.all, format: feed.format };
}

describe('rows', () => {
  it.each([
    ['commas', 'color,size\nred,2', ['2:red@1/2@5']],
    ['semicolons', 'color;size\nred;2', ['2:red@1/2@5']],
    ['tabs', 'color\tsize\nred\t2', ['2:red@1/2@5']],
    ['another order of columns', 'size,color\n2,red', ['2:red@3/2@1']],
    ['white space and quotes', 'color,size\n  "dark, red" , 2 ', ['2:dark, red@3/2@17']],
    ['a quote within quotes', 'color\n"a ""b"""', ['2:a "b"@1/@1']],
    ['comments and blank lines', '# hand-made\n\ncolor\n\n# more\nred', ['6:red@1/@1']],
    ['fewer cells than the header', 'color,size\nred', ['2:red@1/@4']],
    ['one column', 'color\nred', ['2:red@1/@1']],
  ])('of CSV with %s', (_, text, rows) => {
    expect(rowsOf(text)).toEqual({ rows, problems: [], format: 'csv' });
  });

  it.each([
    ['any order of keys', '{"size":2,"color":"red"}', ['1:red@11/2@2']],
    ['keys that come and go', '{"color":"red"}\n{"size":1.5}', ['1:red@2/@1', '2:@1/1.5@2']],
    ['null for nothing', '{"color":null,"size":2}', ['1:@1/2@15']],
  ])('of NDJSON with %s', (_, text, rows) => {
    expect(rowsOf(text)).toEqual({ rows, problems: [], format: 'ndjson' });
  });

  it.each([
    ['an unknown column', 'color,sise\nred,2', 'trace-columns', 1, 7, 'size; or --ignore sise'],
    [
      'an unknown key, once',
      '{"sise":1,"color":"a"}\n{"sise":2}',
      'trace-columns',
      1,
      2,
      'size; or --ignore sise',
    ],
    ['two columns for one field', 'color,color\nred,red', 'trace-columns', 1, 7, '--ignore color'],
    ['a lacking column', 'size\n2', 'trace-columns', 1, 1, 'color,size'],
    ['no header', '2026-10-03T20:00:00Z,join,somebody', 'trace-columns', 1, 1, 'color,size'],
    ['more cells than the header', 'color,size\nred,2,3', 'trace-columns', 2, 1, 'put cells that hold'],
    ['no JSON', '{"color":"red"}\n{"color":', 'trace-json', 2, 1, '{"at"'],
    ['a list', '[{"color":"red"}]', 'trace-json', 1, 1, '{"at"'],
    ['a list inside', '{"color":["red"]}', 'trace-json', 1, 2, '"position":12'],
  ])('refuse %s at its place', (_, text, code, line, column, cure) => {
    const { problems } = rowsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code, place: { file: 't', line, column } });
    expect(problems[0]?.cure).toContain(cure);
  });

  it('do not print what may be data', () => {
    const { problems } = rowsOf('2026-10-03T20:00:00Z,join,somebody');
    expect(JSON.stringify(problems)).not.toContain('somebody');
  });

  it('pass over ignored columns', () => {
    expect(rowsOf('color,agent\nred,x', ['agent'])).toMatchObject({ rows: ['2:red@1/@1'], problems: [] });
    expect(rowsOf('{"color":"red","agent":{}}', ['agent'])).toMatchObject({
      rows: ['1:red@2/@1'],
      problems: [],
    });
  });
});
