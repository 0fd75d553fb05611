import { gateMetric } from '../../scenario/gate-plan.ts';
import { namesOfPlan } from '../../scenario/metric-names.ts';
import type { Metric } from '../../scenario/metrics.ts';
import type { GatePlan, GateTarget, Plan } from '../../scenario/plan.ts';

/**
 * How much worse one run is than another, from its two values; positive is worse.
 * ratio: ln(new / old), or ln(old / new) where high is good, both values at least `floor`. points: the difference of two
 * shares. away: by how much the value has moved away from zero.
 */
type Worsening =
  | { readonly kind: 'ratio'; readonly floor: number }
  | { readonly kind: 'points' }
  | { readonly kind: 'away' };

/** A metric that a gate looks at. */
export interface GatedMetric {
  /** Path of the gate, where `eta.displayed` stands for the displayed estimator. */
  readonly path: string;
  /** Keys of the value under `findings`. */
  readonly keys: readonly string[];
  readonly unit: Metric['unit'];
  readonly better: Metric['better'];
  readonly worsening: Worsening;
  /** decisive: must pass. guard: may fail, but not hold up. shown: looked at and not judged. */
  readonly role: 'decisive' | 'guard' | 'shown';
  /** Accepted worsening on the scale of d; absent where nothing is judged. */
  readonly margin?: number;
  readonly place?: GateTarget['place'];
}

/** Errors below half a second are rounding: the shown number is in whole seconds. */
const FLOOR_MS = 500;

const GUARDS: readonly { readonly path: string; readonly guard: keyof GatePlan['guards'] }[] = [
  { path: 'eta.displayed.overall.biasShare', guard: 'bias' },
  { path: 'eta.displayed.overall.coverage80', guard: 'coverage' },
  { path: 'eta.displayed.overall.coverage95', guard: 'coverage' },
  { path: 'eta.displayed.jitter', guard: 'jitter' },
];

const SHOWN: readonly string[] = [
  ...['a20Mean', 'a20Worst', 'a20VisitorWeighted'].map((each) => `eta.displayed.${each}`),
  ...['a20', 'a10', 'answeredShare', 'mae', 'p90AbsError', 'wape'].map(
    (each) => `eta.displayed.overall.${each}`,
  ),
  ...['cold', 'warm', 'steady', 'late'].flatMap((phase) =>
    ['a20', 'mae', 'p90AbsError'].map((each) => `eta.displayed.phases.${phase}.${each}`),
  ),
  'wait.mean',
  'wait.p95',
];

/** Returns every metric of a gate in the order of its report: what decides, the guards that the plan has, the rest. */
export function gatedMetrics(plan: Plan, gate: GatePlan): readonly GatedMetric[] {
  const names = namesOfPlan(plan);
  const find = (path: string): Metric | undefined => {
    const found = gateMetric(path, names, plan.eta.displayed);
    return found.ok ? found.metric : undefined;
  };
  const decisive = gate.metrics.flatMap(({ path, place }): readonly GatedMetric[] => {
    const metric = find(path);
    if (metric === undefined) return [];
    const margin = metric.unit.endsWith('share') ? gate.margins.points : Math.log1p(gate.margins.relative);
    return [{ ...gated(metric, 'decisive'), margin, ...(place === undefined ? {} : { place }) }];
  });
  const guards = GUARDS.flatMap(({ path, guard }): readonly GatedMetric[] => {
    const metric = find(path);
    if (metric === undefined) return [];
    const accepted = gate.guards[guard];
    return [{ ...gated(metric, 'guard'), margin: guard === 'jitter' ? Math.log1p(accepted) : accepted }];
  });
  const others = plan.eta.estimators
    .filter((id) => id !== plan.eta.displayed)
    .flatMap((id) => [`eta.${id}.a20Mean`, `eta.${id}.overall.mae`]);
  const shown = [...SHOWN, ...others].flatMap((path) => {
    const metric = find(path);
    return metric === undefined ? [] : [gated(metric, 'shown')];
  });
  const all = [...decisive, ...guards, ...shown];
  return all.filter(({ path }, i) => all.findIndex((each) => each.path === path) === i);
}

function gated({ path, keys, unit, better }: Metric, role: GatedMetric['role']): GatedMetric {
  return { path, keys, unit, better, worsening: worseningOf(unit, keys), role };
}

function worseningOf(unit: Metric['unit'], keys: readonly string[]): Worsening {
  if (keys.at(-1) === 'biasShare') return { kind: 'away' };
  if (unit === 'share' || unit === 'signed-share') return { kind: 'points' };
  return { kind: 'ratio', floor: unit === 'ms' ? FLOOR_MS : 1 };
}

/** Returns d, how much worse `after` is than `before`: positive is worse, on the scale of the metric's margin. */
export function worsening(
  { worsening: how, better }: Pick<GatedMetric, 'worsening' | 'better'>,
  before: number,
  after: number,
): number {
  const sign = better === 'high' ? -1 : 1;
  switch (how.kind) {
    case 'away':
      return Math.abs(after) - Math.abs(before);
    case 'points':
      return sign * (after - before);
    case 'ratio':
      return sign * Math.log(Math.max(after, how.floor) / Math.max(before, how.floor));
  }
}

/** Returns what a metric means in one line: a baseline with another line is not comparable. */
export function definitionOf({ unit, better, worsening: how }: GatedMetric): string {
  const rule = how.kind === 'ratio' ? `ratio from ${how.floor}` : how.kind;
  return `${unit}, ${better} is better, ${rule}`;
}
