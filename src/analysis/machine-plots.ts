import type { RunRecord } from '../result/run-record.ts';
import { highest } from './column-figures.ts';
import { bucket } from './plots.ts';
import { isClusterRun, requestsFailed, requestsSent } from './request-load.ts';
import { gatewayOf } from './workloads.ts';

/** The machines of a run in a few columns of equal width in time. Arrays have one value a column. */
export interface MachinePlots {
  readonly columnMs: number;
  /** The gateway's pods: asked for at most, ready at least, on their way at most; absent without a cluster. */
  readonly pods?: {
    readonly desired: readonly number[];
    readonly ready: readonly number[];
    readonly pending: readonly number[];
  };
  /** Highest second of each column, per second. */
  readonly sentPerSec: readonly number[];
  readonly failedPerSec: readonly number[];
}

/** Returns the plots of a run in `width` columns at most; undefined where it has no machines. @param width >= 1 */
export function machinePlots(record: RunRecord, width: number): MachinePlots | undefined {
  if (!isClusterRun(record)) return undefined;
  const seconds = record.series.line.length;
  const columns = Math.min(width, seconds);
  if (columns === 0) return undefined;
  const most = (column: Int32Array) => bucket(columns, seconds, (from, to) => highest(column, from, to));
  const least = (column: Int32Array) =>
    bucket(columns, seconds, (from, to) => column.subarray(from, to).reduce((a, b) => Math.min(a, b)));
  const gateway = gatewayOf(record);
  return {
    columnMs: (seconds * 1_000) / columns,
    ...(gateway === undefined
      ? {}
      : {
          pods: {
            desired: most(gateway.desired),
            ready: least(gateway.ready),
            pending: most(gateway.starting.map((pods, s) => pods + gateway.pending[s]!)),
          },
        }),
    sentPerSec: most(requestsSent(record)),
    failedPerSec: most(requestsFailed(record)),
  };
}
