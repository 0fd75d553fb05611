import { describe, expect, it } from 'vitest';
import { fakeHost } from './fake-host.ts';

describe('the fake host', () => {
  it('fails as a file system does', () => {
    const { files } = fakeHost({ files: { 'd/a': 'x' }, unwritable: { locked: 'ENOSPC' } });
    const code = (action: () => unknown): unknown => {
      try {
        return action();
      } catch (error) {
        return error instanceof Error && 'code' in error ? error.code : error;
      }
    };
    expect(code(() => files.read('no'))).toBe('ENOENT');
    expect(code(() => files.read('d'))).toBe('EISDIR');
    expect(code(() => files.write('no/a', 'x'))).toBe('ENOENT');
    expect(code(() => files.write('d', 'x'))).toBe('EISDIR');
    expect(code(() => files.makeDirectory('locked/x'))).toBe('ENOSPC');
    expect(code(() => files.remove('d'))).toBe('ENOTEMPTY');
    expect(code(() => files.makeDirectory('d/a'))).toBe('EEXIST');
  });

  it('keeps files, directories and what was written', () => {
    const host = fakeHost({ files: { 'd/a': 'x' } });
    host.files.makeDirectory('e/f');
    host.files.write('e/f/b', 'y');
    host.files.write('/tmp-like/../project/c', 'z');
    expect(host.files.list('.')).toEqual(['c', 'd', 'e']);
    expect(host.written()).toEqual(['/project/e/f/b', '/project/c']);
    host.files.remove('c');
    expect(host.written()).toEqual(['/project/e/f/b']);
    expect([host.files.kind('e/f'), host.files.kind('e/f/b'), host.files.kind('c')]).toEqual([
      'directory',
      'file',
      'missing',
    ]);
    expect(host.text('d/a')).toBe('x');
  });

  it('sends signals to listeners until they stop, and breathes', async () => {
    const host = fakeHost();
    const heard: number[] = [];
    const stopListening = host.onStop((code) => heard.push(code));
    host.onBreath((breath) => breath === 2 && host.stop(130));
    await host.breathe();
    await host.breathe();
    stopListening();
    expect(host.stop(143)).toBe(0);
    expect(heard).toEqual([130]);
  });
});
