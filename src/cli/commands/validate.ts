import { EXIT, type ExitCode, type Problem, ScenarioError } from '../../errors.ts';
import { loadScenario } from '../../scenario/load.ts';
import type { Plan } from '../../scenario/plan.ts';
import { expectedVisitors, peakRatePerSec } from '../../traffic/expectation.ts';
import { formatCompact, formatCount } from '../../units/count.ts';
import { formatRate } from '../../units/rate.ts';
import { formatProblems } from '../format-problems.ts';
import type { Host } from '../host.ts';
import { sourceReader } from '../source-reader.ts';

/** Checks scenarios and prints one line for each that is right; problems go to stderr. Returns 0, or 2 when any is wrong. */
export function runValidate(
  files: readonly string[],
  options: { readonly overrides: readonly string[] },
  host: Host,
): ExitCode {
  const problems: Problem[] = [];
  for (const file of files) {
    try {
      host.stdout.write(summaryLine(file, loadScenario(file, options, sourceReader(host))));
    } catch (error) {
      if (!(error instanceof ScenarioError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length === 0) return EXIT.ok;
  host.stderr.write(formatProblems(problems));
  return EXIT.usage;
}

function summaryLine(file: string, plan: Plan): string {
  const visitors = expectedVisitors(plan.arrivals, plan.clock.horizonMs);
  const joins = peakRatePerSec(plan.arrivals, plan.clock.horizonMs);
  const polls = pollsPerSec(plan) * visitors;
  const load = `up to ${formatCompact(polls)} polls/s if all wait at once`;
  return `ok  ${file}  ${plan.name}  ${formatCount(visitors)} visitors  peak ${formatRate(joins).replace('/s', '')} joins/s  ${load}\n`;
}

/** Returns the status polls of a waiting visitor [1/s], all its tabs together, averaged over the classes. */
function pollsPerSec(plan: Plan): number {
  return plan.visitors.reduce((sum, { share, tabs, poll, hidden }) => {
    const everyMs = poll.kind === 'uniform' ? (poll.fromMs + poll.toMs) / 2 : poll.ceilingMs;
    const hiddenShare = hidden?.share ?? 0;
    const hiddenEveryMs = Math.max(everyMs, hidden?.everyMs ?? 0);
    return sum + share * tabs * 1000 * ((1 - hiddenShare) / everyMs + hiddenShare / hiddenEveryMs);
  }, 0);
}
