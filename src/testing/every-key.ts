import { calibrationText } from '../scenario/calibration/calibration-file.ts';
import { type JsonSchema, listShape, objectShape, type Schema } from '../scenario/schema/schema.ts';
import { scenarioSchema } from '../scenario/vocabulary/scenario.ts';
import { buildCalibration } from './calibration-builder.ts';
import { INFRASTRUCTURE_KEYS, VARIATION_MANIFESTS } from './every-infrastructure-key.ts';

/** A key of the language with two ways to set it that a plan must tell apart. */
export interface KeyVariation {
  readonly path: string;
  /** Two lists of `--set` flags for the small scenario. */
  readonly flags: readonly [readonly string[], readonly string[]];
}

/** Keys that say what a file is, and no plan holds. */
const NOT_IN_PLAN: readonly string[] = ['apiVersion', 'kind', 'extends'];

/** Twenty seeds from a number on, the fewest that a gate takes. */
const seedsFrom = (first: number) => `[${Array.from({ length: 20 }, (_, i) => first + i).join(', ')}]`;

/** Member of each named list in the small scenario. */
const MEMBERS: Readonly<Record<string, string>> = {
  visitors: 'visitor',
  'arrivals.phases': 'opening',
  variants: 'cure',
  ...INFRASTRUCTURE_KEYS.members,
};

const PHASE = 'arrivals.phases.opening';
const VISITOR = 'visitors.visitor';

/** What must be set before a key of a section can be, by the beginning of its path. */
const CONTEXTS: Readonly<Record<string, string>> = {
  'random.replications.':
    'random.replications={ min: 5, max: 600, until: { metric: wait.p50, halfWidth: 5s } }',
  'random.replications.until.halfWidth': 'random.replications.until.metric=wait.p50',
  'arrivals.noise': 'arrivals.noise={ sd: 10%, correlation: 60s }',
  [`${PHASE}.ramp`]: `${PHASE}.ramp={ from: 1/s, to: 2/s }`,
  [`${PHASE}.flash.`]: `${PHASE}.flash={ peak: 10/s, ramp: 4s, decay: 8s }`,
  [`${PHASE}.flashCrowd`]: `${PHASE}.flashCrowd={ normal: 1/s, shock: 9 }`,
  [`${PHASE}.hours`]: `${PHASE}.hours={ mean: 1/s }`,
  [`${PHASE}.halfLife`]: `${PHASE}.halfLife={ start: 9/s, halfLife: 9s }`,
  [`${PHASE}.lottery`]: `${PHASE}.lottery={ visitors: 9 }`,
  [`${PHASE}.markov`]: `${PHASE}.markov={ states: [{ rate: 1/s, stay: 9s }, { rate: 2/s, stay: 9s }] }`,
  [`${PHASE}.trace`]: `${PHASE}.trace={ file: a.csv, kind: counts }`,
  [`${PHASE}.trace.bin`]: `${PHASE}.trace={ file: untimed.csv, kind: counts, bin: 1s }`,
  [`${VISITOR}.poll.every`]: `${VISITOR}.poll.jitter=0%`,
  [`${VISITOR}.poll.adaptive`]: `${VISITOR}.poll={ adaptive: { floor: 100ms, ceiling: 9s, divisor: 4 } }`,
  [`${VISITOR}.patience`]: `${VISITOR}.patience={ fixed: 60s }`,
  [`${VISITOR}.patience.lognormal`]: `${VISITOR}.patience={ lognormal: { p50: 100ms, p90: 90s } }`,
  [`${VISITOR}.patience.weibull`]: `${VISITOR}.patience={ weibull: { shape: 1, scale: 9s } }`,
  [`${VISITOR}.patience.uniform`]: `${VISITOR}.patience={ uniform: { from: 100ms, to: 9s } }`,
  [`${VISITOR}.patience.reaction`]: `${VISITOR}.patience.reaction={ above: 60s, factor: 0.5 }`,
  [`${VISITOR}.onGiveUp.silent`]: `${VISITOR}.onGiveUp.leave=null`,
  [`${VISITOR}.hidden`]: `${VISITOR}.hidden={ share: 50%, every: 60s }`,
  [`${VISITOR}.balk`]: `${VISITOR}.balk={ above: 60s, share: 50% }`,
  'admission.bucket.': 'admission.bucket={ capacity: 9, refill: 1/s, clock: pod }',
  'admission.bucket.pods': 'admission.bucket.pods={}',
  'admission.gate.': 'admission.gate={ head: 20k }',
  'admission.gate.head': 'admission.gate={ head: 20k }',
  'admission.minWait[0]': 'admission.minWait=[{ upTo: 9, wait: 9s }]',
  'admission.ghosts.': 'admission.ghosts={ sweep: 40s }',
  'admission.sessions': 'admission.sessions={ max: 9, duration: { fixed: 60s } }',
  'admission.sessions.duration.lognormal':
    'admission.sessions.duration={ lognormal: { p50: 100ms, p90: 90s } }',
  'admission.sessions.duration.weibull': 'admission.sessions.duration={ weibull: { shape: 1, scale: 9s } }',
  'admission.sessions.duration.uniform': 'admission.sessions.duration={ uniform: { from: 100ms, to: 9s } }',
  'admission.limiter': 'admission.limiter={ rate: 9/s, burst: 9 }',
  'admission.schedule[0]': 'admission.schedule=[{ at: 60s, refill: 9/s }]',
  'admission.noise': 'admission.noise={ sd: 10%, correlation: 60s }',
  'eta.options.fixed.perPosition': 'eta.options.fixed={ perPosition: 9s }',
  'gate.': `gate={ seeds: ${seedsFrom(1)} }`,
  'eta.prior': 'eta.estimators=[ql, fdc-prior]',
  'eta.prior.impatient': 'eta.prior.fixed=60s',
  'eta.prior.lognormal': 'eta.prior={ lognormal: { p50: 100ms, p90: 90s } }',
  'eta.prior.weibull': 'eta.prior={ weibull: { shape: 1, scale: 9s } }',
  'eta.prior.uniform': 'eta.prior={ uniform: { from: 100ms, to: 9s } }',
  ...INFRASTRUCTURE_KEYS.contexts,
};

/** Whole flags for keys that cannot be set one by one: names are addresses. */
const FLAGS: Readonly<Record<string, readonly [string, string]>> = {
  [`${PHASE}.name`]: [
    'arrivals.phases=[{ name: second, constant: 1/s }]',
    'arrivals.phases=[{ name: other, constant: 1/s }]',
  ],
  'variants.cure.name': ['variants=[{ name: cure, set: {} }]', 'variants=[{ name: other, set: {} }]'],
  'variants.cure.title': [
    'variants=[{ name: cure, title: one, set: {} }]',
    'variants=[{ name: cure, title: two, set: {} }]',
  ],
  'variants.cure.set': [
    'variants=[{ name: cure, set: { admission.bucket.refill: 5/s } }]',
    'variants=[{ name: cure, set: { admission.bucket.refill: 6/s } }]',
  ],
  'variants.cure.thresholds': [
    'variants=[{ name: cure, set: {}, thresholds: ["wait.p50 < 5s"] }]',
    'variants=[{ name: cure, set: {}, thresholds: ["wait.p50 < 6s"] }]',
  ],
  [`${VISITOR}.name`]: ['visitors=[{ name: fan }]', 'visitors=[{ name: bot }]'],
  ...INFRASTRUCTURE_KEYS.flags,
};

/** Values for keys that the examples of their kind do not fit. */
const VALUES: Readonly<Record<string, readonly [string, string]>> = {
  name: ['one', 'two'],
  'clock.start': ['2026-10-03T20:00:00+09:00', '2026-10-03T21:00:00+09:00'],
  'clock.horizon': ['5m', '6m'],
  'random.replications': ['2', '3'],
  'random.replications.min': ['5', '6'],
  'random.replications.max': ['50', '60'],
  'random.replications.until.metric': ['wait.p50', 'wait.p95'],
  'random.replications.until.halfWidth': ['5s', '6s'],
  'random.replications.until.level': ['90%', '95%'],
  [`${PHASE}.for`]: ['1m', '2m'],
  [`${PHASE}.flashCrowd.shock`]: ['2', '3'],
  [`${PHASE}.hours.weights`]: ['[1, 2]', '[2, 1]'],
  [`${PHASE}.hours.day`]: ['1h', '24h'],
  [`${PHASE}.trace.file`]: ['a.csv', 'b.csv'],
  [`${PHASE}.trace.kind`]: ['counts', 'instants'],
  [`${PHASE}.trace.bin`]: ['1s', '2s'],
  [`${VISITOR}.share`]: ['100%', '99.995%'],
  [`${VISITOR}.tabs`]: ['1', '2'],
  [`${VISITOR}.poll.every`]: ['5s', '4s..6s'],
  [`${VISITOR}.poll.adaptive.ceiling`]: ['5s', '6s'],
  [`${VISITOR}.retry.times`]: ['1', '2'],
  [`${VISITOR}.patience.lognormal.p90`]: ['5s', '6s'],
  [`${VISITOR}.patience.uniform.to`]: ['5s', '6s'],
  'admission.preset': ['gateway-v1.0', 'gateway-v1.1'],
  'admission.bucket': ['none', '{ capacity: 9, refill: 1/s }'],
  'admission.bucket.pods.count': ['2', '3'],
  'admission.gate': ['none', '{ head: 9 }'],
  'admission.minWait': ['none', '5s'],
  'admission.ghosts': ['never', '{ sweep: 9s }'],
  'admission.schedule[0].pause': ['5s', '6s'],
  'admission.sessions.duration.lognormal.p90': ['5s', '6s'],
  'admission.sessions.duration.uniform.to': ['5s', '6s'],
  'eta.estimators': ['[ql, fixed]', '[ql, ema]'],
  'eta.displayed': ['ql', 'ema'],
  'eta.options.fixed.constant': ['30s', '60s'],
  'eta.options.fixed.perPosition': ['1s', '2s'],
  'eta.options.ema.halfLife': ['30s', '60s'],
  'eta.prior.lognormal.p90': ['5s', '6s'],
  'eta.prior.uniform.to': ['5s', '6s'],
  'eta.calibration': ['a.calibration.json', 'b.calibration.json'],
  'eta.hourWeights': [`[${'1, '.repeat(24)}]`, `[${'2, '.repeat(24)}]`],
  thresholds: ['["wait.p50 < 5s"]', '["wait.p50 < 6s"]'],
  'gate.seeds': [seedsFrom(1), seedsFrom(2)],
  'gate.topUp': ['[90]', '[91]'],
  'gate.metrics': ['[wait.p50]', '[wait.p95]'],
  expectedExit: ['0', '3'],
  claims: ['{ ql: 98% }', '{ ql: 99% }'],
  judgeClaims: ['true', 'false'],
  ...INFRASTRUCTURE_KEYS.values,
};

/** Traces, manifests and calibrations that the variations name. */
export const VARIATION_TRACES: Readonly<Record<string, string>> = {
  'a.csv': 'atSec,count\n0,1\n10,2\n',
  'b.csv': 'atSec,count\n0,2\n10,1\n',
  'untimed.csv': 'count\n1\n2\n',
  'a.calibration.json': calibrationText(buildCalibration(['ql'], 2)),
  'b.calibration.json': calibrationText(buildCalibration(['ql'], 3)),
  ...VARIATION_MANIFESTS,
};

/** Returns every key of the language that this version can run, each with two settings. */
export function keyVariations(): readonly KeyVariation[] {
  const paths = leavesOf(scenarioSchema, '').filter((path) => !NOT_IN_PLAN.includes(path.path));
  return paths.map(({ path, schema }) => {
    const whole = FLAGS[path];
    if (whole !== undefined) {
      const beside = INFRASTRUCTURE_KEYS.beside[path] ?? [];
      return {
        path,
        flags: [
          [...beside, whole[0]],
          [...beside, whole[1]],
        ],
      };
    }
    const values = VALUES[path] ?? exampleValues(schema, path);
    const contexts = Object.entries(CONTEXTS).filter(([prefix]) => path.startsWith(prefix));
    const before = contexts.map(([, flag]) => flag);
    const flags = (value: string) => [...before, `${path.replace(/\[(\d+)\]/g, '.$1')}=${value}`];
    return { path, flags: [flags(values[0]), flags(values[1])] };
  });
}

interface Leaf {
  readonly path: string;
  readonly schema: Schema<unknown>;
}

function leavesOf(schema: Schema<unknown>, path: string): readonly Leaf[] {
  const own = schema.shape.kind === 'choice' || objectShape(schema) === undefined ? [{ path, schema }] : [];
  const object = objectShape(schema);
  const fields = Object.entries(object?.fields ?? {}).filter(([, field]) => field.need !== 'unavailable');
  const below = fields.flatMap(([key, field]) =>
    leavesOf(field.schema, path === '' ? key : `${path}.${key}`),
  );
  const list = listShape(schema);
  if (list === undefined || objectShape(list.item) === undefined) return [...own, ...below];
  const members = leavesOf(list.item, list.named ? `${path}.${MEMBERS[path] ?? 'unknown'}` : `${path}[0]`);
  return schema.shape.kind === 'choice' ? [...own, ...below, ...members] : members;
}

function exampleValues(schema: Schema<unknown>, path: string): readonly [string, string] {
  const json: JsonSchema = schema.shape.kind === 'scalar' ? schema.shape.json : {};
  const choices = Array.isArray(json.enum) ? json.enum : json.examples;
  if (Array.isArray(choices) && choices.length > 1) return [String(choices[0]), String(choices[1])];
  if (json.type === 'boolean') return ['true', 'false'];
  if (json.type === 'number') return ['2', '3'];
  if (json.pattern === '\\S') return ['one', 'two'];
  throw new Error(`no two values are known for ${path}`);
}
