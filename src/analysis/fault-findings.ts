import { total } from './column-figures.ts';
import type { FaultFinding } from './infrastructure-findings.ts';
import { type ClusterRun, requestsFailed, requestsSent } from './request-load.ts';

/** How long before and after a fault its failures are counted. */
const AROUND_SEC = 60;

/** Returns each fault with the requests that failed in the minute before it and until a minute after its end. */
export function describeFaults(run: ClusterRun): readonly FaultFinding[] {
  const sent = requestsSent(run);
  const failed = requestsFailed(run);
  const share = (from: number, to: number) => {
    const all = total(sent, from, to);
    return all === 0 ? 0 : total(failed, from, to) / all;
  };
  return run.cluster.faults.map(({ kind, atMs, untilMs, text }) => {
    const at = Math.min(sent.length, Math.max(0, Math.floor(atMs / 1_000)));
    const to = Math.min(sent.length, Math.ceil(untilMs / 1_000) + AROUND_SEC);
    return {
      kind,
      atMs,
      untilMs,
      text,
      failedShareBefore: share(Math.max(0, at - AROUND_SEC), at),
      failedShareAfter: share(at, to),
      failedAfter: total(failed, at, to),
    };
  });
}
