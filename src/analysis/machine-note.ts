import type { Plan } from '../scenario/plan.ts';
import type { Note } from './findings.ts';
import type { InfrastructureFindings } from './infrastructure-findings.ts';
import type { NOTE_CODES } from './note-codes.ts';

/** What notes about machines look at: findings of one run, or means over several. */
export interface MachinesSeen {
  readonly findings: InfrastructureFindings;
  readonly plan: Plan;
}

/** Returns a note as a list of one. */
export function machineNote(code: keyof typeof NOTE_CODES, text: string): readonly Note[] {
  return [{ code, text }];
}
