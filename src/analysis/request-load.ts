import {
  type ClusterRecord,
  FAILURES,
  type Failure,
  LAYERS,
  type LayerId,
} from '../result/cluster-record.ts';
import type { RunRecord } from '../result/run-record.ts';
import { highestRow, total } from './column-figures.ts';
import type { FailedFindings, LatencyFindings, LayerFindings } from './infrastructure-findings.ts';

/** A record of a run with an infrastructure. */
export type ClusterRun = RunRecord & { readonly cluster: ClusterRecord };

export function isClusterRun(record: RunRecord): record is ClusterRun {
  return record.cluster !== undefined;
}

/** Returns the requests sent in each second: what the first layer received. */
export function requestsSent({ cluster, series }: ClusterRun): Int32Array {
  const first = LAYERS.find((layer) => cluster.layers[layer] !== undefined);
  return (first && cluster.layers[first]?.in) ?? new Int32Array(series.line.length);
}

/** Returns the requests that failed in each second, whatever the WAF blocked on purpose left out. */
export function requestsFailed({ cluster, series }: ClusterRun): Int32Array {
  const failed = new Int32Array(series.line.length);
  for (const cause of FAILURES) {
    if (cause === 'blocked') continue;
    const column = cluster.failures[cause];
    for (let s = 0; s < failed.length; s += 1) failed[s] = failed[s]! + column[s]!;
  }
  return failed;
}

/** Returns failed requests over the whole run, by cause. Shares without a request are 0. */
export function describeFailures(run: ClusterRun): FailedFindings {
  const sent = total(requestsSent(run));
  const failed = requestsFailed(run);
  const counts = FAILURES.map((cause) => [cause, total(run.cluster.failures[cause])] as const);
  const share = (part: number) => (sent === 0 ? 0 : part / sent);
  const byCause = Object.fromEntries(counts) as Record<Failure, number>;
  const shares = Object.fromEntries(
    counts.map(([cause, count]) => [`${cause}Share`, share(count)]),
  ) as Record<`${Failure}Share`, number>;
  const count = total(failed);
  const { stopped } = run.cluster;
  const peakSec = highestRow(failed);
  return {
    ...shares,
    share: share(count),
    count,
    blocked: byCause.blocked,
    // A visitor whom bot control or country stops sends one request.
    blockedByRate: Math.max(0, byCause.blocked - stopped.bots - stopped.geo),
    sent,
    byCause,
    ...(peakSec === undefined ? {} : { peakAtMs: peakSec * 1_000 }),
    peakPerSec: peakSec === undefined ? 0 : failed[peakSec]!,
  };
}

/** Returns what each layer received and passed on. */
export function describeLayers({ cluster }: ClusterRun): Readonly<Partial<Record<LayerId, LayerFindings>>> {
  const present = LAYERS.flatMap((layer) => {
    const series = cluster.layers[layer];
    return series === undefined ? [] : [[layer, series] as const];
  });
  return Object.fromEntries(
    present.map(([layer, series]) => [
      layer,
      {
        in: total(series.in),
        out: total(series.out),
        inPeakPerSec: series.in.reduce((a, b) => Math.max(a, b), 0),
        outPeakPerSec: series.out.reduce((a, b) => Math.max(a, b), 0),
      },
    ]),
  );
}

/** Returns the latency of all requests; absent where none was answered. */
export function describeLatency({ cluster }: ClusterRun): LatencyFindings | undefined {
  const { count, meanMs, p50Ms, p95Ms, p99Ms, maxMs } = cluster.latency.overall;
  return count === 0 ? undefined : { meanMs, p50Ms, p95Ms, p99Ms, maxMs };
}
