import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { scenarioJsonSchemaText } from './json-schema.ts';

const COMMITTED = new URL('../../scenarios/scenario.schema.json', import.meta.url);

it('is committed as it is generated', () => {
  const text = scenarioJsonSchemaText();
  if (process.env.TACOS_GOLDEN === 'write') writeFileSync(COMMITTED, text);
  expect(readFileSync(COMMITTED, 'utf8')).toBe(text);
});
