import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../scenario/load.ts';
import { fakeHost } from '../testing/fake-host.ts';
import { main } from './main.ts';
import { sourceReader } from './source-reader.ts';

const ROOT = new URL('../../', import.meta.url);

function filesUnder(folder: string): readonly string[] {
  return readdirSync(new URL(`${folder}/`, ROOT), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
  );
}

const ALL = Object.fromEntries(
  filesUnder('scenarios').map((path) => [path, readFileSync(new URL(path, ROOT), 'utf8')]),
);
/** The others are traces, and manifests of autoscalers. */
const SCENARIOS = Object.keys(ALL).filter(
  (path) => path.endsWith('.yaml') && !path.startsWith('scenarios/hpa/'),
);

/** A small part of the visitors, of the refill and of the bucket: waits and shares stay, so the thresholds do. */
const ONE_IN_TWENTY = [
  'arrivals.phases.opening.flash.peak=1500/s',
  'admission.bucket.refill=2.5/s',
  'admission.bucket.capacity=25',
];
const ONE_IN_TEN = [
  'arrivals.phases.opening.flash.peak=900/s',
  'admission.bucket.refill=5/s',
  'admission.bucket.capacity=50',
  'random.replications=1',
];

/** What makes the long ones short enough for a test; all others run as they are. */
const SHORTER: Readonly<Record<string, readonly string[]>> = {
  'eta-b50': ONE_IN_TWENTY,
  'eta-b50-ab': ONE_IN_TWENTY,
  'eta-b50-ab-nz': ONE_IN_TWENTY,
  claims: ONE_IN_TEN,
  // The gate does not shrink with the audience, nor do the thresholds that count people.
  concert: [
    'arrivals.phases.opening.flash.peak=2k/s',
    'thresholds=["peak.requestsPerSec < 10k/s", "eta.sliding.a20Mean < 30%"]',
  ],
  'concert-cures': [
    'arrivals.phases.opening.flash.peak=1k/s',
    'variants=null',
    'thresholds=["requestsFailed.share < 50%"]',
  ],
  // Its seats shrink with its audience.
  'concert-seats': [
    'arrivals.phases.opening.flash.peak=2k/s',
    'seats.count=1000',
    'variants=null',
    'thresholds=["seats.sold == 1000", "seats.soldOut > 20s", "backend.utilizationMax < 20%"]',
  ],
  // A tenth of the clients.
  'load-test-30k': [
    'arrivals.phases.to-12k.constant=20/s',
    'arrivals.phases.to-30k.constant=18/s',
    'admission.bucket.refill=50/s',
    'variants=null',
    'thresholds=["requestsFailed.share < 1%", "windows.hold.requestsPerSec > 2950/s"]',
  ],
  'load-test-steps': [
    'arrivals.phases.to-1k.constant=10/s',
    'arrivals.phases.to-5k.constant=40/s',
    'arrivals.phases.to-10k.constant=25/s',
    'arrivals.phases.to-20k.constant=25/s',
    'arrivals.phases.to-30k.constant=25/s',
    'admission.bucket.refill=50/s',
    'variants=null',
    'thresholds=["requestsFailed.share < 1%", "windows.at-30k.redisCpu < 30%"]',
  ],
  // Its evening.
  'cost-47': [
    'clock.start=2026-10-03T18:00:00+09:00',
    'clock.horizon=2h',
    'variants=null',
    'thresholds=["nodes.peak > 3", "nodes.peak <= 10"]',
  ],
  // A tenth of the evening, which has all of the day's line.
  'peak-hour': [
    'clock.start=2026-10-03T18:00:00+09:00',
    'clock.horizon=4h',
    'arrivals.phases.day.hours.mean=0.6/s',
    'admission.bucket.refill=1/s',
    'admission.bucket.capacity=10',
    'thresholds=["peak.lineLength > 500", "peak.lineLength < 1500", "eta.sliding.overall.a20 < 40%"]',
  ],
  // Until the small sale is over, without its variant.
  'replay-day': ['clock.horizon=12h', 'variants=[]'],
};

function overridesOf(path: string): readonly string[] {
  return (SHORTER[basename(path, '.yaml')] ?? []).flatMap((each) => ['--set', each]);
}

describe.each(SCENARIOS)('%s', (path) => {
  const plan = () => loadScenario(path, { overrides: [] }, sourceReader(fakeHost({ files: ALL })));

  it('names its schema in the first line, and says what it is and why', () => {
    const lines = ALL[path]!.split('\n');
    const schema = path.startsWith('scenarios/incidents/')
      ? '../scenario.schema.json'
      : './scenario.schema.json';
    expect(lines[0]).toBe(`# yaml-language-server: $schema=${schema}`);
    expect(lines.filter((line) => line.startsWith('# ')).length).toBeGreaterThanOrEqual(4);
    expect(lines.some((line) => line.startsWith('title: '))).toBe(true);
    expect(plan().name).toBe(basename(path, '.yaml'));
  });

  it('promises something that could fail', () => {
    const { thresholds, variants } = plan();
    expect([thresholds, ...variants.map((variant) => variant.plan.thresholds)].flat()).not.toEqual([]);
  });

  it('ends as it says it ends', { timeout: 60_000 }, async () => {
    const host = fakeHost({ files: ALL });
    const code = await main(['simulate', path, '--no-write', '--quiet', ...overridesOf(path)], host);
    expect({ code, last: host.out() }).toEqual({ code: plan().expectedExit, last: expect.any(String) });
    expect(host.written()).toEqual([]);
  });
});

describe('the shipped scenarios', () => {
  it('are all there', () => {
    expect(SCENARIOS.length).toBeGreaterThanOrEqual(36);
  });
});
