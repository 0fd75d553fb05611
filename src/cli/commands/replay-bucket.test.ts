import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type FakeHostOptions, fakeHost } from '../../testing/fake-host.ts';
import { main } from '../main.ts';

const TRACE = 'scenarios/traces/club-requests.csv';
const REQUESTS = readFileSync(new URL(`../../../${TRACE}`, import.meta.url), 'utf8');
const CLUB = ['replay', 'bucket', TRACE, '--capacity', '20', '--refill', '4/s'];

async function run(argv: readonly string[], options: FakeHostOptions = {}) {
  const host = fakeHost({ ...options, files: { [TRACE]: REQUESTS, ...options.files } });
  const code = await main(argv, host);
  return { host, code, out: host.out(), err: host.err() };
}

const last = (text: string) => text.trimEnd().split('\n').at(-1) ?? '';

describe('tacos replay bucket', () => {
  it('runs the example of its help: decisions to stdout, what they come to on stderr', async () => {
    const { code, out, err, host } = await run(CLUB);
    expect(code).toBe(0);
    const rows = out.trimEnd().split('\n');
    expect(rows[0]).toBe('atMs,cost,allowed,tokens');
    expect(rows).toHaveLength(601);
    const allowed = rows.filter((row) => row.includes(',true,')).length;
    expect(last(err)).toBe(
      `DONE  ${allowed} allowed; ${600 - allowed} denied                                      (exit code 0)`,
    );
    expect(host.written()).toEqual([]);
    const help = await run(['replay', 'bucket', '--help']);
    expect(help.out).toContain(`tacos ${CLUB.join(' ')} > decisions.csv\n`);
  });

  // The file was answered by another implementation, whose clock steps by whole seconds.
  it('agrees with what was answered when it is given the same clock', async () => {
    const { out } = await run([...CLUB, '--clock-resolution', '1s', '--json']);
    const { findings, manifest, schemaVersion } = JSON.parse(out);
    expect(schemaVersion).toBe(1);
    expect(findings.compared).toEqual({ requests: 600, agreed: 600, onlyRecorded: 0, onlyHere: 0 });
    expect(manifest).toMatchObject({ kind: 'replay-bucket', traceBytes: REQUESTS.length });
    const other = JSON.parse((await run([...CLUB, '--json'])).out);
    expect(other.findings.compared.agreed).toBeLessThan(600);
  });

  it('writes decisions to a file, and then the summary to stdout', async () => {
    const { out, err, host } = await run([...CLUB, '-o', 'decisions.csv']);
    expect(err).toBe('');
    expect(out).toMatch(/ALLOWED {2}\d+ of 600 requests/);
    expect(host.text('decisions.csv')).toBe((await run(CLUB)).out);
    expect((await run([...CLUB, '-o', 'decisions.csv', '--quiet'])).out.split('\n')).toHaveLength(2);
    expect((await run([...CLUB, '--quiet'])).err).toBe('');
  });

  it('ends quietly when nobody reads on', async () => {
    const files = { 'long.csv': `atMs\n${'1000\n'.repeat(20_000)}` };
    const argv = ['replay', 'bucket', 'long.csv', '--capacity', '5', '--refill', '1/s'];
    const { code, err } = await run(argv, { files, stdoutClosesAfter: 1 });
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });

  it('prints the command that makes it again', async () => {
    const argv = [...CLUB, '--clock-resolution', '1s', '--initial', '3'];
    const { command } = JSON.parse((await run([...argv, '--json'])).out).manifest;
    expect(command).toBe(`tacos ${argv.join(' ')}`);
    expect((await run(command.split(' ').slice(1))).out).toBe((await run(argv)).out);
  });

  it('stopped, says so', async () => {
    const host = fakeHost({ files: { [TRACE]: REQUESTS } });
    host.onBreath((breath) => {
      if (breath === 12) host.stop(130);
    });
    expect(await main(CLUB, host)).toBe(130);
    expect(last(host.err())).toMatch(/^INTERRUPTED/);
  });
});

describe('tacos replay bucket refuses', () => {
  it.each([
    ['a trace that is not there', ['no.csv', '--capacity', '5', '--refill', '1/s'], 'file-missing'],
    ['a capacity of nothing', [TRACE, '--capacity', '0', '--refill', '1/s'], 'out-of-range'],
    ['a refill without a unit', [TRACE, '--capacity', '5', '--refill', '1'], '1/s'],
    ['more tokens than fit', [TRACE, '--capacity', '5', '--refill', '1/s', '--initial', '6'], 'out-of-range'],
    ['a trace with mistakes', ['bad.csv', '--capacity', '5', '--refill', '1/s'], 'bad.csv:2:3'],
    ['a file that is there', [...CLUB.slice(2), '-o', 'bad.csv'], 'output-foreign'],
    [
      'the recording as its output',
      [...CLUB.slice(2), '-o', `./${TRACE}`, '--force'],
      'the recording itself',
    ],
  ])('%s', async (_, argv, words) => {
    const { code, err, out } = await run(['replay', 'bucket', ...argv], {
      files: { 'bad.csv': 'atMs,cost\n1,x\n' },
    });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
  });

  it('every mistake of flags and trace at once', async () => {
    const files = { 'bad.csv': 'atMs,cost\n1,x\n' };
    const { err } = await run(['replay', 'bucket', 'bad.csv', '--capacity', 'x', '--refill', '1'], { files });
    expect(last(err)).toBe('3 problems. Nothing was run.');
  });

  it('a file that cannot be written, with exit code 8', async () => {
    const { code, err } = await run([...CLUB, '-o', 'locked/out.csv'], {
      directories: ['locked'],
      unwritable: { locked: 'EACCES' },
    });
    expect(code).toBe(8);
    expect(err).toContain('output-unwritable');
  });
});
