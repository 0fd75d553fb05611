import { EXIT, TacosError } from '../errors.ts';
import { FORMAT_IDS, type FormatId } from '../report/format.ts';

/** Formats that are written to the folder unless others are asked for. */
export const DEFAULT_FORMATS: readonly FormatId[] = ['markdown', 'json', 'csv'];

/** Returns the formats of a comma-separated list, each once. @throws TacosError with exit code 2 for an unknown one. */
export function parseFormats(text: string): readonly FormatId[] {
  const words = text.split(',').map((word) => word.trim());
  return [...new Set(words.map(parseFormat))];
}

/** Returns a format by its id. @throws TacosError with exit code 2 */
export function parseFormat(word: string): FormatId {
  const id = FORMAT_IDS.find((each) => each === word);
  if (id === undefined) {
    throw new TacosError('format', `format "${word}" is not known`, EXIT.usage, FORMAT_IDS.join(', '));
  }
  return id;
}
