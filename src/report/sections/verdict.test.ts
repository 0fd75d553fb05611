import { describe, expect, it } from 'vitest';
import type { Findings, Limit } from '../../analysis/findings.ts';
import { buildRules } from '../../testing/record-builder.ts';
import { clusterReport, richReport } from '../../testing/report-builder.ts';
import type { Report } from '../report.ts';
import { composeVerdict } from './verdict.ts';

const BASE = richReport();

function verdict(
  findings: Partial<Findings>,
  plan: Partial<Report['plan']> = {},
): { word: string; text: string } {
  const report = { ...BASE, plan: { ...BASE.plan, ...plan }, findings: { ...BASE.findings, ...findings } };
  const block = composeVerdict(report).find((each) => each.kind === 'verdict');
  return { word: block?.word ?? '', text: block?.lines.join('\n') ?? '' };
}

const gate: Limit = { kind: 'gate', firstAtMs: 2_000, share: 0.98, allowsPerSec: 394.7 };
const bucket: Limit = { kind: 'bucket', firstAtMs: 10_000, share: 0.99, allowsPerSec: 1_000 };
const rules = buildRules({
  headRanks: 1_000,
  bucket: { capacityTokens: 500, refillPerSec: 1_000, clockResolutionMs: 1 },
});

describe('the verdict', () => {
  it.each([
    [{ verdict: 'empties', emptyMs: 764_900 }, 'EMPTIES', /when the line was empty at T\+12:44\./],
    [{ verdict: 'keeps-up' }, 'KEEPS UP', /did not grow/],
    [{ verdict: 'does-not-empty', remainingMs: 5_880_000 }, 'DOES NOT EMPTY', /would need 1h 38m more\./],
    [{ verdict: 'stalls' }, 'STALLS', /nobody is let in any more\./],
  ] as const)('has a word and a sentence: %o', (findings, word, sentence) => {
    const found = verdict(findings);
    expect(found.word).toBe(word);
    expect(found.text).toMatch(sentence);
  });

  it('says that the gate, not the bucket, is the limit, and what each allows', () => {
    const found = verdict(
      { limits: [gate], allows: { gatePerSec: 394.7, bucketPerSec: 1_000 } },
      { admission: rules },
    );
    expect(found.text).toContain('First limit: gate of 1,000 ranks, 395/s, binding from T+00:02.');
    expect(found.text).toContain('The gate, not the bucket, is the limit: the bucket allows 1,000/s.');
  });

  it('says what the gate would allow where the bucket binds', () => {
    const found = verdict(
      { limits: [bucket], allows: { gatePerSec: 3_947, bucketPerSec: 1_000 } },
      { admission: rules },
    );
    expect(found.text).toContain(
      'First limit: bucket refill 1,000/s, binding from T+00:10. The gate allows 3,947/s.',
    );
  });

  it('names the limit that held for longest where another one bound first', () => {
    const first = { ...bucket, firstAtMs: 0, share: 0.02 };
    const found = verdict({ limits: [first, gate], allows: { bucketPerSec: 1_000 } }, { admission: rules });
    expect(found.text).toContain('For 98 % of the time: gate of 1,000 ranks, 395/s.');
  });

  it('says so when nothing held people back', () => {
    expect(verdict({ limits: [] }).text).toContain('Nothing held people back');
  });

  it('is that the machines do not hold where the line empties all the same', () => {
    const { holds, tiers, requestsFailed } = clusterReport().findings;
    if (holds === undefined || tiers === undefined || requestsFailed === undefined)
      throw new Error('no machines');
    const machines = { holds, tiers, requestsFailed };
    expect(verdict({ verdict: 'empties', emptyMs: 764_900, ...machines }).word).toBe('DOES NOT HOLD');
    expect(verdict({ verdict: 'keeps-up', ...machines }).word).toBe('DOES NOT HOLD');
    expect(verdict({ verdict: 'stalls', ...machines }).word).toBe('STALLS');
    const held = { ...machines, holds: { holds: true } };
    expect(verdict({ verdict: 'empties', emptyMs: 764_900, ...held }).word).toBe('EMPTIES');
  });
});
