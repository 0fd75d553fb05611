import { EXIT, type ExitCode, TacosError } from '../../errors.ts';
import { METRICS } from '../../scenario/metrics.ts';
import { nearest } from '../../scenario/nearest.ts';
import { EXIT_CODES, EXPLANATIONS } from '../explanations.ts';
import type { Host } from '../host.ts';

/**
 * Prints what a code means: an exit code, a problem or a note. Without one, all codes; with `metrics`, the catalogue of
 * results that thresholds may name.
 */
export function runExplain(code: string | undefined, host: Host): ExitCode {
  if (code === undefined) host.stdout.write(allCodes());
  else if (code === 'metrics') host.stdout.write(metricTable());
  else host.stdout.write(explanation(code, host.stdout.columns));
  return EXIT.ok;
}

function explanation(code: string, columns: number): string {
  const text = EXPLANATIONS[code];
  if (text !== undefined) return `${code}\n${wrap(text, Math.min(columns, 100) - 2)}`;
  const near = nearest(code, Object.keys(EXPLANATIONS));
  const hint = `tacos explain${near === undefined ? '' : ` ${near}`}`;
  throw new TacosError('unknown-code', `no code ${code} is known`, EXIT.usage, hint);
}

/** Returns a text in indented lines of at most this width. */
function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => `  ${each}\n`).join('');
}

function allCodes(): string {
  const exits = Object.entries(EXIT_CODES).map(([code, text]) => `  ${code.padEnd(4)}  ${text}\n`);
  const others = Object.keys(EXPLANATIONS).filter((code) => EXIT_CODES[code] === undefined);
  return `Exit codes\n${exits.join('')}\nCodes of problems and notes (tacos explain CODE)\n${wrap(others.join('  '), 78)}\nMetrics: tacos explain metrics\n`;
}

function metricTable(): string {
  const example = {
    ms: '20m',
    share: '60%',
    'signed-share': '-5%',
    perSec: '50/s',
    count: '10k',
    usd: '$10',
  };
  const width = Math.max(...METRICS.map(({ path }) => path.length));
  return METRICS.map(({ path, unit }) => `${path.padEnd(width)}  ${example[unit]}\n`).join('');
}
