import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EXIT } from '../errors.ts';
import { EXIT_CODES, EXPLANATIONS } from './explanations.ts';

const SOURCE = new URL('../', import.meta.url);

/** How a code stands in the source: in a problem, in a refusal of a unit, in an error. */
const CODE_FORMS = [
  /\bcode: '([a-z0-9-]+)'/g,
  /\b(?:refused?|rowProblem)\(\s*(?:[a-z]+, [a-z.]+, )?'([a-z0-9-]+)'/g,
  /new TacosError\(\s*'([a-z0-9-]+)'/g,
];

it('every code that the source uses is explained', () => {
  const names = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' });
  const sources = names.filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('testing'),
  );
  const texts = sources.map((name) => readFileSync(new URL(name, SOURCE), 'utf8'));
  const used = new Set(
    texts.flatMap((text) =>
      CODE_FORMS.flatMap((form) => [...text.matchAll(form)].map((match) => match[1] ?? '')),
    ),
  );
  used.delete('scenario');
  expect(used.size).toBeGreaterThan(40);
  expect([...used].filter((code) => EXPLANATIONS[code] === undefined).sort()).toEqual([]);
});

it('every exit code is explained', () => {
  expect(Object.keys(EXIT_CODES).map(Number)).toEqual(Object.values(EXIT));
});
