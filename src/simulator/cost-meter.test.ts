import { describe, expect, it } from 'vitest';
import type { CostPlan } from '../scenario/infrastructure-plan.ts';
import { CostMeter } from './cost-meter.ts';

const PLAN: CostPlan = {
  prices: 'test',
  nodeUsdPerHour: 0.1,
  spotNodeUsdPerHour: 0.03,
  redisNodes: 10,
  redisUsdPerNodeHour: 0.2,
  fixed: [{ name: 'load balancer', usdPerHour: 0.5 }],
  rows: [],
  bills: [],
};

describe('CostMeter', () => {
  it('bills node-hours at their price, and the rest for as long as the cluster is held', () => {
    const meter = new CostMeter(PLAN, -1_800_000, 1_800);
    meter.hold({ onDemand: 4, spot: 2 }, 0);
    meter.hold({ onDemand: 8, spot: 0 }, 1_800_000);
    const cost = meter.record(1_800);
    expect(cost.onDemandNodeHours).toBeCloseTo(2 + 4, 12);
    expect(cost.spotNodeHours).toBeCloseTo(1, 12);
    expect(cost.nodesUsd).toBeCloseTo(0.6, 12);
    expect(cost.spotUsd).toBeCloseTo(0.03, 12);
    expect(cost.redisUsd).toBeCloseTo(2, 12);
    expect(cost.fixedUsd).toBeCloseTo(0.5, 12);
    expect(cost.heldMs).toBe(3_600_000);
    expect(cost.peakNodes).toBe(8);
  });

  it('writes what has been spent by the end of each second', () => {
    const meter = new CostMeter(PLAN, 0, 2);
    meter.hold({ onDemand: 36, spot: 0 }, 1_000);
    meter.closeSecond(0);
    meter.hold({ onDemand: 36, spot: 0 }, 2_000);
    meter.closeSecond(1);
    const { usd } = meter.record(2);
    expect(usd[0]).toBeCloseTo((3.6 + 2 + 0.5) / 3600, 12);
    expect(usd[1]).toBeCloseTo(2 * usd[0]!, 12);
  });
});
