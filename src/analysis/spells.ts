/** A tier is saturated once this many seconds of a window are. */
const SATURATED_SEC = 5;
const SPELL_WINDOW_SEC = 10;

/** Spans of a run in which something was the case for half of the time or more. Rows are seconds. */
export interface Spells {
  /** Seconds in which it was the case, within spells. */
  readonly seconds: number;
  /** First row, and one past the last one; ascending, apart from each other. */
  readonly spans: readonly { readonly from: number; readonly to: number }[];
}

/**
 * Returns the spells of a condition: a spell begins with the first of 5 seconds that meet it within 10 seconds, goes on
 * as long as 5 of the last 10 do, and ends behind the last second that met it. Seconds that meet it elsewhere are noise.
 */
export function findSpells(seconds: number, meets: (s: number) => boolean): Spells {
  const spans: { from: number; to: number }[] = [];
  let recent: number[] = [];
  let met = 0;
  let open = false;
  for (let s = 0; s < seconds; s += 1) {
    recent = recent.filter((row) => row > s - SPELL_WINDOW_SEC);
    if (meets(s)) recent.push(s);
    const last = spans.at(-1);
    if (recent.length < SATURATED_SEC) open = false;
    else if (!open) {
      open = true;
      const from = recent[0]!;
      if (last === undefined || from >= last.to) spans.push({ from, to: s + 1 });
      else last.to = s + 1;
    } else if (last !== undefined && recent.at(-1) === s) last.to = s + 1;
  }
  for (const { from, to } of spans) for (let s = from; s < to; s += 1) if (meets(s)) met += 1;
  return { seconds: met, spans };
}
