/**
 * Returns pieces joined into lines no longer than `width`, broken between pieces only; a piece that is longer than a
 * line stands whole on its own. @param width >= 1
 */
function wrapPieces(pieces: readonly string[], width: number, gap: string): readonly string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + gap.length + piece.length <= width) {
      lines[lines.length - 1] = last + gap + piece;
    } else {
      lines.push(piece);
    }
  }
  return lines.length === 0 ? [''] : lines;
}

/** Spaces at which a sentence may break: not between a number and its unit (`97 %`, `3.9 s`, `27 M`). */
const BREAKS = / +(?!(?:%|s|ms|k|M|G)(?!\w))/;

/** Returns a sentence in lines no longer than `width`, broken at spaces. */
export function wrapWords(text: string, width: number): readonly string[] {
  return wrapPieces(
    text.split(BREAKS).filter((word) => word !== ''),
    width,
    ' ',
  );
}

/** Returns items side by side in lines no longer than `width`; an item too long for a line is broken at spaces. */
export function wrapItems(items: readonly string[], width: number, gap: string): readonly string[] {
  return wrapPieces(items, width, gap).flatMap((line) =>
    line.length > width ? wrapWords(line, width) : [line],
  );
}
