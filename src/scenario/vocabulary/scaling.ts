import { wholePercent } from '../schema/amount.ts';
import { checked } from '../schema/choice.ts';
import { dictionary } from '../schema/dictionary.ts';
import { list } from '../schema/list.ts';
import { object } from '../schema/object.ts';
import { count, duration, plainNumber, share, text, word } from '../schema/scalar.ts';
import { defaultIfChosen, type ObjectOf, optional, required, withDefault } from '../schema/schema.ts';

/** Most replicas of a workload. */
export const MAX_REPLICAS = 5000;

/** A time of whole seconds: the autoscaling API knows no shorter ones. */
function wholeSeconds(minSec: number, maxSec: number) {
  const expected = `whole seconds from ${minSec}s to ${maxSec}s`;
  return checked(duration(), (ms) =>
    ms % 1000 === 0 && ms >= minSec * 1000 && ms <= maxSec * 1000
      ? undefined
      : {
          code: 'out-of-range',
          expected,
          cure: `${Math.min(maxSec, Math.max(minSec, Math.round(ms / 1000)))}s`,
        },
  );
}

const policy = {
  type: required(word(['Pods', 'Percent']), 'What value counts.'),
  value: required(count(1, 100_000), 'Most pods, or percent of the pods, in a period.'),
  period: required(wholeSeconds(1, 1800), 'Period of the policy, 1s to 1800s.'),
};

const rules = {
  stabilization: optional(
    wholeSeconds(0, 3600),
    'The least (up) or most (down) that was wanted in this time counts; default: 0s up, 300s down.',
  ),
  select: optional(
    word(['Max', 'Min', 'Disabled']),
    'Which policy counts; default: Max, the largest change.',
  ),
  policies: optional(
    list(object(policy), { minItems: 1, maxItems: 20 }),
    'Most change in a period; default: up 4 pods or 100% in 15s, down 100% in 15s.',
  ),
  tolerance: optional(share(), 'How far usage may be from the target without a change; default: 10%.'),
};

const rulesSchema = object(rules);

export type RulesSection = ObjectOf<typeof rules>;

const target = {
  cpu: optional(wholePercent(), 'CPU used over CPU requested.'),
  memory: optional(wholePercent(), 'Memory used over memory requested.'),
};

const targetSchema = checked(object(target), ({ cpu, memory }) =>
  cpu === undefined && memory === undefined
    ? { code: 'missing-key', expected: 'a target for cpu, memory or both' }
    : undefined,
);

/** How the controller and the metrics server behind any autoscaler work; the same for hpa and keda. */
const controller = {
  syncPeriod: withDefault(
    duration(1000),
    '15s',
    'Time between two decisions; 15 s in an unconfigured controller manager.',
  ),
  restarts: withDefault(
    list(duration(), { maxItems: 100 }),
    [],
    'Run instants at which the controller restarts and forgets what it recommended.',
  ),
  kubeletRefresh: withDefault(
    duration(),
    '10s',
    "Age that a container's figures may have when they are scraped.",
  ),
  scrape: withDefault(duration(1000), '15s', 'Interval at which the metrics server reads the nodes.'),
  sources: withDefault(
    dictionary(text('a load of the simulation', '\\S'), 'a section of loads by metric name', {
      type: 'string',
    }),
    {},
    'What a metric of the manifest stands for: waiting-room.depth, gateway.requestsPerSec, or WORKER.backlog.',
  ),
};

const file = optional(
  text('the path of a manifest'),
  'A manifest beside this file, instead of the short form.',
);

const hpa = {
  file,
  max: optional(count(1, MAX_REPLICAS), 'Most replicas.'),
  min: defaultIfChosen(count(1, MAX_REPLICAS), 1, 'Fewest replicas.'),
  target: defaultIfChosen(
    targetSchema,
    { cpu: '80%' },
    'What usage is held to; 80% CPU where nothing is said.',
  ),
  up: optional(rulesSchema, 'Rules for growth.'),
  down: optional(rulesSchema, 'Rules for shrinking.'),
  ...controller,
};

/** A HorizontalPodAutoscaler: a manifest (autoscaling/v2) or the short form. */
export const hpaSchema = checked(
  object(hpa, { groups: [{ need: 'one', ways: [['file'], ['max', 'min', 'target', 'up', 'down']] }] }),
  ({ min, max }) => belowMax(min, max),
);

export type HpaSection = ObjectOf<typeof hpa>;

const trigger = {
  metric: required(
    text('a load of the simulation'),
    'waiting-room.depth, gateway.requestsPerSec, or WORKER.backlog.',
  ),
  threshold: required(
    plainNumber({ min: 0, max: 1e9, exclusive: true }),
    'How much of it one replica is for.',
  ),
  activation: withDefault(
    plainNumber({ min: 0, max: 1e9 }),
    0,
    'The workload is woken from zero above this.',
  ),
};

const fallback = {
  failureThreshold: required(count(1, 1000), 'Failures in a row after which it counts.'),
  replicas: required(count(0, MAX_REPLICAS), 'Replicas that are then asked for.'),
};

const keda = {
  file,
  triggers: optional(list(object(trigger), { minItems: 1, maxItems: 20 }), 'Loads that it scales on.'),
  min: defaultIfChosen(count(0, MAX_REPLICAS), 0, 'Fewest replicas.'),
  max: defaultIfChosen(count(1, MAX_REPLICAS), 100, 'Most replicas.'),
  idle: optional(count(0, 0), 'Replicas while nothing is active; only 0 is possible.'),
  pollingInterval: defaultIfChosen(wholeSeconds(1, 86_400), '30s', 'Time between two looks at the loads.'),
  cooldownPeriod: defaultIfChosen(
    wholeSeconds(0, 86_400),
    '300s',
    'Time without load after which it goes to zero.',
  ),
  initialCooldownPeriod: defaultIfChosen(
    wholeSeconds(0, 86_400),
    '0s',
    'Time after its creation in which it does not go to zero.',
  ),
  fallback: optional(object(fallback), 'What counts when a load cannot be read.'),
  up: optional(rulesSchema, 'Rules for growth.'),
  down: optional(rulesSchema, 'Rules for shrinking.'),
  ...controller,
};

const KEDA_COMPANIONS = [
  'min',
  'max',
  'idle',
  'pollingInterval',
  'cooldownPeriod',
  'initialCooldownPeriod',
  'fallback',
  'up',
  'down',
] as const;

/** A KEDA ScaledObject: a manifest (keda.sh/v1alpha1) or the short form. Its defaults are KEDA's. */
export const kedaSchema = checked(
  object(keda, { groups: [{ need: 'one', ways: [['file'], ['triggers', ...KEDA_COMPANIONS]] }] }),
  ({ min, max, idle }) => {
    if (idle !== undefined && min === 0) {
      return { code: 'out-of-range', key: 'idle', expected: 'idle together with min of at least 1' };
    }
    return belowMax(min, max);
  },
);

export type KedaSection = ObjectOf<typeof keda>;

function belowMax(min: number | undefined, max: number | undefined) {
  if (min === undefined || max === undefined || min <= max) return undefined;
  return { code: 'out-of-range', key: 'min', expected: `at most max, ${max}`, cure: String(max) };
}

const scheduled = {
  at: optional(duration(), 'Run instant from which it counts.'),
  before: optional(duration(1), 'So long before the run begins; pods started then are ready when it opens.'),
  until: optional(
    duration(1),
    'Run instant at which it ends; default: the end of the run. Of several in force the one begun last counts, beside an autoscaler the highest.',
  ),
  replicas: required(count(0, MAX_REPLICAS), 'Replicas; beside an autoscaler the fewest that it may have.'),
};

/** Replicas by the clock. */
export const replicasScheduleSchema = list(
  object(scheduled, { groups: [{ need: 'one', ways: [['at'], ['before']] }] }),
  {
    maxItems: 1000,
  },
);

export type ScheduledSection = ObjectOf<typeof scheduled>;
