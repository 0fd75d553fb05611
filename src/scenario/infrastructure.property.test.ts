import fc from 'fast-check';
import { expect, it } from 'vitest';
import { keyVariations, VARIATION_TRACES } from '../testing/every-key.ts';
import { problemsWith } from '../testing/infrastructure-text.ts';

const SECTIONS = ['edge', 'redis', 'cluster', 'backend', 'seats', 'cost', 'faults', 'windows', 'published'];

/** Keys and values of the language below the sections of the infrastructure. */
const settings = keyVariations().filter(({ path }) => SECTIONS.includes(path.split(/[.[]/)[0] ?? ''));
const keys = [...new Set(settings.flatMap(({ path }) => path.replace(/\[\d+\]/g, '').split('.')))];
const values = settings.flatMap(({ flags }) => flags.flat()).map((flag) => flag.slice(flag.indexOf('=') + 1));

const leaf = fc.oneof(
  fc.constantFrom(...values.filter((value) => !/[{[]/.test(value))),
  fc.constantFrom(
    'null',
    '0',
    '-1',
    '.nan',
    '.inf',
    '""',
    '1e309',
    '__proto__',
    'true',
    '5s',
    '30%',
    '512Mi',
  ),
);

/** Any structure of known keys, in YAML's flow style. */
const { section } = fc.letrec<{ section: string }>((tie) => ({
  section: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.dictionary(fc.constantFrom(...keys), tie('section'), { maxKeys: 4 }).map(
      (map) =>
        `{ ${Object.entries(map)
          .map(([key, value]) => `${key}: ${value}`)
          .join(', ')} }`,
    ),
    fc.array(tie('section'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
  ),
}));

it('either loads or refuses with problems that say what belongs there, whatever the sections hold', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.constantFrom(...SECTIONS), section), {
        selector: ([key]) => key,
        minLength: 1,
        maxLength: 4,
      }),
      (sections) => {
        const lines = sections.map(([key, value]) => `${key}: ${value}`).join('\n');
        for (const problem of problemsWith(lines, VARIATION_TRACES)) {
          expect(problem.expected).not.toBe('');
          expect(`${problem.got} ${problem.expected} ${problem.cure} ${problem.path}`).not.toMatch(
            /\[object|NaN\b|undefined undefined undefined/,
          );
        }
      },
    ),
    { numRuns: 400, seed: 1 },
  );
});

it('loads any two settings of the infrastructure together, or refuses them with problems', () => {
  fc.assert(
    fc.property(
      fc.subarray(
        values.filter((value) => value.startsWith('{')),
        { maxLength: 2 },
      ),
      (pair) => {
        const lines = pair.map((value, i) => `${['cluster', 'redis'][i]}: ${value}`).join('\n');
        expect(Array.isArray(problemsWith(lines, VARIATION_TRACES))).toBe(true);
      },
    ),
    { numRuns: 100, seed: 1 },
  );
});
