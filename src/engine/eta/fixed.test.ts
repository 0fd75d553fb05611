import { describe, expect, it } from 'vitest';
import { estimatorContract } from '../../testing/estimator-contract.ts';
import { EtaHistory } from '../../testing/eta-history.ts';
import { fixed } from './fixed.ts';

estimatorContract('fixed, constant', () => fixed({ kind: 'constant', seconds: 60 }));
estimatorContract('fixed, per position', () => fixed({ kind: 'per-position', seconds: 0.3 }));

describe('fixed', () => {
  it('says 60 s to everybody, always', () => {
    const history = new EtaHistory(fixed({ kind: 'constant', seconds: 60 }));
    expect([history.quote(1), history.quote(300_000)]).toEqual([60, 60]);
    history.run(100, 50);
    expect([history.quote(1), history.quote(300_000)]).toEqual([60, 60]);
  });

  it('says a time for each position, in whole seconds', () => {
    const history = new EtaHistory(fixed({ kind: 'per-position', seconds: 2 }));
    expect([1, 7, 300_000].map((position) => history.quote(position))).toEqual([2, 14, 600_000]);
    expect(new EtaHistory(fixed({ kind: 'per-position', seconds: 0.3 })).quote(5)).toBe(2);
  });
});
