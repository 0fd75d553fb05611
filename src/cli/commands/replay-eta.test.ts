import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type FakeHostOptions, fakeHost } from '../../testing/fake-host.ts';
import { EXPLANATIONS } from '../explanations.ts';
import { main } from '../main.ts';

const TRACE = 'scenarios/traces/club-night.csv';
const CLUB = readFileSync(new URL(`../../../${TRACE}`, import.meta.url), 'utf8');
const NIGHT = ['replay', 'eta', TRACE, '--refill', '24/min', '--capacity', '20', '--clock-resolution', '1s'];
const FOLDER = 'reports/replay-eta-club-night';
const SMALL = 'atSec,event,ticket\n0,join,a\n9,admit,a\n';

async function run(argv: readonly string[], options: FakeHostOptions = {}) {
  const host = fakeHost({ ...options, files: { [TRACE]: CLUB, 'small.csv': SMALL, ...options.files } });
  const code = await main(argv, host);
  return { host, code, out: host.out(), err: host.err() };
}

const last = (text: string) => text.trimEnd().split('\n').at(-1) ?? '';

describe('tacos replay eta', () => {
  it('runs the example of its help: prints the table, writes the files, returns 0', async () => {
    const { code, out, err, host } = await run(NIGHT);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('COULD BE TRUER');
    expect(last(out)).toMatch(/^DONE {2}.* right in \d+ % of quotes; shown in 55 % +\(exit code 0\)$/);
    expect(host.written().map((path) => path.replace(`/project/${FOLDER}/`, ''))).toEqual([
      ...['manifest.json', 'report.md', 'backtest.json', 'summary.csv', 'accuracy.csv'],
    ]);
    const help = await run(['replay', 'eta', '--help']);
    expect(help.out).toContain(`tacos ${NIGHT.join(' ')}\n`);
  });

  // The file was made by another implementation of what v1.2 showed.
  it('finds its own sliding to be what v1.2 showed, quote by quote', async () => {
    const { out } = await run([...NIGHT, '--json']);
    const { eta } = JSON.parse(out).findings;
    const { leftAfterBrokenPromise: _, ...recorded } = eta.recorded;
    expect(eta.sliding).toMatchObject(recorded);
    expect(recorded.overall.quotes).toBeGreaterThan(1000);
    expect(eta.oracle.overall.a20).toBe(1);
  });

  it('explains every note that it prints', async () => {
    for (const argv of [NIGHT, ['replay', 'eta', 'small.csv']]) {
      const { out } = await run([...argv, '--json']);
      for (const { code } of JSON.parse(out).findings.notes) expect(EXPLANATIONS).toHaveProperty(code);
    }
  });

  it('gives the same bytes again, also by the command that it prints', async () => {
    const first = await run(NIGHT);
    const again = await run(NIGHT, { tickMs: 50 });
    expect(again.out).toBe(first.out);
    for (const path of first.host.written()) expect(again.host.text(path)).toBe(first.host.text(path));
    const { command } = JSON.parse(first.host.text(`${FOLDER}/manifest.json`));
    expect(command).toBe(`tacos ${NIGHT.join(' ')}`);
    const change = [...NIGHT, '--refill-change', '5m=30/min', '--zone', 'none', '--gate', '100', '--partial'];
    const changed = await run(change);
    expect(JSON.parse(changed.host.text(`${FOLDER}/manifest.json`)).command).toContain(
      '--gate 100 --refill-change 5m=30/min --zone none --partial',
    );
    expect(changed.host.text(`${FOLDER}/backtest.json`)).not.toBe(first.host.text(`${FOLDER}/backtest.json`));
  });

  it('writes the hash of the recording and nothing of its tickets', async () => {
    const { host } = await run(NIGHT);
    const manifest = JSON.parse(host.text(`${FOLDER}/manifest.json`));
    expect(manifest).toMatchObject({ kind: 'replay-eta', trace: TRACE, traceBytes: CLUB.length });
    expect(manifest.traceHash).toMatch(/^[0-9a-f]{64}$/);
    const names = new Set(CLUB.split('\n').map((line) => line.split(',')[2]));
    names.delete('ticket');
    names.delete(undefined);
    const written = host.written().map((path) => host.text(path));
    for (const name of names) expect(written.every((text) => !text.includes(String(name)))).toBe(true);
  });

  it('prints one line with --quiet, one format with -o -, and writes where --out says', async () => {
    expect((await run([...NIGHT, '--quiet'])).out.trimEnd().split('\n')).toHaveLength(1);
    expect((await run([...NIGHT, '-o', '-', '--format', 'markdown'])).out).toMatch(/^# Backtest of /);
    const { host } = await run([...NIGHT, '--out', 'elsewhere', '--format', 'json', '--quiet']);
    expect(host.written()).toEqual(['/project/elsewhere/manifest.json', '/project/elsewhere/backtest.json']);
  });

  it('fits a page of 80 columns and prints nothing that is absent', async () => {
    for (const argv of [NIGHT, ['replay', 'eta', 'small.csv'], [...NIGHT, '--estimators', 'oracle,ql']]) {
      const { out } = await run([...argv, '--no-write']);
      expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(out).not.toMatch(/\b(NaN|Infinity|undefined|null)\b/);
    }
  });

  it('stopped in its second reading, keeps what it has and marks it', async () => {
    const host = fakeHost({ files: { [TRACE]: CLUB } });
    const pieces = Math.ceil(CLUB.length / 997);
    host.onBreath((breath) => {
      if (breath === pieces + 40) host.stop(130);
    });
    expect(await main(NIGHT, host)).toBe(130);
    expect(last(host.out())).toMatch(/^INTERRUPTED/);
    const { findings } = JSON.parse(host.text(`${FOLDER}/backtest.json`));
    expect(findings.interrupted).toBe(true);
    expect(findings.scoring.quotes).toBeGreaterThan(0);
  });

  it('stopped while it looks for problems, writes nothing', async () => {
    const host = fakeHost({ files: { [TRACE]: CLUB } });
    host.onBreath((breath) => {
      if (breath === 3) host.stop(143);
    });
    expect(await main(NIGHT, host)).toBe(143);
    expect(host.written()).toEqual([]);
  });
});

describe('tacos replay eta refuses', () => {
  it.each([
    ['a trace that is not there', ['no.csv'], 'file-missing'],
    ['a folder', ['scenarios'], 'file-is-directory'],
    ['an empty file', ['empty.csv'], 'file-empty'],
    ['an unknown estimator, with the nearest', [TRACE, '--estimators', 'ql,kalman'], 'kalman-drain'],
    ['an estimator twice', [TRACE, '--estimators', 'ql,ql'], 'repeated-name'],
    ['a refill without a unit', [TRACE, '--refill', '50'], '50/s'],
    ['a capacity without a refill', [TRACE, '--capacity', '50'], 'needs-bucket'],
    ['a change without a refill', [TRACE, '--refill-change', '5m=2/s'], 'needs-bucket'],
    ['a change without a rate', [TRACE, '--refill', '1/s', '--refill-change', '5m'], '20m=80/s'],
    ['a zone by name', [TRACE, '--zone', 'Asia/Seoul'], '+09:00'],
    ['a start beside a wall clock', [TRACE, '--start', '2026-10-03T20:00:00Z'], 'no-effect'],
    ['a zone without a wall clock', ['small.csv', '--zone', '+09:00'], 'no-effect'],
    [
      'a change by a wall clock that is not recorded',
      ['small.csv', '--refill', '1/s', '--refill-change', '2026-10-03T20:00:00Z=2/s'],
      'no-effect',
    ],
    ['no thinning that ends', [TRACE, '--thin', '2d'], 'out-of-range'],
    ['a trace with mistakes', ['bad.csv'], 'bad.csv:3:3'],
  ])('%s', async (_, argv, words) => {
    const files = { 'empty.csv': '', 'bad.csv': 'atSec,event,ticket\n0,join,a\n1,addmit,a\n' };
    const { code, err, out, host } = await run(['replay', 'eta', ...argv], { files });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
    expect(host.written()).toEqual([]);
  });

  it('every mistake of flags and trace at once', async () => {
    const files = { 'bad.csv': 'atSec,event,ticket\n0,join,a\n1,addmit,a\n2,admit,b\n' };
    const argv = ['replay', 'eta', 'bad.csv', '--estimators', 'kl', '--refill', 'x', '--thin', '1'];
    const { err } = await run(argv, { files });
    expect(last(err)).toBe('5 problems. Nothing was run.');
  });

  it('an admission out of place, and says what had become of the ticket', async () => {
    const rows = ['0,admit,a', '1,join,a', '2,admit,a', '3,admit,a', '4,join,b', '5,leave,b', '6,admit,b'];
    const files = { 'bad.csv': `atSec,event,ticket\n${rows.join('\n')}\n` };
    const { err } = await run(['replay', 'eta', 'bad.csv'], { files });
    expect(err).toContain('an admission of a ticket that has not joined');
    expect(err).toContain('an admission of a ticket that was let in in line 4');
    expect(err).toContain('an admission of a ticket that left in line 7');
  });

  it('a rerun of its manifest, with the command that does it', async () => {
    const { host } = await run(NIGHT);
    const path = `${FOLDER}/manifest.json`;
    const { code, err } = await run(['rerun', path], { files: { [path]: host.text(path) } });
    expect(code).toBe(2);
    expect(err).toContain('try       tacos replay eta');
  });
});
