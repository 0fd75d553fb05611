import { formatQuantity } from '../units/quantity.ts';
import type { MetricFailures } from './combined-proposal.ts';
import type { DecisionSteps } from './hpa-decision.ts';
import type { HpaSpec, MetricSpec } from './hpa-spec.ts';
import type { MetricOutcome, MetricProposal } from './metric-outcome.ts';
import type { Limited, ScaleLimit } from './scaling-policies.ts';

/** Returns the sentence of a pass that acted on its metrics: `CPU 93 % of 60 %: 34 wanted from 22 ready; ...`. */
export function explainSteps(
  spec: HpaSpec,
  outcomes: readonly MetricOutcome[],
  steps: DecisionSteps,
  reason: Limited['reason'],
): string {
  const parts: string[] = [];
  const outcome = outcomes[steps.decidedBy];
  const metric = spec.metrics[steps.decidedBy];
  if (metric !== undefined && outcome?.kind === 'proposal') parts.push(metricClause(metric, outcome));
  if (steps.stabilized !== steps.proposed) parts.push(`stabilization holds ${steps.stabilized}`);
  const isHeldByPolicy = reason === 'ScaleUpLimit' || reason === 'ScaleDownLimit';
  if (isHeldByPolicy && steps.policyLimit !== undefined) parts.push(policyClause(steps.policyLimit));
  if (reason === 'TooManyReplicas') parts.push(`the maximum is ${steps.limited}`);
  if (reason === 'TooFewReplicas') parts.push(`the minimum is ${steps.limited}`);
  if (reason === 'ScaleUpLimit' && steps.policyLimit === undefined) {
    parts.push(`one pass may go to ${steps.limited}`);
  }
  const failed = outcomes.filter((each) => each.kind === 'failed').length;
  if (failed > 0) parts.push(`${failed} of ${outcomes.length} metrics failed`);
  return parts.join('; ');
}

/** Returns the sentence of a pass that its metrics could not decide. */
export function explainFailure({ count, outOf, first }: MetricFailures): string {
  const who =
    count === outOf ? 'every metric failed' : `${count} of ${outOf} metrics failed and the rest shrink`;
  return `no change: ${who} (${first?.error ?? 'no metric'})`;
}

function metricClause(metric: MetricSpec, outcome: MetricProposal): string {
  const usage = usageOf(metric, outcome);
  if (outcome.hold !== undefined) return `${usage}: ${outcome.replicas} kept, ${holdClause(outcome)}`;
  return `${usage}: ${outcome.replicas} wanted${countedClause(outcome)}`;
}

function holdClause({ hold, guessedPods = 0 }: MetricProposal): string {
  const guessed = `${guessedPods} ${guessedPods === 1 ? 'pod' : 'pods'} without a usable sample`;
  if (hold === 'direction') return `as ${guessed} would turn the answer`;
  return guessedPods === 0 ? 'within tolerance' : `within tolerance once ${guessed} count as guessed`;
}

function countedClause({ countedPods, guessedPods }: MetricProposal): string {
  if (countedPods === undefined) return '';
  return guessedPods === undefined
    ? ` from ${countedPods} ready`
    : ` from ${countedPods} pods, ${guessedPods} of them guessed`;
}

function usageOf(metric: MetricSpec, outcome: MetricProposal): string {
  if (metric.kind === 'unknown') return metric.type;
  const name = nameOf(metric);
  const { target } = metric;
  if (target.kind === 'utilization')
    return `${name} ${outcome.utilizationPercent ?? 0} % of ${target.percent} %`;
  const resource = 'resource' in metric ? metric.resource : undefined;
  const wanted = formatQuantity(target.milli, resource === 'memory' ? 'binary' : 'decimal');
  if (target.kind === 'value') return `${name} ${rounded(outcome.valueMilli ?? 0, resource)} of ${wanted}`;
  return `${name} ${rounded(outcome.averageMilli ?? 0, resource)} of ${wanted} per pod`;
}

function rounded(milli: number, resource: string | undefined): string {
  if (resource === 'memory') return `${Math.round(milli / 1000 / 2 ** 20)}Mi`;
  if (resource === 'cpu') return `${milli}m`;
  return String(Number((milli / 1000).toFixed(milli < 100_000 ? 1 : 0)));
}

function nameOf(metric: Exclude<MetricSpec, { kind: 'unknown' }>): string {
  if (metric.kind !== 'resource' && metric.kind !== 'containerResource') return metric.metric;
  const resource = metric.resource === 'cpu' ? 'CPU' : metric.resource;
  return metric.kind === 'resource' ? resource : `${resource} of container ${metric.container}`;
}

function policyClause({ replicas, policy }: ScaleLimit): string {
  if (policy === undefined) return `scaling this way is disabled, ${replicas} kept`;
  return `policy ${policy.type} ${policy.value}/${policy.periodSec} s allows ${replicas}`;
}
