import { describe, expect, it } from 'vitest';
import { fakeHost } from '../testing/fake-host.ts';
import { problemText, refusal } from '../testing/refusal.ts';
import { SMALL_SCENARIO } from '../testing/scenario-text.ts';
import { main } from './main.ts';

describe('files that are no scenario', () => {
  it.each([
    ['missing', {}, problemText('s.yaml', 'no such file', 'a scenario file')],
    ['a directory', { 's.yaml/x': 'y' }, problemText('s.yaml', 'a directory', 'a scenario file')],
    ['empty', { 's.yaml': ' \n' }, problemText('s.yaml', 'an empty file', 'a scenario file', 'tacos init')],
    [
      'binary',
      { 's.yaml': new Uint8Array([80, 75, 0, 4]) },
      problemText('s.yaml', 'binary data', 'a scenario file'),
    ],
    [
      'not UTF-8',
      { 's.yaml': new Uint8Array([110, 0xff, 0xfe]) },
      problemText('s.yaml', 'bytes that are not UTF-8', ''),
    ],
    [
      'a list',
      { 's.yaml': '- a\n- b\n' },
      problemText('s.yaml:1:1  s.yaml', 'a list of 2', 'a scenario: a YAML map'),
    ],
    ['a word', { 's.yaml': 'hello\n' }, problemText('s.yaml:1:1  s.yaml', 'hello', 'a scenario: a YAML map')],
    ['comments only', { 's.yaml': '# nothing\n' }, '(empty)'],
  ])('%s', async (_, files, said) => {
    expect((await refusal(files)).replace(/ from\n$/, '')).toContain(said.replace(/\n {2}expected {2}$/, ''));
  });

  it('100 MB are refused by their size, unread', async () => {
    const host = fakeHost({ hugeFiles: { 's.yaml': 100 * 1024 * 1024 } });
    expect(await main(['validate', 's.yaml'], host)).toBe(2);
    expect(host.err()).toContain(problemText('s.yaml', '100 MiB', 'a scenario file', 'at most 1.0 MiB'));
  });

  it.each([
    ['a syntax error', 'a: [1, 2\nb: 3\n', /^s\.yaml:2:1 {2}YAML\n/, 'yaml-syntax'],
    ['a tab', 'a:\n\tb: 1\n', /^s\.yaml:2:\d+ {2}YAML\n/, 'yaml-syntax'],
    [
      'a key twice',
      `${SMALL_SCENARIO}name: other\n`,
      /^s\.yaml:10:1 {2}YAML\n {2}got {7}a key twice/,
      'repeated-key',
    ],
    [
      'two documents',
      `${SMALL_SCENARIO}---\n${SMALL_SCENARIO}`,
      /^s\.yaml:\d+:\d+ {2}YAML\n/,
      'yaml-documents',
    ],
    ['deep nesting', `a: ${'['.repeat(200_000)}`, /^s\.yaml\n {2}expected {2}at most 64 levels/, 'too-deep'],
    [
      'deep indentation',
      Array.from({ length: 400 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      /^s\.yaml\n/,
      'too-deep',
    ],
  ])('%s', async (_, text, head, code) => {
    const said = await refusal({ 's.yaml': text });
    expect(said).toMatch(head);
    expect(said).toContain(`  code      ${code}\n`);
  });

  it('an alias bomb', async () => {
    const levels = Array.from({ length: 9 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(9)}]`);
    const said = await refusal({ 's.yaml': ['l0: &l0 [lol]', ...levels].join('\n') });
    expect(said).toContain(
      problemText('s.yaml', undefined, 'aliases that add at most 10000 values, none inside itself'),
    );
  });

  it('an alias inside itself', async () => {
    expect(await refusal({ 's.yaml': 'a: &a [*a]\n' })).toContain('alias-bomb');
  });
});
