import { worldHash } from '../scenario/canonical-hash.ts';
import type { Plan } from '../scenario/plan.ts';
import type { Note } from './findings.ts';

/** What each note about intervals means, by its code. */
export const INTERVAL_NOTE_CODES = {
  'calibrated-elsewhere':
    'Intervals begin with how far quotes were off in simulated runs of one world: clock, arrivals, visitors, admission, scoring and machines. In another world quotes err otherwise, and intervals hold too little or too much until they have adapted, if they ever do. tacos calibrate eta makes a calibration of this one.',
  'not-calibrated':
    'The calibration file does not hold these estimators, because they did not watch its runs or answered nobody who was let in. They have no intervals.',
} as const;

/** Returns what must be known of the calibration before its intervals are believed. */
export function intervalNotes(plan: Plan): readonly Note[] {
  const { calibration, eta } = plan;
  if (calibration === undefined) return [];
  const lacking = eta.estimators.filter((id) => id !== 'oracle' && calibration.estimators[id] === undefined);
  const notes: Note[] = [];
  if (calibration.world !== worldHash(plan)) {
    const text = `The intervals were calibrated on another world, ${calibration.scenario}: here they need not hold.`;
    notes.push({ code: 'calibrated-elsewhere' satisfies keyof typeof INTERVAL_NOTE_CODES, text });
  }
  if (lacking.length > 0) {
    const text = `The calibration does not hold ${lacking.join(', ')}: no intervals for them.`;
    notes.push({ code: 'not-calibrated' satisfies keyof typeof INTERVAL_NOTE_CODES, text });
  }
  return notes;
}
