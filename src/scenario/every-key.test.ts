import { describe, expect, it } from 'vitest';
import { keyVariations, VARIATION_TRACES } from '../testing/every-key.ts';
import { filesInMemory, SMALL_SCENARIO } from '../testing/scenario-text.ts';
import { loadEffective } from './load.ts';
import { showEffective } from './show.ts';

const load = (text: string, overrides: readonly string[] = []) =>
  loadEffective('s.yaml', { overrides }, filesInMemory({ ...VARIATION_TRACES, 's.yaml': text }));

describe.each(keyVariations())('$path', ({ flags: [one, other] }) => {
  it('changes the plan', () => {
    const plans = [one, other].map((overrides) => load(SMALL_SCENARIO, overrides).plan);
    const [first, second] = plans.map(({ source, ...content }) => JSON.stringify(content));
    expect(first).not.toBe(second);
  });

  it('is shown so that it reads back as the same scenario', () => {
    for (const overrides of [one, other]) {
      const { plan, effective } = load(SMALL_SCENARIO, overrides);
      expect(load(showEffective(effective)).plan.source.hash).toBe(plan.source.hash);
    }
  });
});
