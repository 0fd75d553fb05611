import { DISPLAYED } from '../../analysis/compare/compared-metrics.ts';
import type { ComparedSide } from '../../analysis/compare/compared-side.ts';
import { metricsOfPlan } from '../../analysis/metric-value.ts';
import { ScenarioError } from '../../errors.ts';
import { nearest } from '../../scenario/nearest.ts';
import type { Plan } from '../../scenario/plan.ts';

/** Returns the paths that runs of a plan can have in a comparison. */
export function pathsOfPlan(plan: Plan): readonly string[] {
  const paths = metricsOfPlan(plan).map(({ path }) => path);
  return [...paths, ...renamed(paths, `eta.${plan.eta.displayed}.`, DISPLAYED)];
}

/** Returns the paths of one estimator, without its name. */
export function pathsOfEstimator(plan: Plan, estimator: string): readonly string[] {
  const paths = metricsOfPlan(plan).map(({ path }) => path);
  return renamed(paths, `eta.${estimator}.`, 'eta.');
}

/** Returns the paths that runs have. */
export function pathsOfSide(side: ComparedSide | undefined): readonly string[] {
  return [...new Set(side?.runs.flatMap(({ metrics }) => Object.keys(metrics)))];
}

function renamed(paths: readonly string[], prefix: string, replacement: string): readonly string[] {
  return paths
    .filter((path) => path.startsWith(prefix))
    .map((path) => replacement + path.slice(prefix.length));
}

/** @throws ScenarioError that names every path of `--metric` that a side does not know, with the nearest that all know */
export function checkMetrics(chosen: readonly string[], sides: readonly (readonly string[])[]): void {
  const [first = [], ...others] = sides;
  const common = first.filter((path) => others.every((paths) => paths.includes(path)));
  const problems = chosen
    .filter((path) => !common.includes(path))
    .map((path) => {
      const near = nearest(path, common);
      return {
        code: 'unknown-metric',
        path: '--metric',
        got: path,
        expected: 'a metric of the catalogue that both sides can have (tacos explain metrics)',
        ...(near === undefined ? {} : { cure: near }),
      };
    });
  if (problems.length > 0) throw new ScenarioError(problems);
}
