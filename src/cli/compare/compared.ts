import { posix } from 'node:path';
import type { ComparedSide } from '../../analysis/compare/compared-side.ts';
import { ofEstimator, withDisplayed } from '../../analysis/compare/displayed-metrics.ts';
import { ScenarioError } from '../../errors.ts';
import type { ComparedSource } from '../../report/compare/compare-report.ts';
import { loadScenario } from '../../scenario/load.ts';
import type { Plan } from '../../scenario/plan.ts';
import type { Host } from '../host.ts';
import type { TaskOptions } from '../run-tasks.ts';
import { sourceReader } from '../source-reader.ts';
import { checkMetrics, pathsOfEstimator, pathsOfPlan, pathsOfSide } from './compared-paths.ts';
import { estimatorPair } from './estimator-pair.ts';
import { isSaved, readSavedSide } from './saved-side.ts';
import { type SideRequest, simulateSides } from './simulated-sides.ts';

/** What is to be compared, as the command line gives it. */
export interface ComparedOptions extends TaskOptions {
  readonly overrides: readonly string[];
  /** Overrides of B alone, on top. */
  readonly overridesOfB: readonly string[];
  readonly seed?: number;
  readonly replications?: number;
  readonly estimators?: string;
  /** Paths of metrics that are compared; empty: all. */
  readonly metrics: readonly string[];
}

/** Two sides, run or read. */
export interface Compared {
  readonly sides: readonly [ComparedSide, ComparedSide];
  readonly sources: readonly [ComparedSource, ComparedSource];
  readonly kind: 'sides' | 'estimators';
  readonly stoppedBy?: 130 | 143;
}

/** Runs of each side where neither the command line nor the scenarios ask for more. */
const FEWEST_RUNS = 20;

/** Returns two estimators that watched the same runs of one scenario. @throws ScenarioError */
export async function compareEstimators(
  file: string,
  options: ComparedOptions,
  host: Host,
): Promise<Compared> {
  const pair = estimatorPair(options.estimators ?? '');
  const asWritten = load(file, options, [], host);
  const missing = pair.filter((name) => !asWritten.eta.estimators.some((id) => id === name));
  const all = [...asWritten.eta.estimators, ...missing].join(', ');
  const plan = missing.length === 0 ? asWritten : load(file, options, [`eta.estimators=[${all}]`], host);
  checkMetrics(
    options.metrics,
    pair.map((name) => pathsOfEstimator(plan, name)),
  );
  const request = { name: plan.name, plan, replications: upTo(runsOf([plan], options)) };
  const { sides, stoppedBy } = await simulateSides([request], options, host);
  const [watched] = sides;
  if (watched === undefined) throw new RangeError('a request has a side');
  const of = (name: string): ComparedSide => ({
    ...watched,
    name,
    runs: watched.runs.map(({ run, metrics }) => ({ run, metrics: ofEstimator(metrics, name) })),
  });
  const source = sourceOf(plan);
  return {
    sides: [of(pair[0]), of(pair[1])],
    sources: [source, source],
    kind: 'estimators',
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
  };
}

/** Returns two scenarios or saved runs; what is a scenario is run on the seed of the other side. @throws ScenarioError */
export async function comparePaths(
  pathA: string,
  pathB: string,
  options: ComparedOptions,
  host: Host,
): Promise<Compared> {
  refuseSame(pathA, pathB, options, host);
  refuseChangeOfSaved(pathA, pathB, options, host);
  const [savedA, savedB] = [pathA, pathB].map((path) =>
    isSaved(path, host) ? readSavedSide(path, host) : undefined,
  );
  const seed = options.seed ?? (savedA ?? savedB)?.side.seed;
  const planA =
    savedA === undefined ? load(pathA, { ...options, ...given('seed', seed) }, [], host) : undefined;
  const commonSeed = seed ?? planA?.random.seed;
  const planB =
    savedB === undefined
      ? load(pathB, { ...options, ...given('seed', commonSeed) }, options.overridesOfB, host)
      : undefined;
  checkMetrics(options.metrics, [
    planA === undefined ? pathsOfSide(savedA?.side) : pathsOfPlan(planA),
    planB === undefined ? pathsOfSide(savedB?.side) : pathsOfPlan(planB),
  ]);
  const plans = [planA, planB].filter((plan) => plan !== undefined);
  const replications = (savedA ?? savedB)?.side.runs.map(({ run }) => run) ?? upTo(runsOf(plans, options));
  const names = namesOf([planA?.name ?? pathA, planB?.name ?? pathB]);
  const requests: readonly SideRequest[] = [
    ...(planA === undefined ? [] : [{ name: names[0], plan: planA, replications }]),
    ...(planB === undefined ? [] : [{ name: names[1], plan: planB, replications }]),
  ];
  const { sides, stoppedBy } = await simulateSides(requests, options, host);
  const run = [...sides];
  const sideA = savedA?.side ?? displayedOf(run.shift(), planA);
  const sideB = savedB?.side ?? displayedOf(run.shift(), planB);
  return {
    sides: [sideA, sideB],
    sources: [
      planA === undefined ? { path: pathA, scenarioHash: savedA?.scenarioHash ?? '' } : sourceOf(planA),
      planB === undefined ? { path: pathB, scenarioHash: savedB?.scenarioHash ?? '' } : sourceOf(planB),
    ],
    kind: 'sides',
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
  };
}

function displayedOf(side: ComparedSide | undefined, plan: Plan | undefined): ComparedSide {
  if (side === undefined) throw new RangeError('a request has a side');
  const runs = side.runs.map(({ run, metrics }) => ({
    run,
    metrics: withDisplayed(metrics, plan?.eta.displayed),
  }));
  return { ...side, runs };
}

function load(
  file: string,
  { overrides, seed }: Pick<ComparedOptions, 'overrides' | 'seed'>,
  more: readonly string[],
  host: Host,
): Plan {
  return loadScenario(
    file,
    { overrides: [...overrides, ...more], ...given('seed', seed) },
    sourceReader(host),
  );
}

function given<K extends string>(key: K, value: number | undefined): Partial<Record<K, number>> {
  // A computed key of one literal type: the object has that key and no other.
  return value === undefined ? {} : ({ [key]: value } as Record<K, number>);
}

function runsOf(plans: readonly Plan[], { replications }: ComparedOptions): number {
  return replications ?? Math.max(FEWEST_RUNS, ...plans.map(({ random }) => random.replications.max));
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i);
}

function namesOf([a, b]: readonly [string, string]): readonly [string, string] {
  return a === b ? [`${a} (A)`, `${b} (B)`] : [a, b];
}

function sourceOf({ source }: Plan): ComparedSource {
  return { path: source.file, scenarioHash: source.hash };
}

/** A saved run is what it is: flags that would change it would be ignored. */
function refuseChangeOfSaved(a: string, b: string, options: ComparedOptions, host: Host): void {
  const [isSavedA, isSavedB] = [isSaved(a, host), isSaved(b, host)];
  const flags = [
    ...(options.overrides.length > 0 && (isSavedA || isSavedB) ? ['--set'] : []),
    ...(options.overridesOfB.length > 0 && isSavedB ? ['--set-b'] : []),
    ...(options.seed !== undefined && (isSavedA || isSavedB) ? ['--seed'] : []),
    ...(options.replications !== undefined && (isSavedA || isSavedB) ? ['--replications'] : []),
  ];
  if (flags.length === 0) return;
  throw new ScenarioError(
    flags.map((flag) => ({
      code: 'compare-sides',
      path: flag,
      got: 'a saved run, which is what it is',
      expected: 'a scenario to be run',
      cure: 'leave the flag out: a scenario beside a saved run is run on its seed and as often',
    })),
  );
}

function refuseSame(a: string, b: string, { overridesOfB }: ComparedOptions, { cwd }: Host): void {
  if (posix.resolve(cwd, a) !== posix.resolve(cwd, b) || overridesOfB.length > 0) return;
  throw new ScenarioError([
    {
      code: 'compare-sides',
      path: b,
      got: 'the same as A',
      expected: 'two things that can differ',
      cure: '--set-b path=value, or --estimators with one scenario',
    },
  ]);
}
