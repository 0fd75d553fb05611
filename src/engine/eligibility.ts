import type { MinWaitBand } from './rules.ts';

/** Time a visitor of a rank must have waited since joining [ms]; ranks past the last band take the last band's. */
export function minWaitMs(rank: number, bands: readonly MinWaitBand[]): number {
  for (const band of bands) {
    if (band.upToRank === undefined || rank <= band.upToRank) return band.waitMs;
  }
  return bands.at(-1)?.waitMs ?? 0;
}
