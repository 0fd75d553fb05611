import { describe, expect, it } from 'vitest';
import { nearest } from './nearest.ts';

describe('nearest', () => {
  it.each([
    ['horizn', ['start', 'horizon', 'warmup'], 'horizon'],
    ['refil', ['refill', 'capacity'], 'refill'],
    ['Poll', ['poll'], 'poll'],
    ['opll', ['poll', 'all'], 'poll'],
    ['fixd', ['fixed', 'ema', 'ql'], 'fixed'],
    ['moving_count', ['moving-count', 'sliding'], 'moving-count'],
    ['queue', ['clock', 'random', 'eta'], undefined],
    ['x', ['ql', 'ema'], undefined],
    ['', ['ql'], undefined],
  ])('%s among %j is %s', (word, candidates, near) => {
    expect(nearest(word, candidates)).toBe(near);
  });
});
