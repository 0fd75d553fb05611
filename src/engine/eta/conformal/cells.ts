/** Phases of a run, counted from its first admission: under 1 min, 1-5, 5-15, past 15 min. */
export const BAND_PHASES = ['cold', 'warm', 'steady', 'late'] as const;
export type BandPhase = (typeof BAND_PHASES)[number];

/** Sizes of an ETA as shown: below 30 s, 30 s to below 2 min, 2 min to below 10 min, and from there on. */
export const ETA_BINS = ['under30s', '30to120s', '120to600s', 'over600s'] as const;
export type EtaBin = (typeof ETA_BINS)[number];

/** A cell is a phase and an ETA bin: quotes of one cell are taken to err alike. */
export const BAND_CELLS = BAND_PHASES.length * ETA_BINS.length;

/** Returns the phase of an instant [ms since the first admission; before it is cold], as an index into BAND_PHASES. */
export function phaseIndexAt(sinceFirstMs: number): number {
  if (sinceFirstMs < 60_000) return 0;
  if (sinceFirstMs < 300_000) return 1;
  return sinceFirstMs < 900_000 ? 2 : 3;
}

/** Returns the bin of an ETA [s], as an index into ETA_BINS. */
function etaBinIndex(etaSec: number): number {
  if (etaSec < 30) return 0;
  if (etaSec < 120) return 1;
  return etaSec < 600 ? 2 : 3;
}

/** Returns the cell of a quote, 0..BAND_CELLS - 1: those of a phase stand together, by ETA bin. */
export function bandCell(phaseIndex: number, etaSec: number): number {
  return phaseIndex * ETA_BINS.length + etaBinIndex(etaSec);
}

/** Returns the ETA bin of a cell, as an index into ETA_BINS. */
export function binOfCell(cell: number): number {
  return cell % ETA_BINS.length;
}
