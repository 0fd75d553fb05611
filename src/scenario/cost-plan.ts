import { PRICE_LISTS } from '../data/price-lists.ts';
import type { NodePlan } from '../kubernetes/workload-plan.ts';
import type { BillPlan, CostPlan, PriceRow, RedisPlan } from './infrastructure-plan.ts';
import { nearest } from './nearest.ts';
import { complain, type Site, type Way } from './site.ts';
import type { CostSection } from './vocabulary/cost.ts';

/** What is paid for beside the fixed items. */
export interface PaidParts {
  readonly nodes?: NodePlan | undefined;
  readonly redis?: RedisPlan | undefined;
  /** Whether a part is written but wrong, so that prices may be for it. */
  readonly incomplete: boolean;
  /** Day of the run, which prices that the user gives are dated by (ISO date). */
  readonly day: string;
}

/** Returns prices and bills in the units of a plan, or undefined after reporting prices that are nowhere given. */
export function costPlan(section: CostSection, parts: PaidParts, site: Site): CostPlan | undefined {
  const prices = new Prices(section, parts.day, site);
  const { nodes, redis } = parts;
  const nodeUsd = nodes === undefined ? 0 : prices.of(nodes.type, ['cluster', 'nodes', 'type']);
  const nodeType = redis?.nodeType;
  const redisUsd = nodeType === undefined ? 0 : prices.of(nodeType, ['redis', 'nodeType']);
  const bills = section.bills.map((bill) => billPlan(bill, prices));
  if (!parts.incomplete) reportIdlePrices(section, prices, site);
  const discounted = spotDiscount(section, nodes, site);
  if (nodeUsd === undefined || redisUsd === undefined || discounted === undefined) return undefined;
  return {
    prices: section.prices,
    nodeUsdPerHour: nodeUsd,
    spotNodeUsdPerHour: nodeUsd * (1 - discounted),
    redisNodes: redis === undefined || nodeType === undefined ? 0 : redis.shards * (1 + redis.replicas),
    redisUsdPerNodeHour: redisUsd,
    fixed: section.fixed.map(({ name, price }) => ({ name, usdPerHour: price })),
    rows: prices.used,
    bills,
  };
}

/** Looks prices up, the user's before the list's, and keeps those that were used. */
class Prices {
  private readonly section: CostSection;
  private readonly day: string;
  private readonly site: Site;
  private readonly found = new Map<string, PriceRow>();

  constructor(section: CostSection, day: string, site: Site) {
    this.section = section;
    this.day = day;
    this.site = site;
  }

  get used(): readonly PriceRow[] {
    return [...this.found.values()];
  }

  /** Returns a price [USD/h], or undefined after reporting at the value that needs it that there is none. */
  of(key: string, way: Way): number | undefined {
    const { overrides, prices } = this.section;
    const given = Object.hasOwn(overrides, key) ? overrides[key] : undefined;
    const list = PRICE_LISTS[prices];
    const row: PriceRow | undefined =
      given === undefined
        ? list.find((each) => each.key === key)
        : { key, usdPerHour: given, source: 'scenario', date: this.day };
    if (row !== undefined) {
      this.found.set(key, row);
      return row.usdPerHour;
    }
    const keys = list.map((each) => each.key);
    const near = nearest(
      key,
      keys.filter((each) => each.split('.')[0] === key.split('.')[0]),
    );
    complain(this.site, way, {
      code: 'missing-price',
      got: key,
      expected: `a price in ${prices} (${keys.join(', ')}) or in cost.overrides`,
      cure: `cost.overrides: { ${key}: $.../h }${near === undefined ? '' : `, or ${near}`}`,
    });
    return undefined;
  }
}

function billPlan({ name, items, claimed }: CostSection['bills'][number], prices: Prices): BillPlan {
  return {
    name,
    items: items.map(({ key, count, hours }, i) => {
      const usdPerHour = prices.of(key, ['cost', 'bills', name, 'items', i, 'key']) ?? 0;
      return { key, count, hoursPerMonth: hours, usdPerHour };
    }),
    ...(claimed === undefined ? {} : { claimedUsdPerMonth: claimed }),
  };
}

/** Reports prices that the user gives for what nobody pays for. */
function reportIdlePrices({ overrides }: CostSection, prices: Prices, site: Site): void {
  const used = prices.used.map(({ key }) => key);
  for (const key of Object.keys(overrides)) {
    if (used.includes(key)) continue;
    const expected =
      used.length === 0 ? 'no price: nothing is priced by key' : `a key that is paid for: ${used.join(', ')}`;
    const cure = nearest(key, used) ?? `remove ${key}`;
    complain(site, ['cost', 'overrides', key], { code: 'no-effect', got: key, expected, cure });
  }
}

/** Returns the discount on spot nodes, 0 without any, or undefined after reporting one that is missing or idle. */
function spotDiscount(section: CostSection, nodes: NodePlan | undefined, site: Site): number | undefined {
  const hasSpot = nodes !== undefined && nodes.spotShare > 0;
  const { spotDiscount: discount } = section;
  if (hasSpot && discount === undefined) {
    complain(site, ['cost', 'spotDiscount'], {
      code: 'missing-price',
      got: 'nothing',
      expected: 'a discount, because some nodes are spot; it changes by the hour, so there is no default',
      cure: 'spotDiscount: 65%',
    });
    return undefined;
  }
  if (!hasSpot && discount !== undefined && nodes !== undefined) {
    complain(site, ['cost', 'spotDiscount'], {
      code: 'no-effect',
      expected: 'spot nodes that it is for: cluster.nodes.spot',
      cure: 'remove spotDiscount',
    });
    return undefined;
  }
  return discount ?? 0;
}
