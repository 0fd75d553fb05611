import { summarize } from '../analysis/summarize.ts';
import type { Report } from '../report/report.ts';
import type { Manifest } from '../result/manifest.ts';
import { buildRecord } from './record-builder.ts';
import { richClusterRecord } from './rich-cluster.ts';
import { richClusterPlan } from './rich-cluster-plan.ts';
import { richPlan, richRecord } from './rich-record.ts';

/** A manifest of a run that took 3.9 s on a day in 2026. */
export function buildManifest(overrides: Partial<Manifest> = {}): Manifest {
  return {
    version: '0.1.0',
    scenario: 'scenarios/rich.yaml',
    scenarioHash: '0'.repeat(64),
    overrides: [],
    seed: 1,
    replications: 1,
    command: 'tacos simulate scenarios/rich.yaml --seed 1',
    run: {
      startedAt: '2026-10-01T09:00:00.000Z',
      elapsedMs: 3_900,
      eventsPerSec: 12_000_000,
      pollsPerSec: 11_000_000,
      workers: 1,
      host: 'a test',
    },
    ...overrides,
  };
}

/** The report of the rich record, with every section filled and one threshold failed. */
export function richReport(replications = 1): Report {
  const records = Array.from({ length: replications }, (_, i) => richRecord(i));
  return {
    plan: richPlan(),
    findings: summarize(records),
    record: records[0]!,
    variants: [],
    manifest: buildManifest({ replications }),
    exitCode: 3,
    saved: {
      folder: 'reports/rich',
      names: ['report.md', 'findings.json', 'run.json', 'manifest.json', 'summary.csv', 'series.csv'],
    },
  };
}

/** The report of the rich record over machines, with every section of them filled. */
export function clusterReport(replications = 1): Report {
  const records = Array.from({ length: replications }, (_, i) => richClusterRecord(i));
  return {
    ...richReport(),
    plan: richClusterPlan(),
    findings: summarize(records),
    record: records[0]!,
    manifest: buildManifest({ replications }),
  };
}

/** The report of a run to which nobody came. */
export function emptyReport(): Report {
  const record = buildRecord();
  return {
    plan: record.plan,
    findings: summarize([record]),
    record,
    variants: [],
    manifest: buildManifest(),
    exitCode: 0,
  };
}

/** The report of a run that was stopped in its second minute, with one visitor let in and one waiting. */
export function interruptedReport(): Report {
  const record = buildRecord({
    visits: [
      { joinMs: 0, endMs: 30_000, polls: 5 },
      { joinMs: 500, endMs: 90_000, outcome: 'censored', polls: 9 },
    ],
    quotes: [{ visit: 0, atMs: 1_000, shownSec: { ql: 25, fixed: 60 } }],
    endMs: 90_000,
    interruptedAtMs: 90_000,
  });
  return {
    plan: record.plan,
    findings: summarize([record]),
    record,
    variants: [],
    manifest: buildManifest(),
    exitCode: 130,
  };
}
