import { describe, expect, it } from 'vitest';
import { combineProposals, failureText } from './combined-proposal.ts';
import { failure, type MetricOutcome } from './metric-outcome.ts';

const wants = (replicas: number): MetricOutcome => ({ kind: 'proposal', replicas });

describe('several metrics', () => {
  it.each([
    ['the highest wins', [wants(3), wants(7), wants(5)], 4, 7, 1],
    ['of equals the first', [wants(7), wants(7)], 4, 7, 0],
    ['a failed one does not stop growth', [failure('x'), wants(5)], 4, 5, 1],
    ['a failed one does not stop staying', [wants(4), failure('x')], 4, 4, 0],
    ['never below 0', [wants(-2)], 4, 0, 0],
  ] as const)('%s', (_, outcomes, current, replicas, decidedBy) => {
    expect(combineProposals(outcomes, current)).toMatchObject({ kind: 'proposal', replicas, decidedBy });
  });

  it('never shrink on partial data, nor act on none', () => {
    expect(combineProposals([wants(3), failure('x')], 4).kind).toBe('none');
    expect(combineProposals([failure('x')], 4).kind).toBe('none');
  });

  it('say which failed, and how the first did', () => {
    const { failures } = combineProposals([wants(9), failure('no samples'), failure('y')], 4);
    expect(failureText(failures)).toEqual({ error: '2 of 3 metrics failed, the first with: no samples' });
    expect(failureText(combineProposals([wants(9)], 4).failures)).toEqual({});
  });
});
