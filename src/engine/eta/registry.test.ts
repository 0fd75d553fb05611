import { describe, expect, it } from 'vitest';
import { etaContext } from '../../testing/eta-history.ts';
import { ESTIMATOR_IDS } from './plan.ts';
import { ESTIMATORS } from './registry.ts';

describe('ESTIMATORS', () => {
  it('makes every estimator but oracle, which needs the truth', () => {
    const made = ESTIMATOR_IDS.filter((id) => ESTIMATORS[id](etaContext()) !== undefined);
    expect(made).toEqual(ESTIMATOR_IDS.filter((id) => id !== 'oracle'));
  });
});
