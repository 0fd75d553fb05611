import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EXIT } from '../errors.ts';
import { nodeHost } from './node-host.ts';
import { openFolder } from './output-folder.ts';

describe('the files of this machine', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tacos-'));
    writeFileSync(join(folder, 'file'), 'x');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('hold nothing below a file or under too long a name', () => {
    const { files } = nodeHost();
    expect(files.kind(join(folder, 'file'))).toBe('file');
    expect(files.kind(folder)).toBe('directory');
    expect(files.kind(join(folder, 'file', 'below'))).toBe('missing');
    expect(files.kind(join(folder, 'x'.repeat(5_000)))).toBe('missing');
  });

  it('refuse an output folder below a file before the run', () => {
    const { files } = nodeHost();
    expect(() => openFolder(files, join(folder, 'file', 'below'), false)).toThrow(
      expect.objectContaining({ exitCode: EXIT.output }),
    );
    expect(files.list(folder)).toEqual(['file']);
  });
});
