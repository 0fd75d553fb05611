import { describe, expect, it } from 'vitest';
import { buildPlan } from '../testing/record-builder.ts';
import { buildManifest, richReport } from '../testing/report-builder.ts';
import { exitCodeOf, findingsDigest, manifestOf, runFacts } from './make-report.ts';

describe('the manifest of a plan', () => {
  it('holds the command that does the same, quoted for a shell', () => {
    const source = {
      file: "my sale's.yaml",
      hash: 'abc',
      overrides: ['admission.bucket.refill=80/s', 'title=a b'],
    };
    const { command } = manifestOf(buildPlan({ source }), 1);
    expect(command).toBe(
      "tacos simulate 'my sale'\\''s.yaml' --set admission.bucket.refill=80/s --set 'title=a b' --seed 1",
    );
  });
});

describe('the facts of a run', () => {
  it('count what was done over the time it took', () => {
    const course = {
      events: 6_000,
      polls: 2_000,
      workers: 2,
      startedAtEpochMs: 1_790_000_000_000,
      elapsedMs: 2_000,
    };
    const facts = runFacts(course, 'a test');
    expect(facts).toEqual({
      startedAt: '2026-09-21T14:13:20.000Z',
      elapsedMs: 2_000,
      eventsPerSec: 3_000,
      pollsPerSec: 1_000,
      workers: 2,
      host: 'a test',
    });
  });
});

describe('the digest of the findings', () => {
  it('does not depend on machine and day, and does on everything else', () => {
    const { findings, variants } = richReport();
    const { run: _, ...timeless } = buildManifest();
    const digest = findingsDigest({ findings, variants, manifest: buildManifest() });
    expect(findingsDigest({ findings, variants, manifest: timeless })).toBe(digest);
    expect(findingsDigest({ findings, variants, manifest: buildManifest({ seed: 2 }) })).not.toBe(digest);
    expect(findingsDigest({ findings: { ...findings, endMs: 1 }, variants, manifest: timeless })).not.toBe(
      digest,
    );
  });
});

describe('the exit code of a run', () => {
  it('is that of the signal before that of a failed threshold', () => {
    const { findings } = richReport();
    expect(exitCodeOf([findings])).toBe(3);
    expect(exitCodeOf([findings], 143)).toBe(143);
    const passing = { ...findings, thresholds: [] };
    expect(exitCodeOf([passing])).toBe(0);
    expect(exitCodeOf([passing, findings])).toBe(3);
  });
});
