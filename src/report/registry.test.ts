import { describe, expect, it } from 'vitest';
import { reportContract } from '../testing/report-contract.ts';
import { FORMAT_IDS } from './format.ts';
import { WRITERS } from './registry.ts';

for (const id of FORMAT_IDS) reportContract(WRITERS[id]);

describe('the registry of formats', () => {
  it('files every format under its own id', () => {
    expect(FORMAT_IDS.map((id) => WRITERS[id].id)).toEqual([...FORMAT_IDS]);
  });
});
