import { describe, expect, it } from 'vitest';
import { type FakeHost, fakeHost } from '../../testing/fake-host.ts';
import { main } from '../main.ts';

const FILE = 'scenarios/tiny.yaml';
const MANIFEST = 'reports/tiny/manifest.json';
const SCENARIO = `apiVersion: tacos/v1
kind: Scenario
name: tiny
clock: { horizon: 3m }
arrivals: { phases: [{ name: opening, for: 30s, constant: 5/s }] }
admission: { bucket: { capacity: 10, refill: 2/s } }
`;

async function simulated(...flags: readonly string[]): Promise<FakeHost> {
  const host = fakeHost({ files: { [FILE]: SCENARIO } });
  await main(['simulate', FILE, ...flags], host);
  return host;
}

function editManifest(host: FakeHost, change: Readonly<Record<string, unknown>>): void {
  const manifest: Record<string, unknown> = JSON.parse(host.text(MANIFEST));
  host.files.write(MANIFEST, JSON.stringify({ ...manifest, ...change }));
}

describe('tacos rerun', () => {
  it('gives the same findings and the same files, overrides and seed included', async () => {
    const host = await simulated('--set', 'admission.bucket.refill=3/s', '--seed', '5', '--reproducible');
    const before = host.written().map((path) => [path, host.text(path)]);
    expect(await main(['rerun', MANIFEST, '--reproducible'], host)).toBe(0);
    expect(host.err()).toMatch(/same findings, byte for byte: sha256 [0-9a-f]{64}\n$/);
    expect(host.written().map((path) => [path, host.text(path)])).toEqual(before);
  });

  it('compares without what depends on machine and day', async () => {
    const host = await simulated();
    expect(await main(['rerun', MANIFEST, '--no-write', '--quiet'], host)).toBe(0);
    expect(host.err()).toContain('same findings');
  });

  it('refuses a manifest of another version, naming both', async () => {
    const host = await simulated();
    editManifest(host, { version: '0.0.9' });
    expect(await main(['rerun', MANIFEST], host)).toBe(5);
    expect(host.err()).toMatch(/made by tacos 0\.0\.9, this is tacos \d/);
  });

  it('refuses a scenario that has changed, naming both hashes', async () => {
    const host = await simulated();
    host.files.write(FILE, SCENARIO.replace('2/s', '4/s'));
    expect(await main(['rerun', MANIFEST], host)).toBe(5);
    expect(host.err()).toMatch(/has changed since: its hash is [0-9a-f]{12}, the manifest's [0-9a-f]{12}/);
  });

  it('writes nothing where the findings differ', async () => {
    const host = await simulated();
    editManifest(host, { findingsDigest: 'f'.repeat(64) });
    const before = host.text('reports/tiny/findings.json');
    expect(await main(['rerun', MANIFEST], host)).toBe(5);
    expect(host.err()).toContain('the findings differ');
    expect(host.text('reports/tiny/findings.json')).toBe(before);
  });

  it('does not replace a whole result where it is stopped itself', async () => {
    const host = await simulated();
    const before = host.text('reports/tiny/findings.json');
    host.onBreath(() => void host.stop(130));
    expect(await main(['rerun', MANIFEST], host)).toBe(130);
    expect(host.text('reports/tiny/findings.json')).toBe(before);
  });

  it('says that an interrupted run cannot be compared', async () => {
    const host = await simulated();
    editManifest(host, { interrupted: true, findingsDigest: 'f'.repeat(64) });
    expect(await main(['rerun', MANIFEST], host)).toBe(0);
    expect(host.err()).toContain('cannot be compared');
  });

  it.each([
    ['missing', undefined],
    ['not JSON', 'tacos'],
    ['of something else', '{"name":"app"}'],
    ['naming files outside its folder', undefined],
  ])('refuses a manifest that is %s', async (name, content) => {
    const host = await simulated();
    if (name === 'missing') host.files.remove(MANIFEST);
    else if (content === undefined) editManifest(host, { files: ['../../etc/passwd'] });
    else host.files.write(MANIFEST, content);
    expect(await main(['rerun', MANIFEST], host)).toBe(2);
    expect(host.err()).toContain('the manifest.json of a run');
  });
});
