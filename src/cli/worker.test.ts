import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltWorker, buildWorker } from '../testing/built-worker.ts';
import { type FakeHost, fakeHost } from '../testing/fake-host.ts';
import type { Threads } from './host.ts';
import { main } from './main.ts';
import { threadsOf } from './node-host.ts';

/** 100 people in twenty seconds, two let in a second, beside the same with another refill and with a stop of its own. */
const SCENARIO = `apiVersion: tacos/v1
kind: Scenario
name: tiny
title: A tiny sale
clock: { horizon: 2m }
random: { seed: 11, replications: REPLICATIONS }
arrivals: { phases: [{ name: opening, for: 20s, constant: 5/s }] }
admission: { bucket: { capacity: 10, refill: 2/s } }
variants:
  - { name: faster, title: Three a second, set: { admission.bucket.refill: 3/s } }
  - { name: slower, title: One a second, set: { admission.bucket.refill: 1/s } }
`;

/** A second or more of work for each replication. */
const LARGE = SCENARIO.replace('5/s }', '3k/s }').replace('2/s } }', '20/s } }');

const FILE = 'scenarios/tiny.yaml';
const FOLDER = '/project/reports/tiny';
const UNTIL = '{ min: 2, max: 12, until: { metric: wait.mean, halfWidth: 3500ms, level: 95% } }';
const withReplications = (text: string, replications: string) => text.replace('REPLICATIONS', replications);
const last = (text: string) => text.trimEnd().split('\n').at(-1) ?? '';

let worker: BuiltWorker;
beforeAll(() => {
  worker = buildWorker('src/cli/worker.ts');
});
afterAll(() => worker.remove());

/** Returns an action that does something the first time it is called. */
function once(action: () => unknown): () => void {
  let isDone = false;
  return () => {
    if (!isDone) action();
    isDone = true;
  };
}

/** Real threads, and somebody who looks on. */
function watched(file: URL, onTick: () => void): Threads {
  const threads = threadsOf(file);
  return {
    parallelism: 2,
    open: (lanes, show) =>
      threads.open(lanes, () => {
        show();
        onTick();
      }),
  };
}

function hostOf(scenario: string, onTick: () => void = () => {}, file = worker.file): FakeHost {
  return fakeHost({ files: { [FILE]: scenario }, threads: watched(file, onTick) });
}

describe('the number of workers', () => {
  it.each([
    ['a fixed number of replications', '5', [5]],
    ['a stopping rule', UNTIL, [3, 4, 5, 6, 7, 8, 9, 10, 11]],
  ])('changes no byte of any file, with %s', async (_, replications, expected) => {
    const run = async (workers: string) => {
      const host = hostOf(withReplications(SCENARIO, replications));
      const argv = ['simulate', FILE, '--reproducible', '--workers', workers];
      expect(await main(argv, host)).toBe(0);
      return { out: host.out(), files: new Map(host.written().map((path) => [path, host.text(path)])) };
    };
    const one = await run('1');
    expect(expected).toContain(JSON.parse(one.files.get(`${FOLDER}/manifest.json`) ?? '').replications);
    expect(one.files.has(`${FOLDER}/replications.json`)).toBe(true);
    expect(await run('2')).toEqual(one);
    expect(await run('3')).toEqual(one);
  });

  it('is told in the manifest, and no more than there are tasks', async () => {
    const host = hostOf(withReplications(SCENARIO, '1'));
    await main(['simulate', FILE, '--workers', '200'], host);
    expect(JSON.parse(host.text('reports/tiny/manifest.json')).run.workers).toBe(3);
  });

  it('is 1 for a single task, which starts no thread', async () => {
    const [alone = ''] = withReplications(SCENARIO, '1').split('variants:');
    const host = hostOf(alone, undefined, new URL('file:///no/such/worker.mjs'));
    await main(['simulate', FILE, '--workers', '4'], host);
    expect(JSON.parse(host.text('reports/tiny/manifest.json')).run.workers).toBe(1);
  });

  it.each(['0', '257', '-1', '2.5', 'two', ''])('is refused where it is %j', async (workers) => {
    const host = hostOf(withReplications(SCENARIO, '1'));
    expect(await main(['simulate', FILE, '--workers', workers], host)).toBe(2);
    expect(host.err()).toContain('whole number from 1 to 256');
    expect(host.written()).toEqual([]);
  });
});

describe('threads that are stopped', () => {
  it.each([
    [130, 'Ctrl-C'],
    [143, 'SIGTERM'],
  ] as const)(
    'leave the first replication as far as it came, marked, with %i after %s',
    async (signal, _name) => {
      const stop = once(() => host.stop(signal));
      const host: FakeHost = hostOf(withReplications(LARGE, '4'), stop);
      expect(await main(['simulate', FILE], host)).toBe(signal);
      expect(last(host.out())).toContain(`(exit code ${signal})`);
      const saved = JSON.parse(host.text('reports/tiny/run.json'));
      expect(saved.replication).toBe(0);
      expect(saved.interrupted.atMs).toBeLessThan(19_000);
      const { findings, manifest } = JSON.parse(host.text('reports/tiny/findings.json'));
      expect(findings.interrupted).toBe(true);
      expect(manifest.replications).toBe(1);
      expect(host.stop(130)).toBe(0);
    },
  );

  it('keep the replications that were done, marked', async () => {
    const files = { [FILE]: withReplications(SCENARIO, '1000') };
    const stop = once(() => host.stop(130));
    const stopLater = () => {
      if (/replication ([4-9]|\d\d)/.test(host.err())) stop();
    };
    const threads = watched(worker.file, stopLater);
    const host: FakeHost = fakeHost({ files, threads, isTTY: true, tickMs: 60 });
    expect(await main(['simulate', FILE], host)).toBe(130);
    const { findings, manifest } = JSON.parse(host.text('reports/tiny/findings.json'));
    expect(findings.interrupted).toBe(true);
    expect(manifest.replications).toBeGreaterThan(1);
    expect(manifest.replications).toBeLessThan(1_000);
    const { rows } = JSON.parse(host.text('reports/tiny/replications.json'));
    expect(rows).toHaveLength(manifest.replications);
  });

  it('end at once at the second signal, and leave nothing behind', async () => {
    const host: FakeHost = hostOf(withReplications(LARGE, '4'), () => {
      host.stop(130);
      host.stop(130);
    });
    expect(await main(['simulate', FILE], host)).toBe(130);
    expect(host.err()).toContain('code stopped');
    expect(host.written()).toEqual([]);
    expect(host.files.kind('reports/tiny')).toBe('missing');
  });
});

describe('a thread that dies', () => {
  it('is an error with exit code 1 and leaves nothing behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tacos-worker-'));
    const file = join(folder, 'worker.mjs');
    writeFileSync(file, 'export default () => process.exit(7);\n');
    const host = hostOf(withReplications(SCENARIO, '4'), undefined, pathToFileURL(file));
    expect(await main(['simulate', FILE], host)).toBe(1);
    expect(host.err()).toMatch(/a worker thread died: exit code 7\n {2}try {2}--workers 1/);
    expect(host.written()).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});
