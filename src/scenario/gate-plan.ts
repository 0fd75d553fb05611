import type { EstimatorId } from '../engine/eta/plan.ts';
import type { MetricNames } from './metric-names.ts';
import { findMetric, type Metric } from './metrics.ts';
import type { GatePlan, GateTarget } from './plan.ts';
import { complain, type Site, writtenOrigin } from './site.ts';
import type { GateSection } from './vocabulary/gate.ts';

/** Stands in a metric's path for the estimator that a scenario displays. */
const DISPLAYED = 'eta.displayed.';

/** What decides where a gate names nothing: the displayed estimator's A20 by phase, and its mean absolute error. */
const DEFAULT_PATHS = [
  ...['cold', 'warm', 'steady', 'late'].map((phase) => `${DISPLAYED}phases.${phase}.a20`),
  `${DISPLAYED}overall.mae`,
];

/** The gate of a scenario without a section of its own, whose seeds come from elsewhere. */
export const DEFAULT_GATE: Omit<GatePlan, 'seeds' | 'topUp'> = {
  metrics: DEFAULT_PATHS.map((path) => ({ path })),
  margins: { relative: 0.02, points: 0.02 },
  guards: { bias: 0.03, coverage: 0.03, jitter: 0.1 },
};

/** Returns the metric that a path of a gate means, under the path of the gate. */
export function gateMetric(path: string, names: MetricNames, displayed: EstimatorId): GateMetricResult {
  const metric = findMetric(path.replace(DISPLAYED, `eta.${displayed}.`), names);
  if (!metric.ok) {
    const { expected, cure } = metric.problem;
    return { ok: false, complaint: { code: 'unknown-metric', expected, cure } };
  }
  if (canGetWorse(metric.value)) return { ok: true, metric: { ...metric.value, path } };
  const expected = 'a metric that can get worse: one with a direction, or a bias';
  return { ok: false, complaint: { code: 'gate-metric', expected, cure: DEFAULT_PATHS[4] } };
}

type GateMetricResult =
  | { readonly ok: true; readonly metric: Metric }
  | { readonly ok: false; readonly complaint: Parameters<typeof complain>[2] };

/** A bias has no direction of its own, but it is worse the farther it is from zero. */
function canGetWorse({ better, keys }: Metric): boolean {
  return better !== 'neither' || keys.at(-1) === 'biasShare';
}

/** Returns the gate part of a plan, or undefined after reporting metrics that cannot decide. */
export function gatePlan(
  section: GateSection,
  names: MetricNames,
  displayed: EstimatorId,
  site: Site,
): GatePlan | undefined {
  const { seeds, topUp, margins, guards } = section;
  let sound = true;
  const metrics = section.metrics?.map((path, i): GateTarget => {
    const way = ['gate', 'metrics', i];
    const found = gateMetric(path, names, displayed);
    if (!found.ok) {
      complain(site, way, found.complaint);
      sound = false;
    }
    const origin = writtenOrigin(site.root, way);
    return origin.kind === 'file' ? { path, place: origin.place } : { path };
  });
  return sound ? { seeds, topUp, metrics: metrics ?? DEFAULT_GATE.metrics, margins, guards } : undefined;
}
