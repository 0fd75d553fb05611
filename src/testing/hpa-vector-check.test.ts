import { describe, expect, it } from 'vitest';
import { checkVectors } from './hpa-vector-check.ts';
import { readVectors, type VectorCase } from './hpa-vector-file.ts';

const CASE: VectorCase = {
  id: 'one',
  kind: 'normalize_legacy',
  inputs: {
    currentReplicas: 1,
    desiredReplicas: 50,
    minReplicas: 1,
    maxReplicas: 100,
    scaleUpLimitFactor: 2,
    scaleUpLimitMinimum: 4,
  },
  expected: { replicas: 4, reason: 'ScaleUpLimit' },
};
const file = (...cases: readonly unknown[]) => JSON.stringify({ cases });

describe('the check of vectors', () => {
  it('passes what is right and names id, key, expected and got of what is wrong', () => {
    expect(checkVectors([CASE])).toEqual({ passed: 1, skipped: 0, failed: 0, failures: [] });
    const wrong = { ...CASE, expected: { replicas: 5, reason: 'ScaleUpLimit', limit: 7 } };
    expect(checkVectors([CASE, wrong])).toEqual({
      passed: 1,
      skipped: 0,
      failed: 1,
      failures: [
        'one (normalize_legacy).replicas: expected 5, got 4',
        'one (normalize_legacy).limit: expected 7, got undefined',
      ],
    });
  });

  it('fails an unknown kind, but for a feature that may be missing', () => {
    const strange = { ...CASE, kind: 'vertical' };
    expect(checkVectors([strange]).failures).toEqual(['one: unknown kind vertical']);
    expect(checkVectors([{ ...strange, tags: ['recent-guard'] }])).toMatchObject({ skipped: 1, failed: 0 });
  });

  it('fails a case that our functions throw on', () => {
    expect(checkVectors([{ ...CASE, kind: 'reconcile' }]).failures[0]).toContain('threw');
  });

  it('reads an error as a part of the message, or as whether there is one', () => {
    const pod = { name: 'p', containers: [], initContainers: [], podLevelRequestMilli: null };
    const inputs = { resource: 'cpu', container: 'app', podLevelResourcesEnabled: true, pod };
    const request = (expected: Readonly<Record<string, unknown>>) =>
      checkVectors([{ ...CASE, kind: 'calculate_requests', inputs, expected }]).failed;
    expect([{ error: 'container app not found' }, { error: true }].map(request)).toEqual([0, 0]);
    expect([{ error: 'missing request' }, { error: false }, { requestMilli: 0 }].map(request)).toEqual([
      1, 1, 1,
    ]);
  });

  it('compares 64-bit integers, which are strings in the file', () => {
    const inputs = { usageMilli: '9223372036854775807', statusReplicas: 2 };
    const expected = { perPodMilli: '9223372036854775807' };
    const usage: VectorCase = { ...CASE, kind: 'per_pod_usage', inputs, expected };
    expect(checkVectors([usage]).failed).toBe(0);
    expect(checkVectors([{ ...usage, expected: { perPodMilli: '4611686018427387904' } }]).failed).toBe(1);
  });

  it('rejects a file that checks nothing', () => {
    expect(readVectors(file(CASE))).toHaveLength(1);
    expect(readVectors(JSON.stringify({ derivedCases: [CASE] }))).toHaveLength(1);
    expect(() => readVectors('{}')).toThrow('no cases');
    expect(() => readVectors(file())).toThrow('no cases');
    expect(() => readVectors(file({ ...CASE, expected: {} }))).toThrow('checks nothing');
    expect(() => readVectors(file({ id: 'x', kind: 'behavior', expected: { a: 1 } }))).toThrow(
      'checks nothing',
    );
  });
});
