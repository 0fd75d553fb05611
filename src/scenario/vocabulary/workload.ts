import { cpu, memory, memoryPerRequest, shortTime } from '../schema/amount.ts';
import { choice } from '../schema/choice.ts';
import { object } from '../schema/object.ts';
import { count, duration, flag, name, rate, word } from '../schema/scalar.ts';
import { defaultIfChosen, type ObjectOf, optional, required, withDefault } from '../schema/schema.ts';
import { distributionFields, distributionGroup, distributionSchema } from './distribution.ts';
import { hpaSchema, kedaSchema, MAX_REPLICAS, replicasScheduleSchema } from './scaling.ts';

const requests = { cpu: required(cpu(), 'CPU.'), memory: required(memory(), 'Memory.') };
const limits = {
  cpu: optional(cpu(), 'CPU; default: as requested.'),
  memory: optional(memory(), 'Memory; default: as requested.'),
};

/** What a gateway pod of the reference is taken to spend: below 15 % of a core at 1,000 status polls a second. */
export const GATEWAY_MICROS = { join: 900, poll: 260, enter: 1200, leave: 300 } as const;

const perRequest = {
  join: withDefault(shortTime(), '900us', 'CPU time of a join.'),
  poll: withDefault(shortTime(), '260us', 'CPU time of a status poll.'),
  enter: withDefault(shortTime(), '1200us', 'CPU time of an enter.'),
  leave: withDefault(shortTime(), '300us', 'CPU time of a leave.'),
};

const orNone = choice({ scalars: [word(['none'])], map: distributionSchema });

const startup = {
  ...distributionFields,
  boot: optional(distributionSchema, 'Container start to the first moment at which it would answer a probe.'),
  schedule: defaultIfChosen(orNone, { fixed: '500ms' }, 'Creation to bound on a node with room.'),
  pull: defaultIfChosen(
    orNone,
    { fixed: '2s' },
    'Image pull on a node that has not got it; none: cached everywhere.',
  ),
};

const startupSchema = object(startup, {
  groups: [{ ...distributionGroup, ways: [...distributionGroup.ways, ['boot', 'schedule', 'pull']] }],
});

const readiness = {
  initialDelay: withDefault(duration(), '0s', 'Container start to the first probe.'),
  period: withDefault(duration(1000), '10s', 'Time between two probes.'),
  timeout: withDefault(
    duration(1),
    '10s',
    'An answer that takes longer is a failure; the reference ran 3 s, then 10 s.',
  ),
  failures: withDefault(count(1, 1000), 3, 'Failures in a row that make a ready pod unready.'),
  asksRedis: optional(
    flag(),
    'Whether it asks Redis; default: a gateway does where there is a redis section.',
  ),
};

const startupProbe = {
  initialDelay: withDefault(duration(), '0s', 'Container start to the first probe.'),
  period: withDefault(duration(1000), '10s', 'Time between two probes.'),
};

const probes = {
  readiness: withDefault(object(readiness), {}, 'Probe that lets requests in and shuts them out.'),
  startup: optional(object(startupProbe), 'Probe that must succeed before readiness is asked.'),
};

const podMemory = {
  base: optional(memory(), 'Working set of a pod that serves nobody; default: half of what it requests.'),
  perRequest: withDefault(memoryPerRequest(), '64Ki', 'Working set for each request per second.'),
  returned: withDefault(
    flag(),
    false,
    'true: it falls with the load. false: what was taken once is kept, as many runtimes do.',
  ),
};

const workload = {
  name: required(name(), 'Name of the workload, used in reports and paths.'),
  role: optional(
    word(['gateway', 'worker']),
    'gateway: serves the visitors. worker: takes a message from a queue for each admission. Default: the first workload is the gateway.',
  ),
  requests: required(object(requests), 'What a pod is promised; autoscalers measure against it.'),
  limits: withDefault(object(limits), {}, 'What a pod may use at most.'),
  cpuPerRequest: optional(object(perRequest), 'gateway: CPU time by kind of request.'),
  queueLimit: optional(
    count(0),
    'gateway: requests that wait in a pod, further ones get 503; default: 1,000.',
  ),
  timeout: optional(duration(1), 'gateway: a request that takes longer gets 504; default: 15s.'),
  messageRate: optional(rate(), 'worker: messages that one pod takes per second; default: 10/s.'),
  cpuPerMessage: optional(shortTime(), 'worker: CPU time of a message; default: 5ms.'),
  idleCpu: withDefault(cpu(), '10m', 'CPU of a pod that does nothing.'),
  startup: withDefault(
    startupSchema,
    { boot: { lognormal: { p50: '3s', p90: '6s' } } },
    'How a new pod starts: in stages, or one distribution for all of it.',
  ),
  probes: withDefault(object(probes), {}, 'How the cluster asks whether a pod works.'),
  memory: withDefault(object(podMemory), {}, 'Working set of a pod.'),
  drain: withDefault(duration(), '5s', 'From the decision to remove a pod until it is gone.'),
  hpa: optional(hpaSchema, 'Horizontal pod autoscaler.'),
  keda: optional(kedaSchema, 'KEDA ScaledObject.'),
  replicas: defaultIfChosen(count(0, MAX_REPLICAS), 3, 'A fixed number of pods.'),
  schedule: withDefault(replicasScheduleSchema, [], 'Replicas by the clock.'),
};

/** A Deployment and what scales it. */
export const workloadSchema = object(workload, {
  groups: [{ need: 'optional', ways: [['hpa'], ['keda'], ['replicas']] }],
});

export type WorkloadSection = ObjectOf<typeof workload>;
