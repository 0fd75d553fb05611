import { describe, expect, it } from 'vitest';
import { richReport } from '../../testing/report-builder.ts';
import { findingsText, jsonWriter } from './json.ts';

const document = (report = richReport()) =>
  JSON.parse(jsonWriter.write(report, { width: 80, color: false })[0].content);

describe('findings.json', () => {
  it('has the keys that other programs rely on', () => {
    const value = document();
    for (const path of [
      'schemaVersion',
      'manifest.version',
      'manifest.scenarioHash',
      'manifest.seed',
      'manifest.run.startedAt',
      'manifest.run.elapsedMs',
      'manifest.run.eventsPerSec',
      'findings.verdict',
      'findings.outcomes.censored',
      'findings.byClass.fan',
      'findings.wait.p95Ms',
      'findings.peak.requestsPerSec',
      'findings.admission.refused403Share',
      'findings.eta.sliding.phases.cold.a20',
      'findings.eta.sliding.phases.late.p90AbsErrorMs',
      'findings.eta.sliding.a20Mean',
      'findings.eta.sliding.a20Worst',
    ]) {
      expect(value).toHaveProperty(path);
    }
    expect(value.schemaVersion).toBe(1);
    expect(value.findings.thresholds[1]).toMatchObject({ text: 'wait.p95 < 1m', passed: false });
    expect(value.findings.thresholds[1].value).toBeGreaterThan(60_000);
  });

  it('leaves out what is absent or not finite', () => {
    const report = richReport();
    const findings = { ...report.findings, remainingMs: Number.POSITIVE_INFINITY, endMs: Number.NaN };
    const value = JSON.parse(findingsText({ ...report, findings }));
    expect(value.findings).not.toHaveProperty('remainingMs');
    expect(value.findings).not.toHaveProperty('endMs');
  });
});
