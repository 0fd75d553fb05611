import type { InfrastructureFindings } from '../../analysis/infrastructure-findings.ts';
import type { DataTable } from './table.ts';

/** Returns tiers, windows, faults and published figures as tables; those that a run lacks are left out. */
export function infrastructureTables(findings: InfrastructureFindings): readonly DataTable[] {
  return [
    tiersTable(findings),
    windowsTable(findings),
    faultsTable(findings),
    publishedTable(findings),
  ].filter(({ rows }) => rows.length > 0);
}

function tiersTable({ tiers }: InfrastructureFindings): DataTable {
  return {
    name: 'tiers',
    header: [
      ...['tier', 'loadPeakPerSec', 'capacityPerSec', 'utilizationMaxShare'],
      ...['saturatedMs', 'fromMs', 'untilMs', 'failedMeanwhile'],
    ],
    rows: Object.entries(tiers ?? {}).map(([tier, found]) => [
      ...[tier, found.loadPeakPerSec, found.capacityPerSec, found.utilizationMax],
      ...[found.saturatedMs, found.fromMs, found.untilMs, found.failedMeanwhile],
    ]),
  };
}

function windowsTable({ windows }: InfrastructureFindings): DataTable {
  return {
    name: 'windows',
    header: [
      ...['window', 'fromMs', 'toMs', 'requestsPerSec', 'admittedPerSec', 'failedShare', 'redisCpuShare'],
      ...['gatewayCpuShare', 'gatewayPods', 'latencyP50Ms', 'latencyP95Ms', 'latencyP99Ms'],
    ],
    rows: Object.entries(windows ?? {}).map(([name, each]) => [
      ...[name, each.fromMs, each.toMs, each.requestsPerSec, each.admittedPerSec, each.failedShare],
      ...[each.redisCpu, each.gatewayCpu, each.gatewayPods],
      ...[each.latencyP50Ms, each.latencyP95Ms, each.latencyP99Ms],
    ]),
  };
}

function faultsTable({ faults }: InfrastructureFindings): DataTable {
  return {
    name: 'faults',
    header: [...['kind', 'atMs', 'untilMs', 'failedShareBefore', 'failedShareAfter', 'failedAfter', 'text']],
    rows: (faults ?? []).map((each) => [
      ...[each.kind, each.atMs, each.untilMs, each.failedShareBefore, each.failedShareAfter],
      ...[each.failedAfter, each.text],
    ]),
  };
}

/** Values are in the unit of their metric. */
function publishedTable({ published }: InfrastructureFindings): DataTable {
  return {
    name: 'published',
    header: ['label', 'metric', 'claimed', 'measured', 'difference', 'relativeShare', 'calibrated'],
    rows: (published ?? []).map((each) => [
      ...[each.label, each.metric, each.claimed, each.measured, each.difference, each.relative],
      each.calibrated,
    ]),
  };
}
