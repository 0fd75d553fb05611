import { canonicalHash } from './canonical-hash.ts';
import type { Plan } from './plan.ts';

/** Sections of a plan that move its runs; the seed and the number of runs are chosen by whoever compares them. */
export const HASHED_SECTIONS = [
  'clock',
  'arrivals',
  'visitors',
  'admission',
  'eta',
  'infrastructure',
] as const;

export type HashedSection = (typeof HASHED_SECTIONS)[number];

/** Enough digits that two sections never share them by chance. */
const DIGITS = 16;

/**
 * Returns a hash of each section that moves a plan's runs (hex, 16 digits), so that two plans can be told apart by name.
 * A section that the plan has not got has a hash too. Title, thresholds, claims, variants and gate are not among them.
 */
export function sectionHashes(plan: Plan): Readonly<Record<HashedSection, string>> {
  const hash = (section: HashedSection) => canonicalHash([plan[section]]).slice(0, DIGITS);
  return {
    clock: hash('clock'),
    arrivals: hash('arrivals'),
    visitors: hash('visitors'),
    admission: hash('admission'),
    eta: hash('eta'),
    infrastructure: hash('infrastructure'),
  };
}
