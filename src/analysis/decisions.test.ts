import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScalingDecision } from '../result/cluster-record.ts';
import { tellDecisions } from './decisions.ts';

function decide(atMs: number, [from, to, wanted]: readonly number[], reason = 'x'): ScalingDecision {
  return {
    atMs,
    workload: 'gateway',
    from: from ?? 0,
    to: to ?? 0,
    wanted: wanted ?? 0,
    by: 'hpa',
    reason,
    text: 'x',
  };
}

describe('the decisions that are told', () => {
  it('are the turning points and the first of each reason, not its repetitions', () => {
    const stays = Array.from({ length: 40 }, (_, i) => decide(100 + i, [20, 20, 9], 'ScaleDownStabilized'));
    const all = [
      decide(0, [3, 6, 9], 'ScaleUpLimit'),
      decide(15, [6, 12, 18], 'ScaleUpLimit'),
      decide(30, [12, 20, 40], 'TooManyReplicas'),
      ...stays,
      decide(400, [20, 12, 12]),
      decide(500, [12, 3, 3]),
    ];
    expect(tellDecisions(all).map(({ atMs }) => atMs)).toEqual([0, 15, 30, 100, 400, 500]);
  });

  it('are at most 12, all from the record and in its order', () => {
    const decision = fc
      .tuple(fc.nat(50), fc.nat(50), fc.nat(50), fc.constantFrom('a', 'b', 'c'))
      .map(([from, to, wanted, reason]) => decide(0, [from, to, wanted], reason));
    fc.assert(
      fc.property(fc.array(decision, { maxLength: 60 }), (list) => {
        const all = list.map((each, i) => ({ ...each, atMs: i * 15_000 }));
        const told = tellDecisions(all);
        expect(told.length).toBeLessThanOrEqual(12);
        expect(told).toEqual(all.filter((each) => told.includes(each)));
        const firstUp = all.find(({ from, to }) => to > from);
        if (firstUp !== undefined) expect(told).toContain(firstUp);
      }),
    );
  });
});
