import { describe, expect, it } from 'vitest';
import { estimatorContract } from '../../testing/estimator-contract.ts';
import { EtaDrain } from '../../testing/eta-drain.ts';
import { qla } from './qla.ts';

estimatorContract('qla', qla);

describe('qla', () => {
  it('equals ln(1 + n theta / r) / theta at the hazard of the last minute', () => {
    const people = 20_000;
    const drain = new EtaDrain({ estimators: ['qla', 'ql'], people, perSec: 10 });
    let next = people - 1;
    for (let second = 0; second < 120; second++) {
      // One in a thousand of those in line, from the tail, so that nobody ahead of slot 5,000 goes.
      const leavers = Math.round(drain.line.activeLength / 1000);
      drain.second(
        10,
        Array.from({ length: leavers }, () => next--),
      );
    }
    const ahead = drain.line.activeAhead(5000);
    const theta = 0.001;
    expect(drain.quote('ql', 5000)).toBe(Math.round(ahead / 10));
    expect((drain.quote('qla', 5000) ?? 0) / (Math.log1p((ahead * theta) / 10) / theta)).toBeCloseTo(1, 2);
  });

  it('is ql where nobody leaves', () => {
    const drain = new EtaDrain({ estimators: ['qla', 'ql'], people: 1000, perSec: 10 });
    for (let second = 0; second < 30; second++) drain.second(10);
    for (const slot of [300, 500, 999]) expect(drain.quote('qla', slot)).toBe(drain.quote('ql', slot));
  });
});
