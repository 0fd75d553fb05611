import { describe, expect, it } from 'vitest';
import { filesInMemory, SMALL_SCENARIO, smallScenario } from '../testing/scenario-text.ts';
import { loadScenario } from './load.ts';
import type { Plan } from './plan.ts';
import { PRESET_NAMES } from './presets.ts';

function load(files: Record<string, string>, overrides: readonly string[] = [], seed?: number): Plan {
  const options = seed === undefined ? { overrides } : { overrides, seed };
  return loadScenario('dir/s.yaml', options, filesInMemory(files));
}

const small = (overrides: readonly string[] = []) => load({ 'dir/s.yaml': SMALL_SCENARIO }, overrides);

describe('extends', () => {
  const base = `${SMALL_SCENARIO}visitors:
  - { name: fan, share: 90%, poll: { every: 4s }, patience: { exponential: { mean: 180s } } }
  - { name: bot, share: 10%, tabs: 3 }
thresholds: ["wait.p95 < 5m", "wait.p50 < 1m"]
`;
  const derived = (text: string) =>
    load({ 'base.yaml': base, 'dir/s.yaml': `extends: ../base.yaml\n${text}` });

  it('merges sections key by key and named lists by name', () => {
    const plan = derived(
      'name: derived\nadmission: { bucket: { refill: 3/s } }\nvisitors: [{ name: fan, tabs: 2 }]\n',
    );
    expect(plan.name).toBe('derived');
    expect(plan.admission.bucket).toMatchObject({ capacityTokens: 10, refillPerSec: 3 });
    expect(plan.visitors).toMatchObject([
      { name: 'fan', share: 0.9, tabs: 2, poll: { fromMs: 4000 } },
      { name: 'bot', tabs: 3 },
    ]);
  });

  it('adds members with new names', () => {
    const plan = derived('visitors: [{ name: bot, share: 5% }, { name: presale, share: 5% }]\n');
    expect(plan.visitors.map(({ name, share }) => [name, share])).toEqual([
      ['fan', 0.9],
      ['bot', 0.05],
      ['presale', 0.05],
    ]);
  });

  it('replaces other lists', () => {
    expect(derived('thresholds: ["wait.p99 < 5m"]\n').thresholds.map(({ text }) => text)).toEqual([
      'wait.p99 < 5m',
    ]);
  });

  it('deletes with null', () => {
    const plan = derived('visitors: [{ name: fan, patience: null, poll: null }]\nthresholds: null\n');
    expect(plan.visitors[0]).not.toHaveProperty('patience');
    expect(plan.visitors[0]).toMatchObject({ poll: { fromMs: 4500, toMs: 5500 } });
    expect(plan.thresholds).toEqual([]);
  });

  it('lets a key replace the one it excludes', () => {
    const plan = derived(
      'visitors: [{ name: fan, patience: { fixed: 60m } }]\narrivals: { phases: [{ name: opening, hold: 7/s }] }\n',
    );
    expect(plan.visitors[0]?.patience?.durationMs).toEqual({ kind: 'fixed', value: 3_600_000 });
    expect(plan.arrivals.phases[0]).toMatchObject({ endMs: 60_000, shape: { kind: 'constant', perSec: 7 } });
  });

  it('follows a chain, each path seen from its own file', () => {
    const files = {
      'dir/s.yaml': 'extends: sub/mid.yaml\ntitle: top\n',
      'dir/sub/mid.yaml': 'extends: ../../root/base.yaml\nname: mid\ntitle: mid\n',
      'root/base.yaml': smallScenario('constant: 5/s, for: 1m', 'trace: { file: ./t.csv, kind: counts }'),
      'root/t.csv': 'atSec,count\n0,1\n60,2\n',
    };
    expect(load(files)).toMatchObject({
      name: 'mid',
      title: 'top',
      arrivals: { phases: [{ shape: { kind: 'counts', counts: [1, 2] } }] },
    });
  });
});

describe('overrides', () => {
  it('reach sections, members by name and by index, and keys that only have a default', () => {
    const plan = small([
      'admission.bucket.refill=80/s',
      'visitors.visitor.poll.every=3s',
      'arrivals.phases.opening.for=2m',
      'admission.minWait=[{ upTo: 10, wait: 0s }, { upTo: 50, wait: 2s }]',
      'admission.minWait.1.wait=3s',
      'eta.score.thin=30s',
      'claims.ql=99%',
    ]);
    expect(plan.admission.bucket?.refillPerSec).toBe(80);
    expect(plan.visitors[0]?.poll).toEqual({ kind: 'uniform', fromMs: 2700, toMs: 3300 });
    expect(plan.arrivals.phases[0]?.endMs).toBe(120_000);
    expect(plan.admission.minWaits).toEqual([
      { upToRank: 10, waitMs: 0 },
      { upToRank: 50, waitMs: 3000 },
    ]);
    expect(plan.eta.score.thinMs).toBe(30_000);
    expect(plan.claims.ql).toBe(0.99);
    expect(plan.source.overrides).toHaveLength(7);
  });

  it('apply in order, the seed last', () => {
    expect(small(['random.seed=5', 'random.seed=6']).random.seed).toBe(6);
    expect(load({ 'dir/s.yaml': SMALL_SCENARIO }, ['random.seed=5'], 7).random.seed).toBe(7);
  });

  it('delete with null and replace what they exclude', () => {
    expect(small(['admission.bucket=none']).admission).not.toHaveProperty('bucket');
    expect(
      small(['visitors.visitor.poll={ adaptive: { floor: 1s, ceiling: 9s, divisor: 4 } }']).visitors[0]?.poll,
    ).toEqual({
      kind: 'adaptive',
      floorMs: 1000,
      ceilingMs: 9000,
      divisor: 4,
      jitter: 0,
    });
    expect(small(['claims.fixed=null']).claims).not.toHaveProperty('fixed');
  });

  it.each(['visitors.fan.patience=null', 'visitors.fan={ tabs: 2, patience: null }'])(
    'delete within a member of a named list: %s',
    (override) => {
      const text = `${SMALL_SCENARIO}visitors: [{ name: fan, tabs: 2, patience: { fixed: 9s } }]\n`;
      const [fan] = load({ 'dir/s.yaml': text }, [override]).visitors;
      expect(fan).not.toHaveProperty('patience');
      expect(fan?.tabs).toBe(2);
    },
  );
});

describe('presets', () => {
  const admission = (preset: string, bucket = '') => {
    const text = smallScenario('  bucket: { capacity: 10, refill: 2/s }', `  preset: ${preset}\n${bucket}`);
    return load({ 'dir/s.yaml': text });
  };

  it.each([
    ['gateway-v1.0', { minWaits: [{ waitMs: 10_000 }], shownPosition: 'joined' }, 'fixed'],
    [
      'gateway-v1.1',
      {
        bucket: {
          capacityTokens: 100,
          refillPerSec: 10,
          clockResolutionMs: 1000,
          podClocks: { pods: 3, skewMs: 0 },
        },
        headRanks: 100,
        bypassRanks: 0,
        minWaits: [{ waitMs: 5000 }],
        statusSpendsTokens: true,
        admissionLog: 'by-user',
        scoreResolutionMs: 1000,
        shownPosition: 'remaining',
      },
      'moving-count',
    ],
    ['gateway-v1.2', { statusSpendsTokens: true, etaWindows: 'full-length', hourWeight: true }, 'sliding'],
    [
      'gateway-v1.3',
      {
        bucket: { capacityTokens: 500, refillPerSec: 50, clockResolutionMs: 1000 },
        bypassRanks: 10,
        minWaits: [
          { upToRank: 10, waitMs: 0 },
          { upToRank: 50, waitMs: 2000 },
          { upToRank: 100, waitMs: 5000 },
        ],
        statusSpendsTokens: false,
        shownPosition: 'joined',
      },
      'sliding',
    ],
    [
      'gateway-fixed',
      {
        bucket: { capacityTokens: 500, refillPerSec: 50, clockResolutionMs: 1 },
        ghosts: { sweepMs: 30_000, skip: true },
        shownPosition: 'remaining',
        admissionLog: 'by-visit',
        scoreResolutionMs: 1,
        etaWindows: 'observed-time',
        hourWeight: false,
      },
      'fdc',
    ],
  ])('%s is its version', (preset, rules, displayed) => {
    const plan = admission(preset);
    expect(plan.admission).toMatchObject({ preset, ...rules });
    expect(plan.eta.displayed).toBe(displayed);
  });

  it('never sweep before the cure', () => {
    const unswept = PRESET_NAMES.filter((name) => admission(name).admission.ghosts.sweepMs === undefined);
    expect(unswept).toEqual(['gateway-v1.0', 'gateway-v1.1', 'gateway-v1.2', 'gateway-v1.3']);
    expect(admission('gateway-v1.0').admission).not.toHaveProperty('bucket');
  });

  it('lie below the file, which may override, delete and choose another by --set', () => {
    const plan = admission('gateway-v1.3', '  bucket: { refill: 80/s }\n  gate: null\n');
    expect(plan.admission.bucket).toMatchObject({ capacityTokens: 500, refillPerSec: 80 });
    expect(plan.admission).not.toHaveProperty('headRanks');
    const other = load({ 'dir/s.yaml': SMALL_SCENARIO }, ['admission.preset=gateway-v1.1']);
    expect(other).toMatchObject({
      admission: { headRanks: 100, bucket: { capacityTokens: 10 } },
      eta: { displayed: 'moving-count' },
    });
  });
});

describe('variants', () => {
  const text = `${SMALL_SCENARIO}thresholds: ["wait.p95 < 5m"]
variants:
  - { name: faster, set: { admission.bucket.refill: 9/s, visitors.visitor.tabs: 2 }, thresholds: ["wait.p50 < 1s"] }
  - { name: preset, title: As shipped, set: { admission.preset: gateway-v1.3 } }
`;
  const load2 = (overrides: readonly string[] = []) => load({ 'dir/s.yaml': text }, overrides);

  it('are the same scenario with other values, on the same seed', () => {
    const plan = load2(['random.seed=9']);
    expect(plan.admission.bucket?.refillPerSec).toBe(2);
    expect(plan.variants).toMatchObject([
      {
        name: 'faster',
        title: 'faster',
        plan: {
          random: { seed: 9 },
          admission: { bucket: { refillPerSec: 9 } },
          visitors: [{ tabs: 2 }],
          variants: [],
        },
      },
      {
        name: 'preset',
        title: 'As shipped',
        plan: {
          random: { seed: 9 },
          admission: { headRanks: 100, bucket: { capacityTokens: 10 } },
          eta: { displayed: 'sliding' },
        },
      },
    ]);
  });

  it('have thresholds of their own', () => {
    expect(load2().variants.map(({ plan }) => plan.thresholds.map((each) => each.text))).toEqual([
      ['wait.p50 < 1s'],
      [],
    ]);
  });

  it('delete a key of the scenario by null', () => {
    const gated = `${SMALL_SCENARIO}variants: [{ name: open, set: { admission.limiter: null } }]\n`;
    const { admission, variants } = load({ 'dir/s.yaml': gated }, [
      'admission.limiter={ rate: 1/s, burst: 1 }',
    ]);
    expect(admission.limiter?.burst).toBe(1);
    expect(variants[0]?.plan.admission.limiter).toBeUndefined();
  });

  it('belong to the hash, and can be changed and removed by flags', () => {
    const hashes = [[], ['variants.faster.set={ admission.bucket.refill: 8/s }'], ['variants=null']].map(
      (flags) => load2(flags),
    );
    expect(new Set(hashes.map(({ source }) => source.hash)).size).toBe(3);
    expect(hashes.map(({ variants }) => variants.length)).toEqual([2, 2, 0]);
    expect(hashes[1]?.variants[0]?.plan.admission.bucket?.refillPerSec).toBe(8);
  });
});
