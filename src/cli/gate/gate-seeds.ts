import { type Problem, ScenarioError } from '../../errors.ts';
import { DEFAULT_GATE } from '../../scenario/gate-plan.ts';
import type { GatePlan, Plan } from '../../scenario/plan.ts';
import { FEWEST_SEEDS } from '../../scenario/vocabulary/gate.ts';

const MOST_SEEDS = 1000;
const HIGHEST_SEED = 0xffff_ffff;

/**
 * Returns the gate of a plan, with the seeds of `--seeds FROM..TO` in place of its own where they are given: the first
 * twenty are the first look, the others are added where it cannot decide.
 * @throws ScenarioError for a range that cannot be read, and for a scenario without a gate where none is given
 */
export function gateOf(plan: Plan, range: string | undefined): GatePlan {
  if (range !== undefined) {
    const seeds = parseRange(range);
    const look = plan.gate === undefined ? FEWEST_SEEDS : Math.min(plan.gate.seeds.length, seeds.length);
    return {
      ...(plan.gate ?? DEFAULT_GATE),
      seeds: seeds.slice(0, look),
      topUp: seeds.slice(look),
    };
  }
  if (plan.gate !== undefined) return plan.gate;
  throw refusal({
    path: `${plan.source.file} gate`,
    got: 'nothing',
    expected: `a gate section with at least ${FEWEST_SEEDS} seeds, or --seeds FROM..TO`,
    cure: '--seeds 1..40',
  });
}

function parseRange(text: string): readonly number[] {
  const match = /^(\d{1,10})\.\.(\d{1,10})$/.exec(text.trim());
  const [from, to] = [Number(match?.[1]), Number(match?.[2])];
  const count = to - from + 1;
  const fits = match !== null && to <= HIGHEST_SEED && count >= FEWEST_SEEDS && count <= MOST_SEEDS;
  if (fits) return Array.from({ length: count }, (_, i) => from + i);
  const start = Number.isSafeInteger(from) && from + 39 <= HIGHEST_SEED ? from : 1;
  throw refusal({
    path: '--seeds',
    got: text,
    expected: `FROM..TO, ${FEWEST_SEEDS} to ${MOST_SEEDS} whole numbers from 0 to 4294967295`,
    cure: `--seeds ${start}..${start + 39}`,
  });
}

function refusal(problem: Omit<Problem, 'code'>): ScenarioError {
  return new ScenarioError([{ code: 'gate-seeds', ...problem }]);
}
