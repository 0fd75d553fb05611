import { DEFAULT_ESTIMATORS } from '../engine/eta/plan.ts';
import type { ArrivalPlan } from '../traffic/arrival-plan.ts';
import { admissionPlan } from './admission-plan.ts';
import { arrivalPlan } from './arrivals-plan.ts';
import { namedCalibration } from './calibration/named-calibration.ts';
import { displayedEstimator } from './eta-display.ts';
import { gatePlan } from './gate-plan.ts';
import { infrastructurePlan } from './infrastructure-sections.ts';
import { type MetricNames, writtenNames } from './metric-names.ts';
import type { ClockPlan, Plan, Threshold } from './plan.ts';
import { randomPlan } from './random-plan.ts';
import { problemAt, type Report } from './report.ts';
import { checkEntries } from './schema/object.ts';
import type { ObjectOf } from './schema/schema.ts';
import type { Site } from './site.ts';
import type { SourceReader } from './source.ts';
import { parseThreshold } from './thresholds.ts';
import { describeValue, type Value, valueAt } from './value.ts';
import { clockPlan } from './vocabulary/clock.ts';
import { etaPlan } from './vocabulary/eta.ts';
import { SCENARIO_FIELDS, scenarioSchema } from './vocabulary/scenario.ts';
import { visitorPlan } from './vocabulary/visitors.ts';

/** All of a plan but where it came from and its variants. */
export type PlanContent = Omit<Plan, 'source' | 'variants'>;

export interface CompileContext {
  /** The scenario file. */
  readonly file: string;
  readonly read: SourceReader;
  readonly report: Report;
}

type Sections = Partial<ObjectOf<typeof SCENARIO_FIELDS>>;

/** Horizon used to check phases against each other where the clock is wrong [ms], 7 days. */
const FALLBACK_HORIZON_MS = 7 * 86_400_000;

/** Returns what a filled scenario says in the units of a plan, or undefined after reporting every problem in it. */
export function compilePlan(filled: Value, context: CompileContext): PlanContent | undefined {
  const site: Site = { root: filled, report: context.report };
  if (filled.kind !== 'map') {
    const complaint = { code: 'wrong-kind', got: describeValue(filled), expected: scenarioSchema.expected };
    context.report(problemAt(filled.origin, context.file, complaint));
    return undefined;
  }
  const sections: Sections = checkEntries(SCENARIO_FIELDS, [], filled, '', context.report);
  const names = writtenNames(filled, sections.eta?.estimators ?? DEFAULT_ESTIMATORS);
  const clock = sections.clock === undefined ? undefined : clockPlan(sections.clock);
  const arrivals = arrivalsOf(sections, clock, context, site);
  const random = sections.random === undefined ? undefined : randomPlan(sections.random, names, site);
  const admission = sections.admission === undefined ? undefined : admissionPlan(sections.admission, site);
  const displayed = sections.eta === undefined ? undefined : displayedEstimator(sections.eta, site);
  const infrastructure = infrastructurePlan(sections, { ...context, site, names, clock, admission });
  const named = sections.eta?.calibration;
  const calibration = named === undefined ? undefined : namedCalibration(named, { ...context, site });
  const thresholds = thresholdsOf(filled, names, context.report);
  const gate =
    sections.gate === undefined || displayed === undefined
      ? undefined
      : gatePlan(sections.gate, names, displayed, site);
  const { name, visitors, eta, expectedExit, claims, judgeClaims } = sections;
  if (name === undefined || visitors === undefined || eta === undefined || displayed === undefined)
    return undefined;
  if (clock === undefined || arrivals === undefined || random === undefined || admission === undefined)
    return undefined;
  if (expectedExit === undefined || claims === undefined || judgeClaims === undefined) return undefined;
  return {
    name,
    title: sections.title ?? name,
    ...(sections.lesson === undefined ? {} : { lesson: sections.lesson }),
    clock,
    random,
    arrivals,
    visitors: visitors.map(visitorPlan),
    admission,
    eta: etaPlan(eta, displayed, visitors.map(visitorPlan)),
    ...(calibration === undefined ? {} : { calibration }),
    ...(infrastructure === undefined ? {} : { infrastructure }),
    thresholds,
    ...(gate === undefined ? {} : { gate }),
    expectedExit,
    claims,
    judgesClaims: judgeClaims,
  };
}

function arrivalsOf(
  { arrivals }: Sections,
  clock: ClockPlan | undefined,
  { read, file }: CompileContext,
  site: Site,
): ArrivalPlan | undefined {
  if (arrivals === undefined) return undefined;
  const shapeContext = { site, read, file, clockOffsetMs: clock?.startOfDayOffsetMs ?? 0 };
  return arrivalPlan(arrivals, clock?.horizonMs ?? FALLBACK_HORIZON_MS, shapeContext);
}

/** Returns the thresholds that can be read, each with the place of its text, after reporting the others. */
function thresholdsOf(root: Value, names: MetricNames, report: Report): readonly Threshold[] {
  const list = valueAt(root, ['thresholds']);
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((item, i) => {
    if (item.kind !== 'scalar' || typeof item.value !== 'string') return [];
    return parseThreshold(item.value, names, item.origin, `thresholds[${i}]`, report) ?? [];
  });
}
