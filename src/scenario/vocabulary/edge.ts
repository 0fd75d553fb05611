import { quota } from '../schema/amount.ts';
import { checked } from '../schema/choice.ts';
import { object } from '../schema/object.ts';
import { rate, share } from '../schema/scalar.ts';
import { type ObjectOf, optional, required, withDefault } from '../schema/schema.ts';

const cdn = {
  absorbs: required(share({ zeroAllowed: false }), 'Share of status polls that it answers from its cache.'),
};

const waf = {
  ratePerSource: optional(quota(), 'Requests of one source in a sliding window; above it: 403.'),
  botsBlocked: withDefault(
    share(),
    '0%',
    'Share of visitors of bot classes whom bot control stops at their first request.',
  ),
  geoBlocked: withDefault(share(), '0%', 'Share of all visitors who are stopped by country.'),
};

const wafSchema = checked(object(waf), ({ ratePerSource, botsBlocked, geoBlocked }) =>
  ratePerSource === undefined && botsBlocked === 0 && geoBlocked === 0
    ? { code: 'missing-key', expected: 'a rule: ratePerSource, botsBlocked or geoBlocked above 0%' }
    : undefined,
);

const loadBalancer = { limit: required(rate(), 'Requests per second let through; above it: 503.') };

const edge = {
  cdn: optional(object(cdn), 'Content delivery network.'),
  waf: optional(wafSchema, 'Web application firewall.'),
  loadBalancer: optional(object(loadBalancer), 'Load balancer.'),
};

/** Layers in front of the gateway. */
export const edgeSchema = object(edge);

export type EdgeSection = ObjectOf<typeof edge>;
