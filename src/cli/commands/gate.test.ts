import { beforeAll, describe, expect, it } from 'vitest';
import type { Baseline } from '../../result/baseline.ts';
import { type FakeHost, type FakeHostOptions, fakeHost } from '../../testing/fake-host.ts';
import { main } from '../main.ts';

const LIST = (from: number) => `[${Array.from({ length: 20 }, (_, i) => from + i).join(', ')}]`;

/** 240 people in two minutes, one let in a second: quotes in two phases, in a few milliseconds. */
const SCENARIO = `apiVersion: tacos/v1
kind: Scenario
name: tiny
clock: { horizon: 6m }
arrivals: { phases: [{ name: opening, for: 120s, constant: 2/s }] }
visitors: [{ name: fan, patience: { impatient: 20%, exponential: { mean: 60s } } }]
admission: { bucket: { capacity: 5, refill: 1/s }, noise: { sd: 10%, correlation: 60s } }
eta: { estimators: [sliding-fixed, ql], displayed: ql }
thresholds:
  - "eta.ql.overall.mae < 5m"
gate:
  seeds: ${LIST(1)}
  topUp: ${LIST(21)}
  metrics:
    - eta.displayed.overall.a20
    - eta.displayed.overall.mae
`;
const FILE = 'scenarios/tiny.yaml';
const BASE = 'base.json';
const GATE = ['gate', FILE, '--baseline', BASE];
const UPDATE = ['baseline', 'update', FILE, '--out', BASE, '--reason', 'first baseline'];

async function run(
  argv: readonly string[],
  files: Readonly<Record<string, string>> = {},
  more: FakeHostOptions = {},
) {
  const host = fakeHost({ ...more, files: { [FILE]: SCENARIO, ...files } });
  const code = await main(argv, host);
  return { host, code, out: host.out(), err: host.err(), last: lastLine(host) };
}

const lastLine = (host: FakeHost) => host.out().trimEnd().split('\n').at(-1) ?? '';

/** Returns a baseline whose figures are other than those that the runs have. */
function doctored(text: string, change: (value: number, path: string, seed: number) => number): string {
  const baseline = JSON.parse(text) as Baseline;
  const seeds = baseline.seeds.map(({ seed, metrics }) => ({
    seed,
    digest: 'other bits',
    metrics: Object.fromEntries(
      Object.entries(metrics).map(([path, value]) => [path, change(value, path, seed)]),
    ),
  }));
  return JSON.stringify({ ...baseline, seeds });
}

let baseline = '';
/** Figures were a tenth better than they are now. */
let better = '';
/** Figures were better or worse by chance, so that nothing can be said. */
let wavering = '';

beforeAll(async () => {
  const { code, host } = await run(UPDATE);
  expect(code).toBe(0);
  baseline = host.text(BASE);
  better = doctored(baseline, (value, path) => (path.endsWith('.mae') ? value * 0.9 : value));
  wavering = doctored(baseline, (value, path, seed) =>
    path.endsWith('.mae') ? value * (1 + 0.2 * ((seed % 3) - 1)) : value,
  );
}, 60_000);

describe('tacos baseline update', () => {
  it('writes one line for each seed, with when and why', () => {
    const { seeds, history, metrics, sections } = JSON.parse(baseline) as Baseline;
    expect(seeds.map(({ seed }) => seed)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    expect(history).toEqual([
      {
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}Z$/),
        version: '0.1.0',
        reason: 'first baseline',
      },
    ]);
    expect(Object.keys(metrics)).toContain('eta.displayed.overall.mae');
    expect(Object.keys(sections)).toContain('admission');
    expect(baseline.split('\n').filter((line) => line.includes('"digest"'))).toHaveLength(40);
  });

  it('gives the same figures again, and keeps the reasons before', async () => {
    const { host, code } = await run([...UPDATE.slice(0, -1), 'a  second\nreason'], { [BASE]: baseline });
    expect(code).toBe(0);
    const [before, after] = [baseline, host.text(BASE)].map((text) => JSON.parse(text) as Baseline);
    expect(after!.seeds).toEqual(before!.seeds);
    expect(after!.history.map(({ reason }) => reason)).toEqual(['a second reason', 'first baseline']);
  });

  it.each([
    ['an empty reason', ['--reason', '  '], 2, 'baseline-reason'],
    ['seeds that are no range', ['--seeds', '5'], 2, 'gate-seeds'],
    ['too few seeds', ['--seeds', '1..19'], 2, 'gate-seeds'],
  ])('refuses %s', async (_, flags, exitCode, word) => {
    const { code, err, host } = await run([...UPDATE, ...flags]);
    expect(code).toBe(exitCode);
    expect(err).toContain(word);
    expect(host.written()).toEqual([]);
  });

  it('leaves a file that is no baseline alone, unless it is forced', async () => {
    const files = { [BASE]: '{"mine": 1}' };
    const { code, host } = await run(UPDATE, files);
    expect(code).toBe(2);
    expect(host.text(BASE)).toBe('{"mine": 1}');
    expect((await run([...UPDATE, '--force'], files)).code).toBe(0);
  });

  it('says before the runs that a file cannot be written', async () => {
    const { code, err } = await run(UPDATE, {}, { unwritable: { [BASE]: 'EACCES' } });
    expect(code).toBe(8);
    expect(err).toContain('permission denied');
  });

  it('leaves nothing behind when it is stopped', async () => {
    const host = fakeHost({ files: { [FILE]: SCENARIO } });
    host.onBreath((breath) => breath === 3 && host.stop(130));
    expect(await main(UPDATE, host)).toBe(130);
    expect(host.written()).toEqual([]);
  });
});

describe('tacos gate', () => {
  it('passes identical results without a test and without a second look', async () => {
    const { code, last, out } = await run(GATE, { [BASE]: baseline });
    expect(code).toBe(0);
    expect(last).toMatch(
      /^PASS {2}Identical to the baseline on all 20 seeds; nothing to test +\(exit code 0\)$/,
    );
    expect(out).not.toContain('Student');
  });

  it('fails with 3 where errors grew, and names what and by how much', async () => {
    const { code, out } = await run(GATE, { [BASE]: better });
    expect(code).toBe(3);
    expect(out).toContain('FAIL  ETA accuracy got worse on 20 seeds: eta.displayed.overall.mae by +11.1 %');
    expect(out).toMatch(/FAIL +overall\.mae/);
    expect(out).toMatch(/PASS +overall\.a20/);
  });

  it('passes where errors shrank', async () => {
    const worse = doctored(baseline, (value, path) => (path.endsWith('.mae') ? value * 1.1 : value));
    const { code, out } = await run(GATE, { [BASE]: worse });
    expect(code).toBe(0);
    expect(out).toContain('PASS  ETA accuracy did not get worse by more than its margins on 20 seeds');
  });

  it('adds the second list of seeds once where it cannot decide, then warns; strict ends in 4', async () => {
    const { code, out, err } = await run(GATE, { [BASE]: wavering });
    expect(code).toBe(0);
    expect(err).toContain('inconclusive after 20 seeds; adding 20');
    expect(out).toContain('WARN  Inconclusive after 40 seeds: eta.displayed.overall.mae may be worse by');
    expect(out).toContain('look 2 of 2');
    const strict = await run([...GATE, '--strict', '--quiet'], { [BASE]: wavering });
    expect(strict.code).toBe(4);
    expect(strict.out).toMatch(/^INCONCLUSIVE {2}/);
  });

  it('prints the versioned findings with --json and nothing else', async () => {
    const { code, out } = await run([...GATE, '--json'], { [BASE]: better });
    expect(code).toBe(3);
    const { schemaVersion, manifest, findings, exitCode } = JSON.parse(out);
    expect({ schemaVersion, exitCode, verdict: findings.verdict, pairs: findings.pairs }).toEqual({
      schemaVersion: 1,
      exitCode: 3,
      verdict: 'fail',
      pairs: 20,
    });
    expect(manifest).toMatchObject({ base: { kind: 'file', file: BASE, reason: 'first baseline' } });
    expect(manifest.command).toBe(`tacos gate ${FILE} --baseline ${BASE}`);
  });

  it('writes JUnit with a case for each judged metric, and report and JSON to a folder', async () => {
    const { host } = await run([...GATE, '--junit', 'gate.xml', '--out', 'gate-report'], { [BASE]: better });
    const xml = host.text('gate.xml');
    expect(xml).toContain('<testcase classname="tiny" name="eta.displayed.overall.a20" time="0"/>');
    expect(xml).toMatch(
      /name="eta\.displayed\.overall\.mae" time="0">\n +<failure type="regression" message="/,
    );
    expect(xml).toMatch(/<testsuite name="tacos gate tiny" tests="\d+" failures="1" errors="0"/);
    expect(host.text('gate-report/gate.json')).toContain('"schemaVersion": 1');
    expect(host.text('gate-report/report.md')).toContain('| FAIL | overall.mae |');
    expect(JSON.parse(host.text('gate-report/manifest.json'))).toMatchObject({
      tacosManifest: 1,
      kind: 'gate',
    });
  });

  it('speaks to a GitHub step: its summary, and the lines of metric and threshold', async () => {
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: '/tmp/summary.md' };
    const files = { [BASE]: better, '/tmp/summary.md': 'before\n' };
    const { host, err, last } = await run(GATE, files, { env });
    const line = (text: string) => SCENARIO.split('\n').findIndex((each) => each.includes(text)) + 1;
    const annotated = err.split('\n').filter((each) => each.startsWith('::'));
    expect(annotated).toEqual([
      expect.stringContaining(`::error file=${FILE},line=${line('- eta.displayed.overall.mae')},`),
      expect.stringContaining(`::error file=${FILE},line=${line('eta.ql.overall.mae < 5m')},`),
    ]);
    expect(annotated[0]).toContain('worse by +11.1 %25');
    expect(host.text('/tmp/summary.md')).toMatch(/^before\n# /);
    expect(last).toMatch(/exit code 3/);
    expect((await run(GATE, { [BASE]: baseline }, { env })).err).not.toContain('::');
  });

  it('has its verdict though the summary of the step cannot be written', async () => {
    const env = { GITHUB_STEP_SUMMARY: '/nowhere/summary.md' };
    const { code, err } = await run(GATE, { [BASE]: better }, { env, unwritable: { '/nowhere': 'EACCES' } });
    expect(code).toBe(3);
    expect(err).toContain('the step summary cannot be written');
  });
});

describe('tacos gate refuses', () => {
  const other = (change: object) => JSON.stringify({ ...JSON.parse(baseline), ...change });

  it('to compare without a baseline, and says how to make one', async () => {
    const { code, err } = await run(GATE);
    expect(code).toBe(5);
    expect(err).toContain(
      "tacos baseline update scenarios/tiny.yaml --out base.json --reason 'first baseline'",
    );
  });

  it.each([
    ['of another version', () => ({ version: '9.0.0' }), 'made by tacos 9.0.0, this is tacos 0.1.0'],
    ['of another Node', () => ({ nodeMajor: 77 }), 'made on Node 77'],
    ['of other definitions', () => ({ metricDefinitions: 99 }), 'definitions 99'],
    ['without a metric', () => ({ metrics: {} }), 'it has no eta.displayed.overall.a20, '],
    [
      'with a metric that means something else',
      () => ({
        metrics: {
          ...JSON.parse(baseline).metrics,
          'eta.displayed.overall.mae': 'ms, low is better, points',
        },
      }),
      'eta.displayed.overall.mae is there as "ms, low is better, points"',
    ],
    ['without some seeds', () => ({ seeds: [] }), 'no values for seeds 1, 2, 3, 4 and 36 more'],
    ['of another schema', () => ({ schemaVersion: 9 }), 'has schema version 9, this version reads 1'],
  ])('a baseline %s, with exit code 5 and the reason', async (_, change, reason) => {
    const { code, err } = await run(GATE, { [BASE]: other(change()) });
    expect(code).toBe(5);
    expect(err).toContain(reason);
    expect(err).toContain('--rebase');
  });

  it('another scenario, naming its sections and every other reason at once', async () => {
    const flags = ['--set', 'admission.bucket.refill=2/s', '--set', 'eta.displayed=sliding-fixed'];
    const { code, err } = await run([...GATE, ...flags], { [BASE]: other({ version: '9.0.0' }) });
    expect(code).toBe(5);
    expect(err).toContain('the scenario differs in admission, eta');
    expect(err).toContain('9.0.0');
    const seeds = await run([...GATE, '--seeds', '100..139'], { [BASE]: baseline });
    expect(seeds.code).toBe(5);
    expect(seeds.err).toContain('no values for seeds 100, 101, 102, 103 and 36 more');
  });

  it('what does not count as a difference: title, thresholds, margins', async () => {
    const flags = ['--set', 'title=Other', '--set', 'gate.margins.points=5%', '--set', 'random.seed=99'];
    expect((await run([...GATE, ...flags], { [BASE]: baseline })).code).toBe(0);
  });

  it('a baseline that is cut off, with line and column', async () => {
    const { code, err } = await run(GATE, { [BASE]: baseline.slice(0, 200) });
    expect(code).toBe(2);
    expect(err).toMatch(/base\.json:\d+:\d+/);
  });

  it.each([
    ['no base', ['gate', FILE], 'gate-base'],
    ['two bases', [...GATE, '--rebase', 'main'], 'gate-base'],
    ['no seeds', [...GATE, '--set', 'gate=null'], 'gate-seeds'],
    ['an unknown flag', [...GATE, '--nope'], '--nope'],
    ['no workers', [...GATE, '--workers', '0'], '--workers'],
  ])('%s', async (_, argv, word) => {
    const { code, err, host } = await run(argv, { [BASE]: baseline });
    expect(code).toBe(2);
    expect(err).toContain(word);
    expect(host.written()).toEqual([]);
  });

  it('output that cannot be written, before the first run', async () => {
    const unwritable = { 'gate.xml': 'ENOSPC' } as const;
    const { code, host } = await run(
      [...GATE, '--junit', 'gate.xml', '--out', 'o'],
      { [BASE]: baseline },
      { unwritable },
    );
    expect(code).toBe(8);
    expect(host.files.kind('o')).toBe('missing');
  });

  it('a verdict when it is stopped', async () => {
    const host = fakeHost({ files: { [FILE]: SCENARIO, [BASE]: better } });
    host.onBreath((breath) => breath === 8 && host.stop(130));
    expect(await main(GATE, host)).toBe(130);
    expect(lastLine(host)).toMatch(
      /^INTERRUPTED {2}No verdict: stopped after \d+ seeds? +\(exit code 130\)$/,
    );
  });
});
