import type { EstimatorId } from '../engine/eta/plan.ts';
import { formatShare } from '../units/share.ts';
import { DEFECTS, type Defect, type EtaFindings, type Findings, PHASES, type Phase } from './findings.ts';

/** A scenario as written, or one of its variants. */
export interface ClaimSide {
  readonly name: string;
  readonly findings: Findings;
}

/** A defect counts as a cause where it takes this much of A20 by itself. */
const WORTH_NAMING = 0.1;

const PHASE_NAMES: Readonly<Record<Phase, string>> = {
  cold: 'the first minute',
  warm: 'minutes 1-5',
  steady: 'minutes 5-15',
  late: 'after minute 15',
};

const PREPOSITIONS: Readonly<Record<Phase, string>> = { cold: 'in ', warm: 'in ', steady: 'in ', late: '' };

const DEFECT_NAMES: Readonly<Record<Defect, string>> = {
  windows: 'dividing by windows that are not full yet costs',
  burst: 'taking the opening burst for a rate costs',
  hourWeight: 'the hour weight costs',
  ceiling: 'the ceiling of 10 min costs',
  buffer: 'the buffer of 1.1 costs',
};

/**
 * Returns one sentence or two for each claimed estimator: in which phases of which runs its claim was reached, what each
 * known defect costs by itself where it was not, and what no repair of them would mend. A claim is reached where the
 * measured mean, rounded to a percent, is not below it.
 */
export function claimSentences(sides: readonly ClaimSide[]): readonly string[] {
  const [first] = sides;
  if (first === undefined) return [];
  const claimed = Object.entries(first.findings.eta) as readonly [EstimatorId, EtaFindings][];
  return claimed.flatMap(([id, found]) =>
    found.claimed === undefined ? [] : [claimSentence(id, found.claimed, sides)],
  );
}

function claimSentence(id: EstimatorId, claimed: number, sides: readonly ClaimSide[]): string {
  const cells = cellsOf(id, sides);
  const claim = `${id} claims ${formatShare(claimed, 0)}`;
  if (cells.length === 0) return `${claim}: no phase has enough quotes to tell.`;
  const reached = cells.filter(({ a20 }) => Math.round(100 * a20) >= Math.round(100 * claimed));
  const range = rangeOf(cells.map(({ a20 }) => a20));
  if (claimed === 0)
    return `${claim} and measures ${range} by phase: now and then a wait happens to be as long.`;
  if (reached.length === cells.length) return `${claim} and reaches it in every phase (${range}).`;
  const missed = cells.filter((cell) => !reached.includes(cell));
  const measured = `it measures ${rangeOf(missed.map(({ a20 }) => a20))}`;
  const where =
    reached.length === 0
      ? `nowhere: ${measured}`
      : `only ${placesOf(reached, sides.length)}; elsewhere ${measured}`;
  return `${claim} and reaches it ${where}. ${causes(missed, claimed)}`.trimEnd();
}

/** What one estimator measured in one phase of one side. */
interface Cell {
  readonly side: string;
  readonly phase: Phase;
  readonly a20: number;
  readonly found: EtaFindings;
}

function cellsOf(id: EstimatorId, sides: readonly ClaimSide[]): readonly Cell[] {
  return sides.flatMap(({ name, findings }) =>
    PHASES.flatMap((phase) => {
      const found = findings.eta[id];
      const a20 = found?.phases[phase]?.a20;
      if (found === undefined || a20 === undefined) return [];
      return [{ side: name, phase, a20, found }];
    }),
  );
}

function placesOf(cells: readonly Cell[], sides: number): string {
  const parts = PHASES.flatMap((phase) => {
    const names = cells.filter((cell) => cell.phase === phase).map(({ side }) => side);
    if (names.length === 0) return [];
    const runs = names.length === sides ? (sides === 1 ? '' : ' (every run)') : ` (${names.join(', ')})`;
    return [`${PREPOSITIONS[phase]}${PHASE_NAMES[phase]}${runs}`];
  });
  return parts.join(' and ');
}

/** The largest cost of each defect by itself, with its phase, and what is left when all of them are repaired. */
function causes(missed: readonly Cell[], claimed: number): string {
  const worst = DEFECTS.flatMap((defect) => {
    const costs = missed.flatMap(({ phase, side, found }) => {
      const repaired = found.defects?.repaired[phase];
      const alone = found.defects?.alone[defect]?.[phase];
      return repaired === undefined || alone === undefined ? [] : [{ cost: repaired - alone, phase, side }];
    });
    const most = costs.reduce((a, b) => (b.cost > a.cost ? b : a), {
      cost: 0,
      phase: 'cold' as Phase,
      side: '',
    });
    return most.cost < WORTH_NAMING ? [] : [{ defect, ...most }];
  });
  const named = worst
    .sort((a, b) => b.cost - a.cost)
    .map(
      ({ defect, cost, phase, side }) =>
        `${DEFECT_NAMES[defect]} ${points(cost)} (${PHASE_NAMES[phase]}, ${side})`,
    );
  const because = named.length === 0 ? '' : `At worst, and by itself, ${named.join('; ')}.`;
  return [because, remainder(missed, claimed)].filter((text) => text !== '').join(' ');
}

function remainder(missed: readonly Cell[], claimed: number): string {
  const short = missed.flatMap(({ phase, side, found }) => {
    const repaired = found.defects?.repaired[phase];
    return repaired === undefined || repaired >= claimed ? [] : [{ repaired, phase, side }];
  });
  if (short.length === 0) return '';
  const least = short.reduce((a, b) => (b.repaired < a.repaired ? b : a));
  return (
    `With all of them repaired it would still measure ${formatShare(least.repaired, 0)} ` +
    `(${PHASE_NAMES[least.phase]}, ${least.side}): position / rate knows neither who ahead will leave nor how the rate will waver.`
  );
}

function points(share: number): string {
  return `${Math.round(100 * share)} points`;
}

function rangeOf(values: readonly number[]): string {
  const low = formatShare(Math.min(...values), 0);
  const high = formatShare(Math.max(...values), 0);
  return low === high ? low : `${low.replace(' %', '')} to ${high}`;
}
