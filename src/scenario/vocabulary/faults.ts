import { FAULT_KINDS } from '../infrastructure-plan.ts';
import { anyText } from '../schema/amount.ts';
import { list } from '../schema/list.ts';
import { object } from '../schema/object.ts';
import { duration, plainNumber, share, word } from '../schema/scalar.ts';
import { type ObjectOf, optional, required } from '../schema/schema.ts';

const fault = {
  at: required(duration(), 'Start on the run clock.'),
  for: optional(duration(1), 'Length; pods-lost, node-loss and spot-interruption happen at once.'),
  kind: required(word(FAULT_KINDS), 'What fails.'),
  where: optional(
    anyText('the name of a workload, or the number of a shard from 0', ['gateway', 0]),
    'pods-lost: a workload; default: the gateway. redis-latency, shard-failover: a shard; default: all of them for latency, the one of the event for a failover.',
  ),
  add: optional(
    duration(1),
    'redis-latency: added to each reply. clock-skew: added to the clocks that are hit.',
  ),
  share: optional(
    share({ zeroAllowed: false }),
    'Share hit by pods-lost, node-loss, spot-interruption and clock-skew; default: 100%.',
  ),
  factor: optional(
    plainNumber({ min: 1, max: 1000, exclusive: true }),
    'backend-slow: service times are multiplied by this.',
  ),
};

/** What breaks, when and where. */
export const faultsSchema = list(object(fault), { maxItems: 100 });

export type FaultSection = ObjectOf<typeof fault>;
