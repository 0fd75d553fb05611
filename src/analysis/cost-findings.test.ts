import { describe, expect, it } from 'vitest';
import { buildClusterRun, levels } from '../testing/cluster-record-builder.ts';
import { buildCost, buildInfrastructure } from '../testing/infrastructure-builder.ts';
import { describeBills, describeCost } from './cost-findings.ts';

const cost = {
  usd: levels(10),
  nodesUsd: 3,
  spotUsd: 1,
  redisUsd: 6,
  fixedUsd: 0.12,
  onDemandNodeHours: 30,
  spotNodeHours: 25,
  heldMs: 7_200_000,
  peakNodes: 40,
};

describe('the cost of a run', () => {
  const found = describeCost(buildClusterRun(10, buildInfrastructure({ cost: buildCost() }), { cost }));

  it('is the sum of its items', () => {
    expect(found?.totalUsd).toBeCloseTo(10.12, 12);
  });

  it('stands beside the most nodes, on demand, for as long as the machines were held', () => {
    // 40 nodes x 2 h x $0.10, Redis and fixed items the same.
    expect(found?.fixedFleetUsd).toBeCloseTo(8 + 6 + 0.12, 12);
    expect(found?.savingShare).toBeCloseTo(1 - 10.12 / 14.12, 12);
  });

  it('keeps the source and date of every price', () => {
    expect(found?.prices).toEqual(buildCost().rows);
  });

  it('saves nothing, and is no NaN, where nothing was held', () => {
    const none = describeCost(buildClusterRun(10, buildInfrastructure({ cost: buildCost() })));
    expect(none).toMatchObject({ totalUsd: 0, fixedFleetUsd: 0, savingShare: 0 });
  });

  it('is absent without prices', () => {
    expect(describeCost(buildClusterRun(10))).toBeUndefined();
  });
});

describe('monthly bills', () => {
  it('are count x hours x list price, and stand beside the first as claimed and at list prices', () => {
    const [before, after] = describeBills(buildCost().bills);
    expect(before?.listUsdPerMonth).toBeCloseTo(730, 9);
    expect(before).not.toHaveProperty('listSavingShare');
    expect(after?.items.map(({ usdPerMonth }) => usdPerMonth)).toEqual([292, 146]);
    expect(after?.listUsdPerMonth).toBeCloseTo(438, 9);
    expect(after?.listSavingShare).toBeCloseTo(1 - 438 / 730, 12);
    expect(after?.claimedSavingShare).toBeCloseTo(1 - 800 / 1_500, 12);
  });

  it('claim nothing where nothing was claimed, and save nothing of nothing', () => {
    const free = { name: 'free', items: [] };
    const [, second] = describeBills([free, { name: 'other', items: [], claimedUsdPerMonth: 5 }]);
    expect(second).not.toHaveProperty('claimedSavingShare');
    expect(second).not.toHaveProperty('listSavingShare');
  });
});
