import type { BillFinding, CostFindings } from '../../analysis/infrastructure-findings.ts';
import { formatCount } from '../../units/count.ts';
import { formatMoney } from '../../units/money.ts';
import type { Block } from '../document.ts';
import { ABSENT, shortDuration, signedShare } from '../figures.ts';
import type { Report } from '../report.ts';

/** Returns what the machines cost by item, beside a fleet that does not scale, the prices used, and monthly bills. */
export function composeCost(report: Report): readonly Block[] {
  const { cost } = report.findings;
  if (cost === undefined) return [];
  return [...spent(cost, report), ...fleet(cost), ...prices(cost), ...bills(cost)];
}

function spent(cost: CostFindings, { plan }: Report): readonly Block[] {
  const rules = plan.infrastructure?.cost;
  const nodes = plan.infrastructure?.cluster?.nodes.type ?? 'nodes';
  const hours = (value: number) => `${value.toFixed(1)} node hours`;
  const rows = [
    [`${nodes}, on demand`, hours(cost.onDemandNodeHours), cost.nodesUsd],
    [`${nodes}, spot`, hours(cost.spotNodeHours), cost.spotUsd],
    ['Redis', `${formatCount(rules?.redisNodes ?? 0)} nodes`, cost.redisUsd],
    [rules?.fixed.map(({ name }) => name).join(', ') ?? '', '', cost.fixedUsd],
    ['total', '', cost.totalUsd],
  ] as const;
  return [
    {
      kind: 'heading',
      text: 'Cost',
      aside: `machines held for ${shortDuration(cost.heldMs)}; price list ${rules?.prices ?? ABSENT}`,
    },
    {
      kind: 'table',
      columns: [
        { header: 'item', align: 'left' },
        { header: 'held', align: 'right' },
        { header: 'spent', align: 'right' },
      ],
      rows: rows
        .filter(([name, , usd]) => usd > 0 || name === 'total')
        .map(([name, held, usd]) => [name, held, formatMoney(usd)]),
    },
  ];
}

function fleet(cost: CostFindings): readonly Block[] {
  if (cost.fixedFleetNodes === 0) return [];
  const share = signedShare(Math.abs(cost.savingShare)).replace('+', '');
  const scaling = cost.savingShare >= 0 ? `saves ${share}` : `costs ${share} more`;
  return [
    {
      kind: 'sentence',
      text:
        `The same traffic on a fixed fleet of ${formatCount(cost.fixedFleetNodes)} nodes, the most held at once: ` +
        `${formatMoney(cost.fixedFleetUsd)}. Scaling ${scaling}.`,
      code: 'cost',
    },
  ];
}

function prices({ prices: rows }: CostFindings): readonly Block[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      columns: [
        { header: 'price of', align: 'left' },
        { header: 'per hour', align: 'right' },
        { header: 'read', align: 'left' },
        { header: 'source', align: 'left' },
      ],
      rows: rows.map(({ key, usdPerHour, source, date }) => [key, hourly(usdPerHour), date, source]),
    },
  ];
}

function bills({ bills: all }: CostFindings): readonly Block[] {
  if (all.length === 0) return [];
  return [
    { kind: 'heading', text: 'Monthly bills', aside: 'what was claimed beside the list prices' },
    {
      kind: 'table',
      columns: [
        { header: 'bill', align: 'left' },
        { header: 'items', align: 'left' },
        { header: 'at list prices', align: 'right' },
        { header: 'claimed', align: 'right' },
      ],
      rows: all.flatMap(billRows),
    },
    ...all.flatMap((bill) => saving(bill, all[0]?.name ?? '')),
  ];
}

function billRows(bill: BillFinding): readonly (readonly string[])[] {
  const lines = bill.items.map((item, i) => [
    i === 0 ? bill.name : '',
    `${formatCount(item.count)} x ${item.key} x ${formatCount(item.hoursPerMonth)} h x ${hourly(item.usdPerHour)}`,
    formatMoney(item.usdPerMonth),
    '',
  ]);
  const claimed = bill.claimedUsdPerMonth === undefined ? ABSENT : formatMoney(bill.claimedUsdPerMonth);
  return [...lines, ['', 'total', formatMoney(bill.listUsdPerMonth), claimed]];
}

function saving(bill: BillFinding, first: string): readonly Block[] {
  const { claimedSavingShare: claimed, listSavingShare: list } = bill;
  if (list === undefined) return [];
  const beside = claimed === undefined ? '' : `; claimed ${signedShare(-claimed)}`;
  return [
    {
      kind: 'sentence',
      text: `${bill.name} against ${first}: ${signedShare(-list)} at list prices${beside}.`,
      code: 'cost',
    },
  ];
}

/** Returns a price as lists print it, with at least three decimals and at most five. */
function hourly(usdPerHour: number): string {
  return `$${usdPerHour.toFixed(5).replace(/0{1,2}$/, '')}`;
}
