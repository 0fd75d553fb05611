import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type FakeHostOptions, fakeHost } from '../../testing/fake-host.ts';
import { main } from '../main.ts';

const ROOT = new URL('../../../', import.meta.url);
const TRACE = 'scenarios/traces/gateway-cpu-burst.csv';
const CPU60 = 'scenarios/hpa/cpu60.yaml';
const RPS = 'scenarios/hpa/rps.yaml';
const FILES = Object.fromEntries(
  [TRACE, CPU60, RPS].map((path) => [path, readFileSync(new URL(path, ROOT), 'utf8')]),
);
const POD = ['--cpu-request', '700m', '--cpu-limit', '1', '--initial-replicas', '8'];
const BOTH = ['replay', 'hpa', TRACE, '--hpa', CPU60, '--hpa', RPS, ...POD];

async function run(argv: readonly string[], options: FakeHostOptions = {}) {
  const host = fakeHost({ ...options, files: { ...FILES, ...options.files } });
  const code = await main(argv, host);
  return { host, code, out: host.out(), err: host.err() };
}

const last = (text: string) => text.trimEnd().split('\n').at(-1) ?? '';
const FOLDER = 'reports/replay-gateway-cpu-burst';

describe('tacos replay hpa', () => {
  it('runs the example of its help: prints the comparison, writes the files, returns 0', async () => {
    const { code, out, err, host } = await run(BOTH);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Beside cpu60, rps takes');
    expect(last(out)).toMatch(/^DONE {2}cpu60 is short for .*; rps is short for .*\(exit code 0\)$/);
    expect(host.written().map((path) => path.replace(`/project/${FOLDER}/`, ''))).toEqual([
      ...[
        'manifest.json',
        'report.md',
        'replay.json',
        'summary.csv',
        'replicas.csv',
        'decisions.csv',
        'lags.csv',
      ],
    ]);
    const help = await run(['replay', 'hpa', '--help']);
    const example = help.out
      .slice(help.out.indexOf('Example:'))
      .replace(/\\\n\s*/g, '')
      .split('\n')[1]
      ?.trim();
    expect(example).toBe(`tacos ${BOTH.join(' ')}`);
  });

  it('finds what the files tell: the sum of requests grows sooner than CPU at its limit', async () => {
    const { out } = await run([...BOTH, '--json']);
    const [cpu60, rps] = JSON.parse(out).findings.candidates;
    expect(rps.lagMs).toBeLessThan(cpu60.lagMs);
    expect(cpu60.maxReplicas).toBe(60);
  });

  it('gives the same bytes for the same seed, other phases for another', async () => {
    const [first, again, other] = [
      await run(BOTH),
      await run(BOTH, { tickMs: 50 }),
      await run([...BOTH, '--seed', '2']),
    ];
    expect(again.out).toBe(first.out);
    for (const path of first.host.written()) expect(again.host.text(path)).toBe(first.host.text(path));
    expect(other.host.text(`${FOLDER}/decisions.csv`)).not.toBe(first.host.text(`${FOLDER}/decisions.csv`));
  });

  it('prints the command that makes it again', async () => {
    const { host } = await run(BOTH);
    const { command } = JSON.parse(host.text(`${FOLDER}/manifest.json`));
    const again = await run(command.split(' ').slice(1));
    expect(again.host.text(`${FOLDER}/replay.json`)).toBe(host.text(`${FOLDER}/replay.json`));
  });

  it('shows the recorded pods with --as-recorded', async () => {
    const { out, host } = await run([
      'replay',
      'hpa',
      TRACE,
      '--hpa',
      CPU60,
      '--cpu-request',
      '700m',
      '--as-recorded',
      '--no-write',
    ]);
    expect(out).toMatch(/^DIFFERS {2}cpu60: answers as recorded in/m);
    expect(host.written()).toEqual([]);
  });

  it('prints one line with --quiet, one format with -o -, and writes where --out says', async () => {
    expect((await run([...BOTH, '--quiet'])).out.trimEnd().split('\n')).toHaveLength(1);
    expect((await run([...BOTH, '-o', '-', '--format', 'markdown'])).out).toMatch(/^# Replay /);
    const { host } = await run([...BOTH, '--out', 'elsewhere', '--format', 'json', '--quiet']);
    expect(host.written()).toEqual(['/project/elsewhere/manifest.json', '/project/elsewhere/replay.json']);
  });

  it('replaces what a replay left, and nothing else', async () => {
    const first = await run(BOTH);
    const left = Object.fromEntries(first.host.written().map((path) => [path, first.host.text(path)]));
    const second = await run([...BOTH, '--format', 'json'], { files: left });
    expect(second.code).toBe(0);
    expect(second.host.files.list(FOLDER)).toEqual(['manifest.json', 'replay.json']);
    const foreign = await run(BOTH, { files: { [`${FOLDER}/notes.txt`]: 'mine' } });
    expect(foreign.code).toBe(2);
    expect(foreign.err).toContain('output-foreign');
  });
});

describe('tacos replay hpa refuses', () => {
  it.each([
    ['a trace that is not there', ['replay', 'hpa', 'no.csv', '--hpa', CPU60], 'file-missing'],
    ['a manifest that is not there', ['replay', 'hpa', TRACE, '--hpa', 'no.yaml', ...POD], 'file-missing'],
    [
      'a manifest of another kind',
      ['replay', 'hpa', TRACE, '--hpa', 'service.yaml', ...POD],
      'manifest-kind',
    ],
    ['no request', ['replay', 'hpa', TRACE, '--hpa', CPU60], 'trace-request'],
    ['a request without a unit that fits', [...BOTH, '--cpu-request', '1 core'], 'malformed'],
    ['a limit of nothing', [...BOTH, '--cpu-limit', '0'], 'out-of-range'],
    ['a start-up of a day', [...BOTH, '--startup', '1d'], 'out-of-range'],
    ['three autoscalers', [...BOTH, '--hpa', 'third.yaml'], 'replay-option'],
    ['a trace with mistakes', ['replay', 'hpa', 'bad.csv', '--hpa', CPU60, ...POD], 'bad.csv:3:6'],
  ])('%s', async (_, argv, words) => {
    const files = {
      'bad.csv': 'time,cpu\n0,1\n15,  x\n',
      'service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: x }\n',
    };
    const { code, err, out, host } = await run(argv, { files });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
    expect(host.written()).toEqual([]);
  });

  it('every mistake of flags, manifests and trace at once', async () => {
    const argv = ['replay', 'hpa', 'bad.csv', '--hpa', 'no.yaml', '--cpu-limit', '1q'];
    const { err } = await run(argv, { files: { 'bad.csv': 'time,cpu\n0,1\n15,x\n' } });
    expect(last(err)).toBe('3 problems. Nothing was run.');
  });

  it('a rerun of its manifest, with the command that does it', async () => {
    const { host } = await run(BOTH);
    const path = `${FOLDER}/manifest.json`;
    const { code, err } = await run(['rerun', path], { files: { [path]: host.text(path) } });
    expect(code).toBe(2);
    expect(err).toContain('the manifest of a replay');
    expect(err).toContain('try       tacos replay hpa');
  });
});
