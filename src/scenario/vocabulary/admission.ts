import { PRESET_NAMES } from '../presets.ts';
import { checked, choice } from '../schema/choice.ts';
import { list } from '../schema/list.ts';
import { object } from '../schema/object.ts';
import { count, duration, flag, rate, word } from '../schema/scalar.ts';
import { type ObjectOf, optional, required, withDefault } from '../schema/schema.ts';
import { distributionSchema } from './distribution.ts';
import { noiseSchema } from './noise.ts';

const pods = {
  count: withDefault(count(1, 1000), 3, 'Gateway pods, each with a clock of its own.'),
  skew: withDefault(duration(), '0s', 'Clocks are spread evenly over -skew..+skew.'),
};

const bucket = {
  capacity: required(count(1), 'Most tokens the bucket holds; it starts full.'),
  refill: required(rate(), 'Tokens added per second.'),
  clock: withDefault(
    word(['server', 'pod']),
    'server',
    'Whose clock refills: one server clock, or that of the pod that serves.',
  ),
  clockResolution: withDefault(
    duration(1),
    '1ms',
    'Step of the clock; a whole second makes the refill come in clumps.',
  ),
  pods: optional(object(pods), 'The pods and their clocks; only with clock: pod.'),
};

const bucketSchema = checked(object(bucket), ({ clock, pods: given }) => {
  if (given === undefined || clock === 'pod') return undefined;
  return {
    code: 'exclusive-keys',
    key: 'pods',
    expected: 'pods together with clock: pod only',
    cure: 'clock: pod',
  };
});

const gate = {
  head: required(count(1), 'Ranks 1..head may enter.'),
  bypassTop: withDefault(count(), 0, 'Ranks 1..bypassTop do not pay a token.'),
};

const gateSchema = checked(object(gate), ({ head, bypassTop }) =>
  bypassTop <= head
    ? undefined
    : { code: 'out-of-range', key: 'bypassTop', expected: `at most head, ${head}` },
);

const band = {
  upTo: required(count(1), 'Last rank of the band; ranks past the last band wait as long as it says.'),
  wait: required(duration(), 'Shortest wait since joining.'),
};

const bandsSchema = checked(list(object(band), { minItems: 1, maxItems: 100 }), (bands) => {
  const disorder = bands.some((each, i) => i > 0 && each.upTo <= bands[i - 1]!.upTo);
  return disorder ? { code: 'out-of-order', expected: 'bands with upTo ascending' } : undefined;
});

const ghosts = {
  heartbeat: withDefault(duration(1), '300s', 'A ticket that has not polled for this long has expired.'),
  inactiveAfter: withDefault(
    duration(1),
    '15s',
    'A ticket that has not polled for this long is known to be inactive.',
  ),
  sweep: withDefault(duration(1), '30s', 'Period of the sweep that removes expired tickets.'),
  skip: withDefault(
    flag(),
    false,
    'Inactive tickets do not count in rank and gate, and push passes over them.',
  ),
};

const sessions = {
  max: required(count(1), 'Most admitted visitors at the shop at once.'),
  duration: required(distributionSchema, 'How long one stays.'),
};

const limiter = {
  rate: required(rate(), 'Requests let through per second.'),
  burst: required(count(1), 'Requests let through at once.'),
  per: withDefault(
    word(['gateway', 'visitor']),
    'gateway',
    'One limiter for all requests, or one for each ticket.',
  ),
  refill: withDefault(
    word(['exact', 'floor-refill']),
    'exact',
    'floor-refill (defect): whole tokens only, and each call moves the refill instant.',
  ),
};

const change = {
  at: required(duration(), 'Run instant of the change.'),
  refill: optional(rate(), 'Refill from then on.'),
  pause: optional(duration(1), 'No refill for this long, then the one before.'),
};

const admission = {
  mode: withDefault(
    word(['pull', 'push']),
    'pull',
    'pull: visitors enter on their own poll. push: the server releases the head of the line.',
  ),
  preset: optional(
    word(PRESET_NAMES),
    'A version of the reference system, with its defects; every key below overrides it.',
  ),
  bucket: required(
    choice({ scalars: [word(['none'])], map: bucketSchema }),
    'Token bucket that pays for admissions; none: they cost nothing. A preset may give it.',
  ),
  gate: withDefault(
    choice({ scalars: [word(['none'])], map: gateSchema }),
    'none',
    'Band of ranks that may enter; none: everybody.',
  ),
  minWait: withDefault(
    choice({ scalars: [word(['none']), duration()], list: bandsSchema }),
    'none',
    'Shortest wait since joining: none, one for all, or bands by rank.',
  ),
  ghosts: withDefault(
    choice({ scalars: [word(['never'])], map: object(ghosts) }),
    {},
    'What becomes of tickets whose visitor is gone; never: neither removed nor passed over.',
  ),
  sessions: optional(object(sessions), 'Cap on admitted visitors who are still at the shop.'),
  limiter: optional(object(limiter), 'Rate limiter in front of join, poll and enter.'),
  schedule: withDefault(
    list(object(change, { groups: [{ need: 'one', ways: [['refill'], ['pause']] }] }), { maxItems: 1000 }),
    [],
    'Announced changes of the refill, ascending in time.',
  ),
  noise: optional(noiseSchema, 'Log-AR(1) factor on the refill.'),
  position: withDefault(
    word(['remaining', 'joined']),
    'remaining',
    'Position shown: what remains ahead, or (defect) that of joining.',
  ),
  statusSpendsTokens: withDefault(
    flag(),
    false,
    'Defect: each status poll of an eligible rank beyond the bypass takes a token.',
  ),
  admissionLog: withDefault(
    word(['by-visit', 'by-user']),
    'by-visit',
    'by-user (defect): anonymous visitors share one entry.',
  ),
  scoreResolution: withDefault(
    duration(),
    '0s',
    'Step of the score that orders the line; 0s: exact. Within a step the order is shuffled.',
  ),
  etaWindows: withDefault(
    word(['full-length', 'observed-time']),
    'full-length',
    'What `sliding` divides a window by: its full length (as shipped), or the history that exists.',
  ),
  hourWeight: withDefault(
    flag(),
    true,
    'Whether `sliding` multiplies its rate by the weight of the local hour (as shipped).',
  ),
};

/** The rules by which the waiting room lets people in. */
export const admissionSchema = object(admission, { suppliedBy: 'preset' });

export type AdmissionSection = ObjectOf<typeof admission>;
export type ChangeSection = ObjectOf<typeof change>;

/** Default of `admission.bucket.pods`, which applies with `clock: pod` only. */
export const DEFAULT_PODS = { count: 3, skewMs: 0 } as const;
