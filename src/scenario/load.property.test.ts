import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ScenarioError } from '../errors.ts';
import { keyVariations, VARIATION_TRACES } from '../testing/every-key.ts';
import { filesInMemory, SMALL_SCENARIO } from '../testing/scenario-text.ts';
import { loadScenario } from './load.ts';

const FLAGS = keyVariations().flatMap(({ flags }) => flags.flat());

const VALUES = [
  'null',
  '~',
  '',
  '0',
  '-1',
  '.nan',
  '.inf',
  '-.inf',
  '1e309',
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '{ a: null }',
  '""',
  'none',
  'never',
  '0s',
  '1ms',
  '14d',
  '0%',
  '100%',
  '1000M/s',
  '1000M',
  '*a',
  '&a 5',
  '!!binary aGk=',
  '? a',
  'true',
  '2026-10-03T20:00:00+09:00',
  '[1, 2, 3]',
  '[{}]',
  '[{ name: opening }]',
  '{ name: x }',
  '__proto__',
  'constructor',
];

const words = SMALL_SCENARIO.split(/(\s+|[{}[\],:])/).filter((word) => word.trim() !== '');

/** Loads a scenario; true when it is right, false when it is refused with problems. Anything else fails the property. */
function loads(text: string, overrides: readonly string[]): boolean {
  try {
    loadScenario('s.yaml', { overrides }, filesInMemory({ ...VARIATION_TRACES, 's.yaml': text }));
    return true;
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    for (const problem of error.problems) {
      expect(problem.expected).not.toBe('');
      expect(`${problem.got} ${problem.cure} ${problem.path}`).not.toMatch(/\[object|NaN\b/);
    }
    return false;
  }
}

it('either loads or refuses with problems, whatever word of it is replaced by whatever value', () => {
  fc.assert(
    fc.property(fc.constantFrom(...words), fc.constantFrom(...VALUES, ...words), (word, value) => {
      expect([true, false]).toContain(
        loads(
          SMALL_SCENARIO.replace(word, () => value),
          [],
        ),
      );
    }),
    { numRuns: 400, seed: 1 },
  );
});

it('either loads or refuses with problems, whatever is set', () => {
  const paths = FLAGS.map((flag) => flag.slice(0, flag.indexOf('=')));
  const hostile = fc
    .tuple(fc.constantFrom(...paths), fc.constantFrom(...VALUES))
    .map(([path, value]) => `${path}=${value}`);
  fc.assert(
    fc.property(
      fc.array(fc.oneof(hostile, fc.constantFrom(...FLAGS)), { minLength: 1, maxLength: 5 }),
      (flags) => {
        expect([true, false]).toContain(loads(SMALL_SCENARIO, flags));
      },
    ),
    { numRuns: 400, seed: 1 },
  );
});

it('refuses or accepts any text at all', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      expect(loads(text, [])).toBe(false);
    }),
    { numRuns: 300, seed: 1 },
  );
});
