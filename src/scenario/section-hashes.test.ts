import { expect, it } from 'vitest';
import { buildEta, buildPlan, buildRules } from '../testing/record-builder.ts';
import { HASHED_SECTIONS, sectionHashes } from './section-hashes.ts';

const BASE = sectionHashes(buildPlan());

it.each([
  ['the displayed estimator', { eta: buildEta({ displayed: 'sliding' }) }, ['eta']],
  ['the mode', { admission: buildRules({ mode: 'push' }) }, ['admission']],
  [
    'title, seed and claims',
    { title: 'Other', random: { seed: 9, replications: { min: 2, max: 2 } }, claims: {} },
    [],
  ],
] as const)('%s changes the hash of its section and no other', (_, change, changed) => {
  const hashes = sectionHashes(buildPlan(change));
  expect(HASHED_SECTIONS.filter((section) => hashes[section] !== BASE[section])).toEqual(changed);
});

it('sections that are absent have a hash too, and none has that of another', () => {
  expect(BASE.infrastructure).toMatch(/^[0-9a-f]{16}$/);
  expect(new Set(Object.values(BASE)).size).toBe(HASHED_SECTIONS.length);
});
