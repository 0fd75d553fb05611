import type { BillPlan } from '../scenario/infrastructure-plan.ts';
import type { BillFinding, CostFindings } from './infrastructure-findings.ts';
import type { ClusterRun } from './request-load.ts';

const HOUR_MS = 3_600_000;

/**
 * Returns what the machines cost, beside a fleet that does not scale: as many on-demand nodes as were held at once at
 * most, for the whole time for which the cluster was held; Redis and fixed items are the same in both. Absent where
 * the scenario has no prices.
 */
export function describeCost({ cluster, plan }: ClusterRun): CostFindings | undefined {
  const { cost } = cluster;
  const prices = plan.infrastructure?.cost;
  if (cost === undefined || prices === undefined) return undefined;
  const { nodesUsd, spotUsd, redisUsd, fixedUsd, heldMs, peakNodes } = cost;
  const same = redisUsd + fixedUsd;
  const totalUsd = nodesUsd + spotUsd + same;
  const fixedFleetUsd = peakNodes * (heldMs / HOUR_MS) * prices.nodeUsdPerHour + same;
  return {
    totalUsd,
    nodesUsd,
    spotUsd,
    redisUsd,
    fixedUsd,
    onDemandNodeHours: cost.onDemandNodeHours,
    spotNodeHours: cost.spotNodeHours,
    heldMs,
    fixedFleetNodes: peakNodes,
    fixedFleetUsd,
    savingShare: fixedFleetUsd === 0 ? 0 : 1 - totalUsd / fixedFleetUsd,
    prices: prices.rows,
    bills: describeBills(prices.bills),
  };
}

/** Returns each bill worked out at list prices; all but the first beside the first, as claimed and at list prices. */
export function describeBills(bills: readonly BillPlan[]): readonly BillFinding[] {
  const worked = bills.map(workOut);
  const [first] = worked;
  return worked.map((bill, i) =>
    first === undefined || i === 0 ? bill : { ...bill, ...savings(first, bill) },
  );
}

function workOut({ name, items, claimedUsdPerMonth }: BillPlan): BillFinding {
  const lines = items.map((item) => ({
    ...item,
    usdPerMonth: item.count * item.hoursPerMonth * item.usdPerHour,
  }));
  return {
    name,
    items: lines,
    listUsdPerMonth: lines.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0),
    ...(claimedUsdPerMonth === undefined ? {} : { claimedUsdPerMonth }),
  };
}

function savings(
  first: BillFinding,
  bill: BillFinding,
): Pick<BillFinding, 'claimedSavingShare' | 'listSavingShare'> {
  const claimed = bill.claimedUsdPerMonth;
  const claimedFirst = first.claimedUsdPerMonth;
  return {
    ...(claimed === undefined || claimedFirst === undefined || claimedFirst === 0
      ? {}
      : { claimedSavingShare: 1 - claimed / claimedFirst }),
    ...(first.listUsdPerMonth === 0
      ? {}
      : { listSavingShare: 1 - bill.listUsdPerMonth / first.listUsdPerMonth }),
  };
}
