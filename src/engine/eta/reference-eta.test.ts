import { describe, expect, it } from 'vitest';
import { referenceEtaSec } from './reference-eta.ts';

describe('referenceEtaSec', () => {
  it.each([
    ['no history, position 7', 7, 0, 14],
    ['no history, position 100,000: no upper limit', 100_000, 0, 200_000],
    ['one admission in the last minute, position 17: 1,122 before the limit', 17, 1 / 60, 600],
    ['one admission in the last minute, position 9: 594', 9, 1 / 60, 594],
    ['60 admissions in the last minute, position 5: 5.5 cut to whole seconds', 5, 1, 5],
    ['the head of a fast line is never promised less than 1 s', 1, 500, 1],
  ])('%s', (_, position, ratePerSec, etaSec) => {
    expect(referenceEtaSec(position, ratePerSec)).toBe(etaSec);
  });
});
