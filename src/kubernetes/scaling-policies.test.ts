import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queuePass, queueSpec } from '../testing/hpa-builder.ts';
import { HpaController } from './hpa-controller.ts';
import { scaleDownRules, scaleUpRules } from './hpa-defaults.ts';
import { HpaMemory } from './hpa-memory.ts';
import type { ScalingPolicy, ScalingRules } from './hpa-spec.ts';
import { scaleDownLimit, scaleUpLimit } from './scaling-policies.ts';

const policy: fc.Arbitrary<ScalingPolicy> = fc.record({
  type: fc.constantFrom('Pods' as const, 'Percent' as const),
  value: fc.integer({ min: 1, max: 120 }),
  periodSec: fc.constantFrom(10, 15, 60, 200),
});
const rules: fc.Arbitrary<ScalingRules> = fc.record({
  selectPolicy: fc.constantFrom('Max' as const, 'Min' as const, 'Disabled' as const),
  policies: fc.array(policy, { minLength: 1, maxLength: 3 }),
  stabilizationWindowSec: fc.constantFrom(0, 30, 120),
});
const demand = fc.array(
  fc.record({ gapSec: fc.constantFrom(1, 7, 15, 40), wanted: fc.integer({ min: 0, max: 400 }) }),
  { minLength: 1, maxLength: 50 },
);

interface Count {
  readonly atSec: number;
  readonly replicas: number;
}

/** What the policies of a direction allow, from the replicas that there really were when each period began. */
function budget(
  history: readonly Count[],
  { selectPolicy, policies }: ScalingRules,
  nowSec: number,
  up: boolean,
): number {
  const current = history.at(-1)!.replicas;
  if (selectPolicy === 'Disabled') return current;
  const limits = (policies ?? []).map(({ type, value, periodSec }) => {
    const start = history.findLast(({ atSec }) => atSec <= nowSec - periodSec) ?? history[0]!;
    if (type === 'Pods') return start.replicas + (up ? value : -value);
    return up
      ? Math.ceil(start.replicas * (1 + value / 100))
      : Math.trunc(start.replicas * (1 - value / 100));
  });
  const most = up === (selectPolicy === 'Max');
  return most ? Math.max(...limits) : Math.min(...limits);
}

describe('policies over a run', () => {
  it('never exceed a budget over a sliding period, and the result stays between minimum and maximum', () => {
    fc.assert(
      fc.property(demand, rules, rules, (list, scaleUp, scaleDown) => {
        const bounds = { minReplicas: 3, maxReplicas: 300 };
        const controller = new HpaController(queueSpec({ scaleUp, scaleDown }, bounds));
        const history: Count[] = [{ atSec: 0, replicas: 20 }];
        let nowSec = 0;
        for (const { gapSec, wanted } of list) {
          nowSec += gapSec;
          const { replicas } = history.at(-1)!;
          const { desiredReplicas } = controller.sync(queuePass(nowSec * 1000, replicas, wanted));
          expect(desiredReplicas).toBeGreaterThanOrEqual(3);
          expect(desiredReplicas).toBeLessThanOrEqual(300);
          if (desiredReplicas > replicas) {
            expect(desiredReplicas).toBeLessThanOrEqual(budget(history, scaleUp, nowSec, true));
          }
          if (desiredReplicas < replicas) {
            expect(desiredReplicas).toBeGreaterThanOrEqual(budget(history, scaleDown, nowSec, false));
          }
          history.push({ atSec: nowSec, replicas: desiredReplicas });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('double and double again by default: 20, 40, 80, 100 in three passes', () => {
    const controller = new HpaController(queueSpec({}));
    const counts = [20];
    for (let pass = 0; pass < 3; pass++) {
      counts.push(controller.sync(queuePass(pass * 15_000, counts.at(-1)!, 100)).desiredReplicas);
    }
    expect(counts).toEqual([20, 40, 80, 100]);
  });

  it('give ten pods a sliding minute their ten', () => {
    const scaleUp = { policies: [{ type: 'Pods' as const, value: 10, periodSec: 60 }] };
    const controller = new HpaController(queueSpec({ scaleUp }));
    const counts = [10];
    for (let pass = 0; pass < 9; pass++) {
      counts.push(controller.sync(queuePass(pass * 15_000, counts.at(-1)!, 500)).desiredReplicas);
    }
    expect(counts).toEqual([10, 20, 20, 20, 20, 30, 30, 30, 30, 40]);
  });
});

describe('one limit', () => {
  const none = new HpaMemory();
  const limits = (list: readonly ScalingPolicy[], current: number) => {
    const up = scaleUpLimit(current, scaleUpRules({ policies: list }), none, 0);
    const down = scaleDownLimit(current, scaleDownRules({ policies: list }), none, 0);
    return [up.replicas, down.replicas];
  };

  it('rounds growth up and shrinking to one more pod gone', () => {
    expect(limits([{ type: 'Percent', value: 1, periodSec: 15 }], 3)).toEqual([4, 2]);
    expect(limits([{ type: 'Percent', value: 10, periodSec: 15 }], 7)).toEqual([8, 6]);
  });

  it('names the policy that decides', () => {
    const pods = { type: 'Pods', value: 4, periodSec: 15 } as const;
    const percent = { type: 'Percent', value: 100, periodSec: 15 } as const;
    const decider = (current: number) =>
      scaleUpLimit(current, scaleUpRules({ policies: [pods, percent] }), none, 0).policy;
    expect([decider(1), decider(10)]).toEqual([pods, percent]);
  });

  it('counts removals back in: a shrink buys room to grow, and the other way round', () => {
    const shrunk = new HpaMemory({ scaleDowns: [{ replicaChange: 6, atMs: 0, outdated: false }] });
    const list = [{ type: 'Pods' as const, value: 4, periodSec: 60 }];
    expect(scaleUpLimit(10, scaleUpRules({ policies: list }), shrunk, 30_000).replicas).toBe(20);
    const grown = new HpaMemory({ scaleUps: [{ replicaChange: 6, atMs: 0, outdated: false }] });
    expect(scaleDownLimit(10, scaleDownRules({ policies: list }), grown, 30_000).replicas).toBe(0);
  });
});
