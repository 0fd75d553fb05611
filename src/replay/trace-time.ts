import { parseInstant } from '../units/instant.ts';

/** How a time column counts: by its header, or by its cells. */
export type TimeUnit = 'ms' | 'sec' | 'any';

/** From here on a bare number can only be milliseconds since 1970: as seconds it would lie in the year 5138. */
const EPOCH_MS_FROM = 1e11;

/**
 * Returns an instant [ms], of ISO 8601 text or of a number of seconds or milliseconds, or undefined where the text is
 * neither. A time without an offset is read as UTC: only differences count.
 */
export function readTime(text: string, unit: TimeUnit): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) {
    const value = Number(text);
    const isMs = unit === 'ms' || (unit === 'any' && value >= EPOCH_MS_FROM);
    return Math.round(isMs ? value : value * 1000);
  }
  if (!/^\d{4}-\d\d-\d\d[T ]/.test(text)) return undefined;
  const iso = text
    .replace(' ', 'T')
    .replace(/(\.\d{3})\d+/, '$1')
    .replace(/ ?([+-]\d\d)(\d\d)$/, '$1:$2');
  const instant = parseInstant(/(Z|[+-]\d\d:\d\d)$/.test(iso) ? iso : `${iso}Z`);
  return instant.ok ? instant.value.epochMs : undefined;
}

/** Returns whether an instant is one of the wall clock: it lies after September 2001. */
export function isWallClock(atMs: number): boolean {
  return atMs >= 1e12;
}
