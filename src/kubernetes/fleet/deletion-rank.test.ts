import { describe, expect, it } from 'vitest';
import { deletionOrder } from './deletion-rank.ts';
import type { Node } from './node.ts';
import type { Pod } from './pod.ts';

const NOW_MS = 1_000_000;

function node(number: number): Node {
  const about = { number, key: number, spot: false, state: 'ready', changedMs: 0 } as const;
  return { ...about, unneededSinceMs: undefined, images: new Map(), pods: 0, cpuMillicores: 0, memoryMiB: 0 };
}

function pod(name: string, changes: Partial<Pod>): Pod {
  return {
    workload: 0,
    number: 0,
    name,
    key: 1,
    createdMs: 0,
    stage: 'running',
    node: undefined,
    waitingSinceMs: 0,
    boundMs: 0,
    runningMs: 0,
    ready: { status: 'True', sinceMs: 0 },
    failedProbes: 0,
    deleting: false,
    lostMs: undefined,
    spells: [],
    ...changes,
  };
}

function order(...pods: readonly Pod[]): readonly string[] {
  return deletionOrder(pods, NOW_MS).map(({ name }) => name);
}

describe('deletionOrder', () => {
  it('follows the controller, rule after rule', () => {
    const shared = node(1);
    const readySince = (sinceMs: number) => ({ ready: { status: 'True', sinceMs } }) as const;
    expect(
      order(
        pod('ready for long', { node: node(2) }),
        pod('ready a short while', { node: node(3), ...readySince(NOW_MS - 20_000) }),
        pod('sharing its node a', { node: shared, key: 5 }),
        pod('sharing its node b', { node: shared, ...readySince(NOW_MS - 20_000) }),
        pod('not ready', { node: node(4), ready: { status: 'False', sinceMs: 0 } }),
        pod('pulling', { node: node(5), stage: 'bound', ready: { status: 'False', sinceMs: 0 } }),
        pod('without a node', { stage: 'waiting', boundMs: undefined, ready: undefined }),
      ),
    ).toEqual([
      'without a node',
      'pulling',
      'not ready',
      'sharing its node b',
      'sharing its node a',
      'ready a short while',
      'ready for long',
    ]);
  });

  it('compares times by powers of two, and equal ones by id', () => {
    const at = (name: string, key: number, agoMs: number) =>
      pod(name, { key, node: node(key), ready: { status: 'True', sinceMs: NOW_MS - agoMs } });
    const batch = [at('a', 1, 300_000), at('b', 2, 301_000), at('c', 3, 302_000), at('d', 4, 303_000)];
    const found = order(...batch, at('old', 5, 990_000));
    expect(found.at(-1)).toBe('old');
    expect(new Set(found).size).toBe(5);
    expect(order(...[...batch].reverse())).toEqual(order(...batch));
    const byAge = ['a', 'b', 'c', 'd'];
    expect([byAge, [...byAge].reverse()]).not.toContainEqual(found.slice(0, 4));
  });
});
