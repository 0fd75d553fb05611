import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { starterScenario } from '../cli/starter-scenario.ts';
import { keyVariations, VARIATION_TRACES } from '../testing/every-key.ts';
import { filesInMemory, SMALL_SCENARIO, smallScenario } from '../testing/scenario-text.ts';
import { scenarioJsonSchema } from './json-schema.ts';
import { loadEffective } from './load.ts';
import { PRESET_NAMES } from './presets.ts';
import { showEffective } from './show.ts';

const validate = new Ajv2020({
  allErrors: true,
  strict: true,
  allowUnionTypes: true,
  strictTypes: false,
  strictRequired: false,
}).compile(scenarioJsonSchema());

/** Returns what the JSON Schema has against a text; empty when it accepts it. */
function objections(text: string): readonly string[] {
  return validate(parse(text))
    ? []
    : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message ?? ''}`);
}

function weAccept(text: string): boolean {
  try {
    loadEffective(
      's.yaml',
      { overrides: [] },
      filesInMemory({ ...VARIATION_TRACES, 's.yaml': text, 'base.yaml': SMALL_SCENARIO }),
    );
    return true;
  } catch {
    return false;
  }
}

describe('scenarios that tacos accepts are accepted by the JSON Schema', () => {
  it.each(keyVariations())('$path', ({ flags }) => {
    const files = filesInMemory({ ...VARIATION_TRACES, 's.yaml': SMALL_SCENARIO });
    for (const overrides of flags) {
      const { effective } = loadEffective('s.yaml', { overrides }, files);
      expect(objections(showEffective(effective))).toEqual([]);
    }
  });

  it.each([
    ['the small scenario', SMALL_SCENARIO],
    ['the starter', starterScenario('starter')],
    ...PRESET_NAMES.map((name) => [
      name,
      smallScenario('bucket: { capacity: 10, refill: 2/s }', `preset: ${name}`),
    ]),
    ['a part that extends a whole', 'extends: base.yaml\nadmission: { bucket: { refill: 5/s } }\n'],
    [
      'nulls that delete',
      'extends: base.yaml\ntitle: null\nvisitors: null\nadmission: { gate: null, schedule: null }\n',
    ],
    ['counts with suffixes', smallScenario('capacity: 10', 'capacity: 1.5k')],
  ])('%s', (_, text = '') => {
    expect([weAccept(text), objections(text)]).toEqual([true, []]);
  });

  it('every scenario that ships', () => {
    const folder = new URL('../../scenarios/', import.meta.url);
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.yaml'),
    );
    const texts = names.map((name) => readFileSync(new URL(name, folder), 'utf8'));
    const scenarios = texts.filter((text) => text.includes('kind: Scenario'));
    expect(scenarios.length).toBeGreaterThan(20);
    expect(scenarios.filter((text) => objections(text).length > 0)).toEqual([]);
  });
});

describe('scenarios that both refuse', () => {
  it.each([
    ['a misspelt key', 'horizon', 'horizn'],
    ['an unknown top-level key', 'name: small', 'name: small\nqueue: 1'],
    ['a missing key', 'clock: { horizon: 10m }', 'clock: {}'],
    ['a missing section', 'clock: { horizon: 10m }\n', ''],
    ['a missing name', 'name: small\n', ''],
    ['a wrong version', 'tacos/v1', 'tacos/v2'],
    ['a missing rate unit', '2/s', '50'],
    ['a missing duration unit', '10m', '600'],
    ['a rate for a duration', '10m', '10/s'],
    ['a duration for a rate', '2/s', '2s'],
    ['a negative rate', '2/s', '-2/s'],
    ['a zero rate', '2/s', '0/s'],
    ['a zero duration', '10m', '0s'],
    ['capacity 0', 'capacity: 10', 'capacity: 0'],
    ['capacity 0 with a suffix', 'capacity: 10', 'capacity: 0k'],
    ['half a token', 'capacity: 10', 'capacity: 1.5'],
    ['m for a million', 'capacity: 10', 'capacity: 10m'],
    ['an unknown word', 'admission:', 'admission:\n  mode: pul'],
    ['an unknown preset', 'admission:', 'admission:\n  preset: gateway-v1.5'],
    ['a list for a section', 'clock: { horizon: 10m }', 'clock: [10m]'],
    ['two shapes', 'constant: 5/s', 'constant: 5/s, hold: 4/s'],
    ['no shape', 'constant: 5/s, ', ''],
    ['no phases', '\n    - { name: opening, constant: 5/s, for: 1m }', ' []'],
    ['a phase without name', 'name: opening, ', ''],
    ['no bucket and no preset', '  bucket: { capacity: 10, refill: 2/s }', '  mode: pull'],
    ['a share without percent', 'admission:', 'visitors: [{ name: fan, share: 1 }]\nadmission:'],
    ['a share of 0%', 'admission:', 'visitors: [{ name: fan, share: 0% }]\nadmission:'],
    ['17 tabs', 'admission:', 'visitors: [{ name: fan, tabs: 17 }]\nadmission:'],
    [
      'two patiences',
      'admission:',
      'visitors: [{ name: fan, patience: { fixed: 1s, exponential: { mean: 1s } } }]\nadmission:',
    ],
    ['23 hour weights', 'admission:', `eta: { hourWeights: [${'1, '.repeat(23)}] }\nadmission:`],
    ['an unknown estimator', 'admission:', 'eta: { estimators: [fixd] }\nadmission:'],
    ['a date without offset', 'horizon: 10m', 'horizon: 10m, start: "2026-10-03T20:00:00"'],
    ['a negative seed', 'admission:', 'random: { seed: -1 }\nadmission:'],
    ['a claim for nobody', 'admission:', 'claims: { nobody: 5% }\nadmission:'],
  ])('%s', (_, part, replacement) => {
    const text = smallScenario(part, replacement);
    expect([weAccept(text), objections(text).length > 0]).toEqual([false, true]);
  });
});
