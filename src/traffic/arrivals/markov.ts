import type { Rng } from '../../random/rng.ts';
import { flat, type RateSegment, type Span } from '../rate-profile.ts';
import type { PhaseProcess, ShapeOf } from './phase-process.ts';

type States = ShapeOf<'markov'>['states'];

/**
 * Returns a Markov-modulated rate: exponential stays in states of constant rate; the next state is any other one with equal
 * probability, so two states alternate. The first state is drawn from the stationary law, in which the share of a state
 * is proportional to its mean stay, so the mean rate is sum(rate x stay) / sum(stay) at every instant.
 * Source: W. Fischer, K. Meier-Hellstern 1993, "The Markov-modulated Poisson process (MMPP) cookbook", Perform. Eval. 18.
 */
export function markov(shape: ShapeOf<'markov'>, span: Span): PhaseProcess {
  const { states } = shape;
  const stayMs = states.reduce((sum, state) => sum + state.meanStayMs, 0);
  const weighted = states.reduce((sum, state) => sum + state.perSec * state.meanStayMs, 0);
  return {
    kind: 'modulated',
    meanRate: [flat(span.startMs, span.endMs, stayMs > 0 ? weighted / stayMs : 0)],
    peakPerSec: states.reduce((peak, state) => Math.max(peak, state.perSec), 0),
    drawRate: (rng) => drawStays(states, stayMs, span, rng),
  };
}

function drawStays(states: States, stayMs: number, span: Span, rng: Rng): readonly RateSegment[] {
  const stays: RateSegment[] = [];
  let index = stationaryState(states, stayMs, rng);
  let startMs = span.startMs;
  while (startMs < span.endMs) {
    const state = states[index]!;
    const endMs = states.length === 1 ? span.endMs : startMs + state.meanStayMs * rng.exponential();
    stays.push(flat(startMs, Math.min(endMs, span.endMs), state.perSec));
    startMs = endMs;
    if (states.length > 1) index = (index + 1 + rng.below(states.length - 1)) % states.length;
  }
  return stays;
}

function stationaryState(states: States, stayMs: number, rng: Rng): number {
  let left = rng.uniform() * stayMs;
  const index = states.findIndex((state) => {
    left -= state.meanStayMs;
    return left < 0;
  });
  return index < 0 ? states.length - 1 : index;
}
