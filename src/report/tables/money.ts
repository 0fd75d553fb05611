import type { CostFindings, InfrastructureFindings } from '../../analysis/infrastructure-findings.ts';
import type { Cell, DataTable } from './table.ts';

/** Returns what was spent, the prices it was worked out with, and monthly bills; none without prices. */
export function costTable({ cost }: InfrastructureFindings): readonly DataTable[] {
  if (cost === undefined) return [];
  return [
    {
      name: 'cost',
      header: ['kind', 'name', 'item', 'quantity', 'unit', 'usdPerHour', 'usd', 'source', 'date'],
      rows: [...spentRows(cost), ...priceRows(cost), ...billRows(cost)],
    },
  ];
}

function spentRows(cost: CostFindings): readonly (readonly Cell[])[] {
  const heldHours = cost.heldMs / 3_600_000;
  const spent = (item: string, quantity: number, unit: string, usd: number): readonly Cell[] => [
    ...['spent', 'run', item, quantity, unit, undefined, usd, undefined, undefined],
  ];
  return [
    spent('nodes-on-demand', cost.onDemandNodeHours, 'nodeHours', cost.nodesUsd),
    spent('nodes-spot', cost.spotNodeHours, 'nodeHours', cost.spotUsd),
    spent('redis', heldHours, 'hours', cost.redisUsd),
    spent('fixed', heldHours, 'hours', cost.fixedUsd),
    spent('total', heldHours, 'hours', cost.totalUsd),
    spent('total-on-a-fixed-fleet', cost.fixedFleetNodes, 'nodes', cost.fixedFleetUsd),
  ];
}

function priceRows({ prices }: CostFindings): readonly (readonly Cell[])[] {
  return prices.map(({ key, usdPerHour, source, date }) => [
    ...['price', 'list', key, undefined, undefined, usdPerHour, undefined, source, date],
  ]);
}

function billRows({ bills }: CostFindings): readonly (readonly Cell[])[] {
  return bills.flatMap((bill) => [
    ...bill.items.map((item) => [
      ...['bill', bill.name, item.key, item.count * item.hoursPerMonth, 'hoursPerMonth', item.usdPerHour],
      ...[item.usdPerMonth, undefined, undefined],
    ]),
    ['bill', bill.name, 'total', undefined, undefined, undefined, bill.listUsdPerMonth, undefined, undefined],
    ...(bill.claimedUsdPerMonth === undefined
      ? []
      : [
          [
            ...['bill', bill.name, 'claimed', undefined, undefined, undefined, bill.claimedUsdPerMonth],
            ...[undefined, undefined],
          ],
        ]),
  ]);
}
