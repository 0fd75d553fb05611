import { describe, expect, it } from 'vitest';
import { type FakeHostOptions, fakeHost } from '../../testing/fake-host.ts';
import { VERSION } from '../../version.ts';
import { main } from '../main.ts';

/** 300 people in a minute, two let in a second: everybody is in after about two and a half minutes. */
const SCENARIO = `apiVersion: tacos/v1
kind: Scenario
name: tiny
title: A tiny sale
clock: { horizon: 5m }
random: { seed: 11 }
arrivals: { phases: [{ name: opening, for: 60s, constant: 5/s }] }
admission: { bucket: { capacity: 10, refill: 2/s } }
`;

const FILE = 'scenarios/tiny.yaml';
const withThreshold = (text: string) => `${SCENARIO}thresholds: ["${text}"]\n`;

async function run(argv: readonly string[], options: FakeHostOptions = {}, scenario = SCENARIO) {
  const host = fakeHost({ ...options, files: { [FILE]: scenario, ...options.files } });
  const code = await main(argv, host);
  return { host, code, out: host.out(), err: host.err() };
}

const last = (text: string) => text.trimEnd().split('\n').at(-1) ?? '';
const inReports = (written: readonly string[]) =>
  written.map((path) => path.replace('/project/reports/tiny/', ''));

describe('tacos simulate', () => {
  it('prints the report, writes its files and returns 0', async () => {
    const { code, out, host } = await run(['simulate', FILE]);
    expect(code).toBe(0);
    expect(out).toContain('tiny');
    expect(last(out)).toMatch(/^DONE {2}No thresholds defined; .*\(exit code 0\)$/);
    expect(inReports(host.written())).toEqual([
      ...[
        'manifest.json',
        'run.json',
        'report.md',
        'findings.json',
        'summary.csv',
        'by-class.csv',
        'accuracy.csv',
      ],
      ...['limits.csv', 'thresholds.csv', 'followed.csv', 'series.csv', 'visits.csv'],
    ]);
  });

  it('prints no escape codes and no progress where stdout is not a terminal', async () => {
    const { out, err } = await run(['simulate', FILE]);
    expect(out).not.toContain('\u001b');
    expect(err).toBe('');
  });

  it('draws progress on a terminal, and erases it', async () => {
    const { out, err } = await run(['simulate', FILE], { isTTY: true, tickMs: 60 });
    expect(out).toContain('\u001b[');
    expect(err).toMatch(/\[#*-*\] {2}\d+ %/);
    expect(err.endsWith('\r\u001b[K')).toBe(true);
  });

  it('has no color on a terminal that does not want it', async () => {
    const { out } = await run(['simulate', FILE], { isTTY: true, env: { NO_COLOR: '1' } });
    expect(out).not.toContain('\u001b');
  });

  it('prints the findings document with --json and nothing else', async () => {
    const { out, host } = await run(['simulate', FILE, '--json']);
    expect(out).toBe(host.text('reports/tiny/findings.json'));
    expect(JSON.parse(out)).toMatchObject({ schemaVersion: 1, manifest: { version: VERSION, seed: 11 } });
  });

  it('gives the same bytes for the same seed, with --reproducible in every file, others for another seed', async () => {
    const [slow, fast] = [{ tickMs: 40 }, { tickMs: 1 }];
    const first = await run(['simulate', FILE, '--json', '--reproducible'], slow);
    const again = await run(['simulate', FILE, '--json', '--reproducible'], fast);
    const other = await run(['simulate', FILE, '--json', '--reproducible', '--seed', '12'], fast);
    expect(again.out).toBe(first.out);
    for (const path of first.host.written()) expect(again.host.text(path)).toBe(first.host.text(path));
    expect(other.out).not.toBe(first.out);
    expect(JSON.parse(first.out).manifest).not.toHaveProperty('run');
  });

  it('keeps the clock out of every file but findings.json and manifest.json', async () => {
    const first = await run(['simulate', FILE], { tickMs: 40 });
    const again = await run(['simulate', FILE], { tickMs: 1 });
    const differing = first.host.written().filter((path) => first.host.text(path) !== again.host.text(path));
    expect(inReports(differing)).toEqual(['manifest.json', 'findings.json']);
  });

  it('prints the last line alone with --quiet', async () => {
    const { out, err } = await run(['simulate', FILE, '--quiet'], {
      isTTY: true,
      tickMs: 60,
      env: { NO_COLOR: '1' },
    });
    expect(out.split('\n')).toHaveLength(2);
    expect(out).toMatch(/^DONE .*\(exit code 0\)\n$/);
    expect(err).toBe('');
  });

  it('returns 3 where a threshold fails and names its place', async () => {
    const { code, out } = await run(['simulate', FILE], {}, withThreshold('wait.p95 < 1s'));
    expect(code).toBe(3);
    expect(out).toMatch(/FAIL {2}wait\.p95 < 1s +\S.* {2}scenarios\/tiny\.yaml:9:14\n/);
    expect(last(out)).toMatch(/^FAIL {2}1 threshold; .*\(exit code 3\)$/);
  });

  it('writes the formats that are asked for, and nothing with --no-write', async () => {
    const one = await run(['simulate', FILE, '--format', 'markdown']);
    expect(inReports(one.host.written())).toEqual(['manifest.json', 'run.json', 'report.md']);
    const none = await run(['simulate', FILE, '--no-write']);
    expect(none.host.written()).toEqual([]);
    expect(none.out).toMatch(
      /Report {2}not written\nAgain {3}tacos simulate scenarios\/tiny\.yaml --seed 11\n/,
    );
  });

  it('prints one format with -o -', async () => {
    const { out, host } = await run(['simulate', FILE, '--format', 'markdown', '-o', '-', '--reproducible']);
    expect(out).toBe(host.text('reports/tiny/report.md'));
    const two = await run(['simulate', FILE, '--format', 'markdown,csv', '-o', '-']);
    expect(two.code).toBe(2);
    expect(two.host.written()).toEqual([]);
  });

  it('runs replications, keeps the record of the first and says so', async () => {
    const { out, host } = await run(['simulate', FILE, '--replications', '3']);
    expect(out).toContain('3 replications');
    expect(out).toContain('hold replication 1 of 3');
    expect(out).toMatch(/in \d+ ± \d+|p50 .* ± /);
    expect(JSON.parse(host.text('reports/tiny/run.json')).replication).toBe(0);
    expect(JSON.parse(host.text('reports/tiny/manifest.json'))).toMatchObject({
      replications: 3,
      overrides: ['random.replications=3'],
    });
  });

  it('stops between the replications once the half-width is reached', async () => {
    const until = '{ metric: wait.mean, halfWidth: 1h, level: 95% }';
    const scenario = SCENARIO.replace(
      'random: { seed: 11 }',
      `random: { seed: 11, replications: { min: 3, max: 9, until: ${until} } }`,
    );
    const { out } = await run(['simulate', FILE], {}, scenario);
    expect(out).toContain('3 replications');
  });
});

describe('the folder of a run', () => {
  const tooShort = ['simulate', FILE, '--out', 'out'];

  it('is replaced where tacos made it, with what the run before left and this one does not write', async () => {
    const host = fakeHost({ files: { [FILE]: SCENARIO } });
    await main(tooShort, host);
    expect(await main([...tooShort, '--format', 'markdown'], host)).toBe(0);
    expect(host.files.list('out')).toEqual(['manifest.json', 'report.md', 'run.json']);
  });

  it.each([
    ['files of others', { 'out/thesis.tex': 'years of work' }],
    ['a manifest of something else', { 'out/manifest.json': '{"name":"app"}', 'out/app.js': '' }],
  ])('is refused before the run where it holds %s', async (_, files) => {
    const { code, err, host } = await run(tooShort, { files });
    expect(code).toBe(2);
    expect(err).toContain('output-foreign');
    expect(host.written()).toEqual([]);
  });

  it('is written into with --force, and keeps what others left there', async () => {
    const { code, host } = await run([...tooShort, '--force'], {
      files: { 'out/thesis.tex': 'years of work' },
    });
    expect(code).toBe(0);
    expect(host.files.list('out')).toContain('thesis.tex');
  });

  it('is opened before the run: where it cannot be written nothing is run and nothing left, exit 8', async () => {
    const { code, out, err, host } = await run(tooShort, { unwritable: { out: 'EACCES' } });
    expect(code).toBe(8);
    expect(err).toContain('out cannot be written: permission denied');
    expect(out).toBe('');
    expect(host.files.kind('out')).toBe('missing');
  });

  it('is left as it was found where the disk fills up, exit 8', async () => {
    const { code, err, host } = await run(tooShort, { unwritable: { 'out/run.json': 'ENOSPC' } });
    expect(code).toBe(8);
    expect(err).toContain('out/run.json cannot be written: no space left');
    expect(host.files.kind('out')).toBe('missing');
  });

  it('is not made for a scenario that is wrong', async () => {
    const { code, host } = await run(tooShort, {}, SCENARIO.replace('2/s', '2'));
    expect(code).toBe(2);
    expect(host.written()).toEqual([]);
    expect(host.files.kind('out')).toBe('missing');
  });
});

describe('a run that is stopped', () => {
  const slow = { tickMs: 200 };

  it.each([
    [130, 'Ctrl-C'],
    [143, 'SIGTERM'],
  ] as const)('ends with %i after %s, with its partial result written and marked', async (signal, _name) => {
    const host = fakeHost({ ...slow, files: { [FILE]: SCENARIO } });
    host.onBreath((breath) => {
      if (breath === 4) host.stop(signal);
    });
    expect(await main(['simulate', FILE], host)).toBe(signal);
    expect(host.out()).toMatch(/^INTERRUPTED {2}Stopped at T\+/m);
    expect(last(host.out())).toContain(`(exit code ${signal})`);
    const saved = JSON.parse(host.text('reports/tiny/run.json'));
    expect(saved.interrupted.atMs).toBeGreaterThan(0);
    expect(saved.interrupted.atMs).toBeLessThan(300_000);
    expect(JSON.parse(host.text('reports/tiny/findings.json')).findings.interrupted).toBe(true);
    expect(JSON.parse(host.text('reports/tiny/manifest.json')).interrupted).toBe(true);
    expect(host.stop(130)).toBe(0);
  });

  it('keeps the whole replications and drops the one begun', async () => {
    const host = fakeHost({ files: { [FILE]: SCENARIO } });
    let ended = 0;
    host.onBreath(() => {
      ended += 1;
      if (ended === 8) host.stop(130);
    });
    expect(await main(['simulate', FILE, '--replications', '50'], host)).toBe(130);
    const { findings, manifest } = JSON.parse(host.text('reports/tiny/findings.json'));
    expect(findings.interrupted).toBe(true);
    expect(findings.endMs).toBeGreaterThan(60_000);
    expect(manifest.replications).toBeLessThan(50);
  });

  it('leaves a result even when it is stopped before its first instant', async () => {
    const host = fakeHost({ files: { [FILE]: SCENARIO } });
    host.onBreath(() => void host.stop(130));
    expect(await main(['simulate', FILE], host)).toBe(130);
    expect(host.out()).toContain('INTERRUPTED');
  });
});

describe('a closed stdout', () => {
  it('ends with 0, and the files are there', async () => {
    const { code, host } = await run(
      ['simulate', FILE],
      { stdoutClosesAfter: 0 },
      withThreshold('wait.p95 < 1s'),
    );
    expect(code).toBe(0);
    expect(host.files.kind('reports/tiny/run.json')).toBe('file');
  });
});
