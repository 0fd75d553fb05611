import { type Problem, ScenarioError } from '../errors.ts';
import { unsupportedRules } from '../live/unsupported-rules.ts';
import type { Totals } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import { formatCount } from '../units/count.ts';
import { formatDuration } from '../units/duration.ts';
import { formatRate } from '../units/rate.ts';
import type { Host } from './host.ts';
import type { LiveSettings } from './live-flags.ts';
import { TaskInSlices } from './run-task.ts';

/** Sections of a scenario that make its infrastructure. */
const MACHINES = ['edge', 'gateway', 'redis', 'cluster', 'backend', 'seats', 'cost', 'faults'];

/**
 * Refuses a plan that no target can be asked to be.
 * @throws ScenarioError with every part that a live run cannot have
 */
export function refuseUnlivable(plan: Plan): void {
  const problems: Problem[] = [...unsupportedRules(plan.admission)];
  if (plan.infrastructure !== undefined) {
    problems.push({
      code: 'live-unsupported',
      path: plan.source.file,
      got: 'a scenario with an infrastructure',
      expected: `a waiting room alone: the machines of a live run are the real ones (${MACHINES.join(', ')})`,
      cure: 'a scenario without those sections, or --set SECTION=null for each of them',
    });
  }
  if (problems.length > 0) throw new ScenarioError(problems);
}

/** Returns what the simulator counts for the people who are about to come; undefined once it was told to stop. */
export async function expectTotals(
  plan: Plan,
  host: Host,
  isStopped: () => boolean,
): Promise<Totals | undefined> {
  const task = new TaskInSlices({ plan, replication: 0, label: '', keepRecord: true }, () =>
    host.clock.monotonicMs(),
  );
  while (!task.isDone && !isStopped()) {
    task.advance();
    await host.breathe();
  }
  return task.finish().result?.record?.totals;
}

/** @throws ScenarioError where the people of a plan would ask more than the ceiling allows */
export function refuseAboveCeiling({ peakRequestsPerSec }: Totals, { speed, maxPerSec }: LiveSettings): void {
  const peakPerSec = peakRequestsPerSec * speed;
  if (maxPerSec === undefined || peakPerSec <= maxPerSec) return;
  throw new ScenarioError([
    {
      code: 'live-max-rate',
      path: '--max-rate',
      got: formatRate(maxPerSec),
      expected: `at least the ${formatRate(peakPerSec)} that these people ask in their busiest second`,
      cure: 'fewer or slower people, a lower --speed, or a higher --max-rate where the target is yours',
    },
  ]);
}

/** Returns what is about to happen, in lines. */
export function describeIntent(
  plan: Plan,
  totals: Totals,
  {
    target,
    keys,
    settings,
  }: { readonly target: string; readonly keys: string; readonly settings: LiveSettings },
): readonly string[] {
  const { visitors, peakRequestsPerSec, joins, polls, enters, leaves } = totals;
  const { speed, maxPerSec } = settings;
  const takes = formatDuration(plan.clock.horizonMs / speed);
  const ceiling = maxPerSec === undefined ? '' : `, never more than ${formatRate(maxPerSec)}`;
  return [
    `target    ${target}, keys ${keys}*, removed at the end`,
    `people    ${formatCount(visitors)} visitors, about ${formatCount(joins + polls + enters + leaves)} requests`,
    `peak      about ${formatRate(peakRequestsPerSec * speed)} in one second${ceiling}`,
    `takes     ${takes} at most${speed === 1 ? '' : `, at ${speed}x real time`}`,
  ];
}
