import { describe, expect, it } from 'vitest';
import { type FakeHostOptions, fakeHost } from '../../testing/fake-host.ts';
import { main } from '../main.ts';

const SCENARIO = `apiVersion: tacos/v1
kind: Scenario
name: tiny
clock: { horizon: 6m }
arrivals: { phases: [{ name: opening, for: 60s, constant: 2/s }] }
admission: { bucket: { capacity: 5, refill: 1/s } }
eta: { estimators: [sliding-fixed, ql], displayed: ql }
`;
const A = 'a.yaml';
const B = 'b.yaml';
const FILES = {
  [A]: SCENARIO,
  [B]: SCENARIO.replace('name: tiny', 'name: quick').replace('refill: 1/s', 'refill: 2/s'),
};
const FEW = ['--replications', '4'];

async function run(argv: readonly string[], options: FakeHostOptions = {}) {
  const host = fakeHost({ ...options, files: { ...FILES, ...options.files } });
  const code = await main(argv, host);
  return { host, code, out: host.out(), err: host.err() };
}

/** Files of a saved run. */
async function saved(argv: readonly string[], folder: string): Promise<Record<string, string>> {
  const { host, code } = await run(['simulate', ...argv, '--out', folder, '--reproducible']);
  expect(code).toBe(0);
  const names = host.written().map((path) => path.replace('/project/', ''));
  return Object.fromEntries(names.map((name) => [name, host.text(name)]));
}

const json = async (argv: readonly string[], options: FakeHostOptions = {}) => {
  const result = await run([...argv, '--json'], options);
  return { ...result, document: JSON.parse(result.out) };
};

describe('tacos compare', () => {
  it('runs two scenarios on common random numbers and ends with a plain sentence', async () => {
    const { code, out } = await run(['compare', A, B, ...FEW]);
    expect(code).toBe(0);
    expect(out).toContain('4 pairs on common random numbers (seed 1)');
    expect(out.trimEnd()).toMatch(/DONE {2}quick is better in wait\.p50[\s\S]*\(exit code 0\)$/);
  });

  it('takes twenty runs unless told otherwise, and gives the same bytes again', async () => {
    const first = await json([
      'compare',
      A,
      A,
      '--set-b',
      'admission.bucket.capacity=9',
      '--metric',
      'wait.p95',
    ]);
    expect(first.document.comparison).toMatchObject({
      design: 'paired',
      pairs: 20,
      a: { runs: 20, seed: 1 },
    });
    expect(first.document.comparison.metrics).toMatchObject([{ path: 'wait.p95', headline: true }]);
    const command = first.document.manifest.command.split(' ').slice(1);
    expect((await json(command)).out).toBe(first.out);
  });

  it('compares two estimators on the same runs, one of which the scenario does not name', async () => {
    const { code, document } = await json(['compare', A, '--estimators', 'ql,fixed', ...FEW]);
    expect(code).toBe(0);
    const { comparison } = document;
    expect([comparison.a.name, comparison.b.name]).toEqual(['ql', 'fixed']);
    const a20 = comparison.metrics.find((metric: { path: string }) => metric.path === 'eta.a20Mean');
    expect(a20).toMatchObject({ headline: true, better: 'high', unit: 'share', runsA: 4 });
    expect(a20.meanA).toBeGreaterThan(a20.meanB);
  });

  it('pairs a saved run of several replications with a scenario, on its seed', async () => {
    const files = await saved([A, '--replications', '3', '--seed', '77'], 'reports/old');
    const { document } = await json(['compare', 'reports/old', B], { files });
    expect(document.comparison).toMatchObject({
      design: 'paired',
      pairs: 3,
      a: { kind: 'saved', seed: 77 },
      b: { kind: 'simulated', seed: 77 },
    });
    const same = await run(['compare', 'reports/old/manifest.json', A], { files });
    expect(same.out).toContain('DONE  tiny equals old in every figure');
  });

  it('compares saved single runs without intervals, and says so', async () => {
    const files = { ...(await saved([A], 'reports/a')), ...(await saved([B], 'reports/b')) };
    const { code, out } = await run(['compare', 'reports/a', 'reports/b'], { files });
    expect(code).toBe(0);
    expect(out).toContain('One run on a side: differences have no intervals and no verdicts.');
    expect(out).toContain('b differs from a, but one run proves nothing');
  });

  it('compares saved runs of other seeds by their means', async () => {
    const files = {
      ...(await saved([A, '--replications', '3', '--seed', '1'], 'reports/a')),
      ...(await saved([B, '--replications', '4', '--seed', '2'], 'reports/b')),
    };
    const { out } = await run(['compare', 'reports/a', 'reports/b'], { files });
    expect(out).toContain('3 and 4 runs that make no pairs (seeds 1 and 2)');
  });

  it('writes Markdown to a file, with its last line on stdout', async () => {
    const { host, out } = await run(['compare', A, B, ...FEW, '--format', 'markdown', '-o', 'c.md']);
    expect(host.text('c.md')).toMatch(/^# quick beside tiny\n/);
    expect(host.text('c.md')).toContain('| wait.p95 |');
    expect(out).toMatch(/^DONE {2}/);
  });

  it('fits the width of the page', async () => {
    const { out } = await run(['compare', A, B, ...FEW], {
      isTTY: true,
      columns: 80,
      env: { NO_COLOR: '1' },
    });
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('keeps the pairs that it has when it is stopped', async () => {
    const host = fakeHost({ files: FILES });
    host.onBreath((breath) => breath === 12 && host.stop(130));
    expect(await main(['compare', A, B, ...FEW], host)).toBe(130);
    expect(host.out()).toContain('INTERRUPTED');
  });
});

describe('tacos compare refuses', () => {
  it.each([
    ['one side', ['compare', A], 'compare-sides'],
    ['two sides and estimators', ['compare', A, B, '--estimators', 'ql,fixed'], 'compare-sides'],
    ['the same twice', ['compare', A, `./${A}`], 'compare-sides'],
    ['one estimator', ['compare', A, '--estimators', 'ql'], 'compare-sides'],
    ['an estimator twice', ['compare', A, '--estimators', 'ql,ql'], 'compare-sides'],
    ['an estimator that does not exist', ['compare', A, '--estimators', 'ql,slidin'], 'try       sliding'],
    ['a metric that does not exist', ['compare', A, B, '--metric', 'wait.p9'], 'unknown-metric'],
    ['a scenario that is missing', ['compare', A, 'no.yaml'], 'file-missing'],
    ['a folder without a run', ['compare', A, 'reports/x.json'], 'run-missing'],
    ['no runs', ['compare', A, B, '--replications', '0'], '--replications'],
  ])('%s, before anything is run', async (_, argv, word) => {
    const { code, err, out } = await run(argv);
    expect(code).toBe(2);
    expect(err).toContain(word);
    expect(out).toBe('');
  });

  it('flags that would change a saved run', async () => {
    const files = await saved([A, '--replications', '2'], 'reports/old');
    const { code, err } = await run(['compare', 'reports/old', B, '--seed', '4', '--set', 'x=1'], { files });
    expect(code).toBe(2);
    expect(err).toContain('2 problems');
  });

  it('a saved run of another version, with exit code 5', async () => {
    const files = await saved([A, '--replications', '2'], 'reports/old');
    const old = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [
        name,
        text.replaceAll('"version": "0.1.0"', '"version": "0.0.9"'),
      ]),
    );
    const { code, err } = await run(['compare', 'reports/old', B], { files: old });
    expect(code).toBe(5);
    expect(err).toContain('reports/old was made by tacos 0.0.9');
  });

  it('replications that are cut off, with line and column', async () => {
    const files = await saved([A, '--replications', '2'], 'reports/old');
    const cut = {
      ...files,
      'reports/old/replications.json': files['reports/old/replications.json']!.slice(0, 120),
    };
    const { code, err } = await run(['compare', 'reports/old', B], { files: cut });
    expect(code).toBe(2);
    expect(err).toMatch(/replications\.json:\d+:\d+/);
  });
});
