import type { ArrivalPhase } from './arrival-plan.ts';
import { constant } from './arrivals/constant.ts';
import { counts } from './arrivals/counts.ts';
import { flash } from './arrivals/flash.ts';
import { flashCrowd } from './arrivals/flash-crowd.ts';
import { halfLife } from './arrivals/half-life.ts';
import { hours } from './arrivals/hours.ts';
import { instants } from './arrivals/instants.ts';
import { lottery } from './arrivals/lottery.ts';
import { markov } from './arrivals/markov.ts';
import type { PhaseProcess } from './arrivals/phase-process.ts';
import { ramp } from './arrivals/ramp.ts';

/** Returns what a phase means on the run clock. A new arrival process is one file in `arrivals/` and one line here. */
export function phaseProcess(phase: ArrivalPhase): PhaseProcess {
  const { shape, startMs, endMs } = phase;
  const span = { startMs, endMs };
  switch (shape.kind) {
    case 'constant':
      return constant(shape, span);
    case 'ramp':
      return ramp(shape, span);
    case 'flash':
      return flash(shape, span);
    case 'flash-crowd':
      return flashCrowd(shape, span);
    case 'hours':
      return hours(shape, span);
    case 'half-life':
      return halfLife(shape, span);
    case 'lottery':
      return lottery(shape, span);
    case 'markov':
      return markov(shape, span);
    case 'counts':
      return counts(shape, span);
    case 'instants':
      return instants(shape, span);
  }
}
