/** A decimal number and what follows it, e.g. `30k/s` -> 30 and `k/s`. */
export interface NumberWithUnit {
  readonly number: number;
  /** The number as written, for cures. */
  readonly digits: string;
  /** Trimmed; empty for a bare number. */
  readonly unit: string;
}

const NUMBER_WITH_UNIT = /^([+-]?\d+(?:\.\d+)?)\s*([^\d\s].*)?$/;

/** Returns the number and the unit of a text, or undefined when it does not begin with a finite decimal number. */
export function splitNumber(text: string): NumberWithUnit | undefined {
  const match = NUMBER_WITH_UNIT.exec(text.trim());
  if (match === null) return undefined;
  const digits = match[1] ?? '';
  const number = Number(digits);
  return Number.isFinite(number) ? { number, digits, unit: (match[2] ?? '').trim() } : undefined;
}

/** The kind of quantity a unit belongs to, in words, or undefined when no kind has it. */
export function kindOfUnit(unit: string): string | undefined {
  const text = unit.trim();
  if (/^(us|ms|s|sec|m|min|h|d)(\s*\d.*)?$/i.test(text)) return 'a duration';
  if (/^[kM]?\s*(\/.*|rps|ops\/s)$/i.test(text)) return 'a rate';
  if (text === '%') return 'a share';
  if (/^[kM]$/.test(text)) return 'a count';
  if (/^([KMGT]i|[KMGT]B?)$/.test(text)) return 'a size';
  return undefined;
}
