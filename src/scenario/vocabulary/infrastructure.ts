import { choice } from '../schema/choice.ts';
import { list, namedList } from '../schema/list.ts';
import { object } from '../schema/object.ts';
import { count, duration, flag, name, plainNumber, rate, share, text, word } from '../schema/scalar.ts';
import { optional, required } from '../schema/schema.ts';
import { distributionSchema } from './distribution.ts';

/*
 * Sections of the language whose machinery this version does not have. Their keys are known so that editors complete
 * them and `--set` finds its way; a scenario that holds one is refused by name before its content is looked at.
 */

const cpu = text('a CPU quantity (700m, 2)', '^\\d+(\\.\\d+)?m?$');
const memory = text('a memory quantity (512Mi, 1Gi)', '^\\d+(\\.\\d+)?([KMGT]i?)?$');
const micros = text('a CPU time (900us, 1.2ms)', '^\\d+(\\.\\d+)?(us|ms|s)$');
const opsRate = text('a rate of operations (100k ops/s)', '^\\d+(\\.\\d+)?[kM]? ?(ops/s|/s|rps)$');
const money = text('an amount per time ($0.158/h, $200/month)', '^\\$\\d+(\\.\\d+)?/(h|month)$');
const ratio = plainNumber({ min: 0, max: 1000 });
const file = text('a path');

export const edgeSchema = object({
  cdn: optional(
    object({ absorbs: optional(share(), 'Share of requests answered at the edge.') }),
    'Content delivery network.',
  ),
  waf: optional(
    object({
      ratePerSource: optional(
        text('a count per time (100/5m)', '^\\d+/\\d+(s|m|min|h)$'),
        'Rate rule per source.',
      ),
      botsBlocked: optional(share(), 'Share of bots that bot control stops.'),
      geoBlocked: optional(share(), 'Share stopped by country.'),
    }),
    'Web application firewall.',
  ),
  loadBalancer: optional(
    object({ limit: optional(rate(), 'Requests per second let through.') }),
    'Load balancer.',
  ),
});

export const seatsSchema = object({
  count: required(count(1), 'Seats on sale.'),
  holdFor: optional(duration(1), 'How long a seat stays reserved.'),
  perVisitor: optional(count(1), 'Seats one visitor takes.'),
});

export const redisSchema = object({
  shards: optional(count(1, 1000), 'Primaries.'),
  replicas: optional(count(0, 10), 'Replicas of each.'),
  hashTag: optional(text('a hash tag ({event})'), 'What keeps the keys of one event in one slot.'),
  positionLookup: optional(word(['zrank', 'keys-scan']), 'How a position is found.'),
  capacityPerShard: optional(opsRate, 'Operations a shard serves.'),
  connections: optional(count(1), 'Connections per gateway pod.'),
  cpuPerCommand: optional(micros, 'CPU time of one command.'),
});

const policy = object({
  type: required(word(['Pods', 'Percent']), 'Unit of value.'),
  value: required(count(1), 'Most pods or percent per period.'),
  period: required(duration(1000), 'Period of the policy.'),
});

const scalingRules = object({
  stabilization: optional(duration(), 'Stabilization window.'),
  select: optional(word(['Max', 'Min', 'Disabled']), 'Which policy wins.'),
  policies: optional(list(policy), 'Scaling policies.'),
});

const hpa = object({
  file: optional(file, 'An autoscaling/v2 manifest instead of the keys below.'),
  min: optional(count(0, 10_000), 'Fewest replicas.'),
  max: optional(count(1, 10_000), 'Most replicas.'),
  target: optional(
    object({
      cpu: optional(share(), 'Target CPU utilization.'),
      memory: optional(share(), 'Target memory utilization.'),
    }),
    'Targets in percent of the requests.',
  ),
  up: optional(scalingRules, 'Rules for scaling up.'),
  down: optional(scalingRules, 'Rules for scaling down.'),
});

const resources = object({ cpu: optional(cpu, 'CPU.'), memory: optional(memory, 'Memory.') });

const workload = object({
  name: required(name(), 'Name of the workload.'),
  requests: optional(resources, 'Requested resources.'),
  limits: optional(resources, 'Limits.'),
  cpuPerRequest: optional(
    object({
      join: optional(micros, 'CPU time of a join.'),
      poll: optional(micros, 'CPU time of a status poll.'),
      enter: optional(micros, 'CPU time of an enter.'),
    }),
    'CPU time by kind of request.',
  ),
  startup: optional(distributionSchema, 'From scheduling to ready.'),
  hpa: optional(hpa, 'Horizontal pod autoscaler.'),
});

export const clusterSchema = object({
  workloads: optional(namedList(workload), 'Deployments; merged by name.'),
  nodes: optional(
    object({
      type: optional(text('an instance type'), 'Instance type.'),
      provision: optional(distributionSchema, 'From request to a ready node.'),
      min: optional(count(0), 'Fewest nodes.'),
      max: optional(count(1), 'Most nodes.'),
    }),
    'Nodes the pods run on.',
  ),
});

export const backendSchema = object({
  capacity: optional(rate(), 'Requests per second it serves.'),
  servers: optional(count(1), 'Servers.'),
  serviceTime: optional(distributionSchema, 'Time of one request.'),
});

export const costSchema = object({
  prices: optional(text('the name of a price list'), 'Dated price list.'),
  fixed: optional(money, 'Fixed items.'),
  regret: optional(
    object({ under: optional(ratio, 'Weight of too little.'), over: optional(ratio, 'Weight of too much.') }),
    'Weights of under- and over-provisioning.',
  ),
});

const faultKinds = [
  'pods-lost',
  'redis-latency',
  'shard-failover',
  'backend-slow',
  'clock-skew',
  'node-loss',
  'spot-interruption',
] as const;

export const faultsSchema = list(
  object({
    at: required(duration(), 'Start on the run clock.'),
    for: optional(duration(1), 'Length.'),
    kind: required(word(faultKinds), 'What fails.'),
    where: optional(text('a workload, shard or node'), 'What is hit.'),
    add: optional(duration(), 'Latency added.'),
    share: optional(share(), 'Share hit.'),
  }),
);

export const liveSchema = object({
  target: optional(text('a URL, or embedded'), 'redis://..., http://... or embedded.'),
  event: optional(text('an event id'), 'Event the run belongs to.'),
  connections: optional(choice({ scalars: [count(1)] }), 'Connections held open.'),
  cleanup: optional(flag(), 'Whether keys of the run are removed afterwards.'),
});
