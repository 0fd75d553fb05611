import { describe, expect, it } from 'vitest';
import { type FakeHostOptions, fakeHost } from '../../testing/fake-host.ts';
import { main } from '../main.ts';

/** 120 people in half a minute, two let in a second, some of them gone by and by: runs differ, and each ends in 2 minutes. */
const SCENARIO = `apiVersion: tacos/v1
kind: Scenario
name: tiny
clock: { horizon: 2m }
random: { seed: 11 }
arrivals: { phases: [{ name: opening, for: 30s, constant: 4/s }] }
visitors: [{ name: fan, patience: { impatient: 30%, exponential: { mean: 30s } } }]
admission: { bucket: { capacity: 10, refill: 2/s } }
eta: { estimators: [fixed, ql, oracle] }
`;

const FILE = 'scenarios/tiny.yaml';
const OUT = 'scenarios/tiny.calibration.json';
const CALIBRATE = ['calibrate', 'eta', FILE, '--workers', '1'];
const NAMED = ['--set', 'eta.calibration=./tiny.calibration.json'];

async function run(argv: readonly string[], options: FakeHostOptions = {}) {
  const host = fakeHost({ ...options, files: { [FILE]: SCENARIO, ...options.files } });
  const code = await main(argv, host);
  return { host, code, out: host.out(), err: host.err() };
}

/** The calibration of the scenario, made once. */
const made = run(CALIBRATE);

const last = (text: string) => text.trimEnd().split('\n').at(-1) ?? '';

describe('tacos calibrate eta', () => {
  it('writes a small file beside the scenario and prints the factors', async () => {
    const { code, out, err, host } = await made;
    expect(err).toBe('');
    expect(code).toBe(0);
    expect(host.written()).toEqual([`/project/${OUT}`]);
    expect(JSON.parse(host.text(OUT))).toMatchObject({ scenario: 'tiny', seed: 11, runs: 40 });
    expect(host.text(OUT).length).toBeLessThan(10_000);
    expect(out).toMatch(/^ {2}ql +cold +\d\.\d\d-\d/m);
    expect(last(out)).toMatch(
      /^CALIBRATED {2}40 runs in scenarios\/tiny\.calibration\.json \(.* kB\) +\(exit code 0\)$/,
    );
  });

  it('writes the same bytes again, and others with another seed', async () => {
    const text = (await made).host.text(OUT);
    expect((await run(CALIBRATE)).host.text(OUT)).toBe(text);
    expect((await run([...CALIBRATE, '--seed', '12'])).host.text(OUT)).not.toBe(text);
  });

  it('does not need the calibration that the scenario names', async () => {
    const files = { [FILE]: SCENARIO.replace('eta: {', 'eta: { calibration: ./tiny.calibration.json,') };
    const { code, host } = await run(CALIBRATE, { files });
    expect(code).toBe(0);
    expect(host.text(OUT)).toBe((await made).host.text(OUT));
  });

  it('prints the last line alone with --quiet', async () => {
    expect((await run([...CALIBRATE, '--quiet'])).out).toMatch(/^CALIBRATED [^\n]*\n$/);
  });

  it.each(['39', '0', '10001'])('refuses %s runs before any', async (runs) => {
    const { code, err, host } = await run([...CALIBRATE, '--runs', runs]);
    expect(code).toBe(2);
    expect(err).toContain('a calibration takes 40 to 10000 runs');
    expect(host.written()).toEqual([]);
  });

  it('replaces a calibration, and another file only with --force', async () => {
    const files = { 'other.json': '{"precious": 1}', [OUT]: (await made).host.text(OUT) };
    expect((await run(CALIBRATE, { files })).code).toBe(0);
    const refused = await run([...CALIBRATE, '--out', 'other.json'], { files });
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('other.json is no calibration');
    expect(refused.host.text('other.json')).toBe('{"precious": 1}');
    const forced = await run([...CALIBRATE, '--out', 'other.json', '--force'], { files });
    expect(forced.code).toBe(0);
    expect(forced.host.text('other.json')).toContain('eta-calibration');
  });

  it.each(['EACCES', 'ENOSPC'] as const)('says %s before it runs', async (reason) => {
    const { code, err } = await run(CALIBRATE, { unwritable: { scenarios: reason } });
    expect(code).toBe(8);
    expect(err).toContain('scenarios/tiny.calibration.json cannot be written');
  });

  it('writes nothing when it is stopped', async () => {
    const host = fakeHost({ files: { [FILE]: SCENARIO } });
    host.onBreath((breath) => {
      if (breath === 5) host.stop(130);
    });
    expect(await main(CALIBRATE, host)).toBe(130);
    expect(host.err()).toMatch(
      /stopped after \d+ of 40 runs; scenarios\/tiny.calibration.json is not written/,
    );
    expect(host.files.kind(OUT)).toBe('missing');
  });

  it('refuses a scenario in which nobody is let in', async () => {
    const paused = ['--set', 'admission.bucket.capacity=1', '--set', 'admission.bucket.refill=1/d'];
    const { code, err, host } = await run([...CALIBRATE, ...paused, '--set', 'eta.estimators=[ql]']);
    expect([code, err]).toEqual([
      2,
      expect.stringContaining('nobody who had been given an estimate was let in'),
    ]);
    expect(host.files.kind(OUT)).toBe('missing');
  });

  it('reports a wrong scenario like every command', async () => {
    const { code, err } = await run([...CALIBRATE, '--set', 'admission.bucket.refil=1/s']);
    expect(code).toBe(2);
    expect(err).toContain('unknown-key');
  });
});

describe('a calibrated scenario', () => {
  it('is reported with intervals that hold about what they should, and with what they began', async () => {
    const files = { [OUT]: (await made).host.text(OUT) };
    const { out, code } = await run(
      ['simulate', FILE, ...NAMED, '--json', '--set', 'random.replications=4'],
      { files },
    );
    const { findings } = JSON.parse(out);
    expect(code).toBe(0);
    // Four runs of 120 visitors: far from exact, and far from the 0 % or 100 % of a band that is not wired.
    expect(findings.eta.ql.overall.coverage80).toBeGreaterThan(0.6);
    expect(findings.eta.ql.overall.coverage80).toBeLessThan(0.98);
    expect(findings.eta.ql.overall.coverage95).toBeGreaterThan(findings.eta.ql.overall.coverage80);
    expect(findings.notes.map((note: { code: string }) => note.code)).not.toContain('calibrated-elsewhere');
    const page = await run(['simulate', FILE, ...NAMED], { files });
    expect(page.out).toContain('Do the intervals hold?');
    expect(page.out).toContain('Calibrated on 40 runs of tiny');
    expect(page.out).toContain('as a promise');
  });

  it('says so where it was calibrated on another world', async () => {
    const files = { [OUT]: (await made).host.text(OUT) };
    const { out } = await run(['simulate', FILE, ...NAMED, '--set', 'admission.bucket.refill=3/s'], {
      files,
    });
    expect(out).toContain('calibrated on another world, tiny');
  });

  it('says how to make intervals where it has none', async () => {
    const { out } = await run(['simulate', FILE]);
    expect(out).toMatch(/`tacos calibrate eta scenarios\/tiny\.yaml`\s+makes them/);
  });

  it('is run again byte for byte, and not with another calibration', async () => {
    const text = (await made).host.text(OUT);
    const host = fakeHost({ files: { [FILE]: SCENARIO, [OUT]: text } });
    expect(await main(['simulate', FILE, ...NAMED], host)).toBe(0);
    expect(await main(['rerun', 'reports/tiny/manifest.json'], host)).toBe(0);
    expect(host.err()).toContain('same findings, byte for byte');
    host.files.write(OUT, text.replace(/"quotes":\d+/, '"quotes":7'));
    expect(await main(['rerun', 'reports/tiny/manifest.json'], host)).toBe(5);
    expect(host.err()).toContain('scenarios/tiny.yaml has changed since');
  });

  it('keeps its intervals in a saved run', async () => {
    const host = fakeHost({ files: { [FILE]: SCENARIO, [OUT]: (await made).host.text(OUT) } });
    await main(['simulate', FILE, ...NAMED], host);
    expect(await main(['report', 'reports/tiny', '--format', 'csv', '-o', '-'], host)).toBe(0);
    expect(host.text('reports/tiny/accuracy.csv')).toMatch(/coverage80Share,width80Ms/);
    expect(host.text('reports/tiny/followed.csv')).toMatch(/qlLow80Sec,qlHigh80Sec/);
  });
});
