import { describe, expect, it } from 'vitest';
import { type FakeHost, fakeHost } from '../../testing/fake-host.ts';
import { main } from '../main.ts';

const FILE = 'scenarios/tiny.yaml';
const SCENARIO = `apiVersion: tacos/v1
kind: Scenario
name: tiny
clock: { horizon: 3m }
arrivals: { phases: [{ name: opening, for: 30s, constant: 5/s }] }
admission: { bucket: { capacity: 10, refill: 2/s } }
thresholds: ["wait.p95 < 1s"]
`;

async function simulated(...flags: readonly string[]): Promise<{ host: FakeHost; printed: string }> {
  const host = fakeHost({ files: { [FILE]: SCENARIO } });
  await main(['simulate', FILE, ...flags], host);
  return { host, printed: host.out() };
}

async function report(host: FakeHost, ...argv: readonly string[]): Promise<{ code: number; out: string }> {
  const before = host.out().length;
  const code = await main(['report', ...argv], host);
  return { code, out: host.out().slice(before) };
}

describe('tacos report', () => {
  it('prints of a saved run what the run printed, and returns the same code', async () => {
    const { host, printed } = await simulated();
    expect(await report(host, 'reports/tiny')).toEqual({ code: 3, out: printed });
    expect(await report(host, 'reports/tiny/run.json')).toEqual({ code: 3, out: printed });
  });

  it('makes the same file in each format', async () => {
    const { host } = await simulated('--reproducible');
    const markdown = await report(host, 'reports/tiny', '--format', 'markdown');
    expect(markdown.out).toBe(host.text('reports/tiny/report.md'));
    const json = await report(host, 'reports/tiny', '--format', 'json');
    expect(json.out).toBe(host.text('reports/tiny/findings.json'));
    await report(host, 'reports/tiny', '--format', 'csv', '-o', 'tables');
    for (const name of host.files.list('tables')) {
      expect(host.text(`tables/${name}`)).toBe(host.text(`reports/tiny/${name}`));
    }
  });

  it('writes a file with -o and says nothing', async () => {
    const { host } = await simulated();
    const { out } = await report(host, 'reports/tiny', '-o', 'page.txt');
    expect(out).toBe('');
    expect(host.text('page.txt')).toMatch(/^tacos \d/);
  });

  it('says that it knows the first of several replications only', async () => {
    const { host } = await simulated('--replications', '2');
    const { out } = await report(host, 'reports/tiny');
    expect(host.err()).toContain('run.json holds replication 1 of 2');
    expect(out).toContain('1 replication');
  });

  it('reads a run without its manifest', async () => {
    const { host } = await simulated();
    host.files.remove('reports/tiny/manifest.json');
    const { out } = await report(host, 'reports/tiny/run.json');
    expect(out).toContain('Again   tacos simulate scenarios/tiny.yaml --seed 1');
  });

  it.each([
    ['missing', 'elsewhere', /elsewhere/],
    ['a folder without a run', 'scenarios', /scenarios\/run\.json/],
    ['not a run', 'reports/tiny/findings.json', /findings\.json:1:1 {2}plan/],
    ['not JSON', FILE, /tiny\.yaml:1:1/],
  ])('refuses what is %s', async (_, path, place) => {
    const { host } = await simulated();
    expect((await report(host, path)).code).toBe(2);
    expect(host.err()).toMatch(place);
  });

  it('refuses an unknown format, and cannot write where it may not', async () => {
    const { host } = await simulated();
    expect((await report(host, 'reports/tiny', '--format', 'pdf')).code).toBe(2);
    expect((await report(host, 'reports/tiny', '-o', 'nowhere/page.txt')).code).toBe(8);
  });
});
