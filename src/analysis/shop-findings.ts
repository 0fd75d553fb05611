import { highest, mean, total, weightedMean } from './column-figures.ts';
import type { BackendFindings, NodeFindings, SeatFindings } from './infrastructure-findings.ts';
import type { ClusterRun } from './request-load.ts';

/** Returns how the shop behind the waiting room fared; absent where the scenario has no backend. */
export function describeBackend({ cluster }: ClusterRun): BackendFindings | undefined {
  const { backend } = cluster;
  if (backend === undefined) return undefined;
  const requests = cluster.layers.backend?.in;
  const p95Ms = requests === undefined ? undefined : weightedMean(backend.p95Ms, requests);
  return {
    utilizationMean: mean(backend.utilization) ?? 0,
    utilizationMax: highest(backend.utilization),
    refused: total(backend.refused),
    timedOut: total(backend.timedOut),
    ...(p95Ms === undefined ? {} : { p95Ms }),
    p95MaxMs: highest(backend.p95Ms),
  };
}

/** Returns what became of the seats; absent where the scenario counts none. */
export function describeSeats({ cluster, plan }: ClusterRun): SeatFindings | undefined {
  const { seats } = cluster;
  const count = plan.infrastructure?.seats?.count;
  if (seats === undefined || count === undefined) return undefined;
  return {
    count,
    sold: seats.sold.at(-1) ?? 0,
    heldPeak: highest(seats.held),
    ...(seats.soldOutMs === undefined ? {} : { soldOutMs: seats.soldOutMs }),
    returned: seats.returned,
    turnedAway: seats.turnedAway,
  };
}

/** Returns how many nodes were paid for, and how full they were; absent where the scenario has no cluster. */
export function describeNodes({ cluster }: ClusterRun): NodeFindings | undefined {
  const { nodes } = cluster;
  if (nodes === undefined) return undefined;
  return {
    atStart: nodes.held[0] ?? 0,
    peak: highest(nodes.held),
    mean: mean(nodes.held) ?? 0,
    spotMean: mean(nodes.spot) ?? 0,
    packedMean: mean(nodes.packed) ?? 0,
  };
}
