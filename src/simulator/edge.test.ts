import { describe, expect, it } from 'vitest';
import { substream } from '../random/rng.ts';
import type { EdgePlan } from '../scenario/infrastructure-plan.ts';
import type { VisitorClass } from '../traffic/visitor-class.ts';
import { Edge } from './edge.ts';

const VISITORS = 20_000;
const PERSON: VisitorClass = {
  name: 'fan',
  share: 0.5,
  tabs: 1,
  oneTicket: true,
  poll: { kind: 'uniform', fromMs: 5000, toMs: 5000 },
  politeShare: 0,
  retry: { everyMs: 1000, times: 3 },
  anonymousShare: 0,
};
const BOT: VisitorClass = { ...PERSON, name: 'bot', bot: true };

const edgeOf = (plan: Partial<EdgePlan>) =>
  new Edge({ cdnAbsorbs: 0, botsBlocked: 0, geoBlocked: 0, ...plan }, [PERSON, BOT], VISITORS, 7);

const stoppedOf = (edge: Edge, classIndex: number) => {
  let stopped = 0;
  for (let visitor = 0; visitor < VISITORS; visitor++) if (edge.stops(visitor, classIndex)) stopped++;
  return stopped;
};

/** Four standard deviations of a binomial count. */
const spread = (share: number) => 4 * Math.sqrt(VISITORS * share * (1 - share));

describe('Edge', () => {
  it('stops its share of bots and no person', () => {
    const edge = edgeOf({ botsBlocked: 0.9 });
    expect(stoppedOf(edge, 0)).toBe(0);
    const bots = stoppedOf(edge, 1);
    expect(Math.abs(bots - 0.9 * VISITORS)).toBeLessThan(spread(0.9));
    expect(edge.stopped).toEqual({ bots, geo: 0 });
  });

  it('stops its share of everybody by country', () => {
    const edge = edgeOf({ geoBlocked: 0.1 });
    expect(Math.abs(stoppedOf(edge, 0) - 0.1 * VISITORS)).toBeLessThan(spread(0.1));
    expect(edge.stopped.bots).toBe(0);
  });

  it('counts one blocked request for each visitor it stops', () => {
    const edge = edgeOf({ geoBlocked: 0.1 });
    const stopped = stoppedOf(edge, 0);
    expect(edge.take()).toEqual({ came: stopped, cached: 0, blocked: stopped, shed: 0 });
  });

  it.each([
    { came: 50, shedShare: 0 },
    { came: 100, shedShare: 0 },
    { came: 200, shedShare: 1 - 90 / 200 },
    { came: 1_000, shedShare: 1 - 10 / 1_000 },
  ])(
    'sheds $shedShare after a tick with $came requests of 100 allowed, a tenth of the excess held back',
    ({ came, shedShare }) => {
      const edge = edgeOf({ loadBalancerPerSec: 1000 });
      edge.came += came;
      edge.tick();
      expect(edge.shedShare).toBeCloseTo(shedShare, 12);
      edge.tick();
      expect(edge.shedShare).toBe(0);
    },
  );

  it.each([
    { offered: 80, passes: 80 },
    { offered: 95, passes: 95 },
    { offered: 200, passes: 100 },
  ])('passes $passes of $offered requests/s that come at random, of 100 allowed', ({ offered, passes }) => {
    const edge = edgeOf({ loadBalancerPerSec: 100 });
    const rng = substream(1, 0, 'arrivals');
    const gap = () => -Math.log1p(-rng.uniform());
    const seconds = 2_000;
    for (let tick = 0, nextTick = gap() * (10 / offered); tick < 10 * seconds; tick++) {
      // Requests of a Poisson process, each shed by its own luck.
      for (; nextTick < tick + 1; nextTick += gap() * (10 / offered)) {
        edge.came++;
        if (rng.uniform() < edge.shedShare) edge.shed++;
      }
      edge.tick();
    }
    const { came, shed } = edge.take();
    expect((came - shed) / seconds / passes).toBeGreaterThan(0.96);
    expect((came - shed) / seconds / passes).toBeLessThan(1.04);
  });

  it('does not count what CDN and WAF kept against the limit of the load balancer', () => {
    const edge = edgeOf({ loadBalancerPerSec: 1000 });
    edge.came += 200;
    edge.cached += 60;
    edge.blocked += 40;
    edge.tick();
    expect(edge.shedShare).toBe(0);
  });
});
