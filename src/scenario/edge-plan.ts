import type { EdgePlan } from './infrastructure-plan.ts';
import type { EdgeSection } from './vocabulary/edge.ts';

/** Returns the layers in front of the gateway in the units of a plan. */
export function edgePlan({ cdn, waf, loadBalancer }: EdgeSection): EdgePlan {
  const rule = waf?.ratePerSource;
  return {
    cdnAbsorbs: cdn?.absorbs ?? 0,
    ...(rule === undefined ? {} : { ratePerSource: { requests: rule.count, windowMs: rule.windowMs } }),
    botsBlocked: waf?.botsBlocked ?? 0,
    geoBlocked: waf?.geoBlocked ?? 0,
    ...(loadBalancer === undefined ? {} : { loadBalancerPerSec: loadBalancer.limit }),
  };
}
