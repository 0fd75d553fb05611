import { compareSides } from '../../analysis/compare/compare-sides.ts';
import { comparedMetrics } from '../../analysis/compare/compared-metrics.ts';
import type { ComparedSide } from '../../analysis/compare/compared-side.ts';
import { EXIT, type ExitCode, TacosError } from '../../errors.ts';
import type { CompareReport } from '../../report/compare/compare-report.ts';
import { type CompareFormat, compareLastLine, compareText } from '../../report/compare/compare-writers.ts';
import { PLAIN_PAGE } from '../../report/format.ts';
import { VERSION } from '../../version.ts';
import { type Compared, type ComparedOptions, compareEstimators, comparePaths } from '../compare/compared.ts';
import { writableFile } from '../gate/writable-file.ts';
import type { Host } from '../host.ts';
import { pageOf } from '../print-report.ts';
import { quoteWord } from '../quote-word.ts';

/** Options of `tacos compare` as the command line gives them. */
export interface CompareOptions extends ComparedOptions {
  readonly format: CompareFormat;
  /** File, or `-` for stdout, the default. */
  readonly output?: string;
}

/** Width of a text report that goes to a file. */
const FILE_PAGE = { ...PLAIN_PAGE, width: 100 };

/**
 * Compares two scenarios, saved runs or estimators and prints what differs. Returns 0, or 130 or 143 when it was stopped.
 * @throws ScenarioError and TacosError for bad input (2), runs of another version (5), unwritable output (8)
 */
export async function runCompare(
  a: string,
  b: string | undefined,
  options: CompareOptions,
  host: Host,
): Promise<ExitCode> {
  if ((b === undefined) === (options.estimators === undefined)) throw twoSides();
  const file = options.output === undefined || options.output === '-' ? undefined : options.output;
  const target = file === undefined ? undefined : writableFile(host.files, file);
  try {
    const compared =
      b === undefined ? await compareEstimators(a, options, host) : await comparePaths(a, b, options, host);
    const report = reportOf(compared, commandOf(a, b, options), options.metrics);
    target?.write(compareText(report, options.format, FILE_PAGE));
    if (target === undefined && !(options.quiet && options.format === 'terminal')) {
      host.stdout.write(compareText(report, options.format, pageOf(host)));
    } else host.stdout.write(compareLastLine(report, pageOf(host)));
    return report.exitCode;
  } catch (error) {
    target?.abandon();
    throw error;
  }
}

function reportOf(
  { sides, sources, kind, stoppedBy }: Compared,
  command: string,
  chosen: readonly string[],
): CompareReport {
  const [a, b] = sides;
  const paths = commonPaths(a, b);
  return {
    manifest: { version: VERSION, a: sources[0], b: sources[1], command },
    comparison: compareSides(a, b, comparedMetrics(paths, chosen, kind)),
    exitCode: stoppedBy ?? EXIT.ok,
    interrupted: stoppedBy !== undefined,
    remarks: chosen.filter((path) => !paths.includes(path)).map((path) => `${path}: no run has it.`),
  };
}

/** Returns the paths that some run of A and some run of B have, in the order of A. */
function commonPaths(a: ComparedSide, b: ComparedSide): readonly string[] {
  const pathsOf = ({ runs }: ComparedSide) => new Set(runs.flatMap(({ metrics }) => Object.keys(metrics)));
  const ofB = pathsOf(b);
  return [...pathsOf(a)].filter((path) => ofB.has(path));
}

function commandOf(a: string, b: string | undefined, options: CompareOptions): string {
  const flag = (name: string, value: string | number | undefined) =>
    value === undefined ? [] : [name, String(value)];
  const words = [
    ...['tacos', 'compare', a, ...(b === undefined ? [] : [b])],
    ...flag('--estimators', options.estimators),
    ...options.overrides.flatMap((each) => ['--set', each]),
    ...options.overridesOfB.flatMap((each) => ['--set-b', each]),
    ...flag('--seed', options.seed),
    ...flag('--replications', options.replications),
    ...options.metrics.flatMap((each) => ['--metric', each]),
  ];
  return words.map(quoteWord).join(' ');
}

function twoSides(): TacosError {
  return new TacosError(
    'compare-sides',
    'a comparison has two sides: two scenarios or saved runs, or one scenario with --estimators',
    EXIT.usage,
    'tacos compare A B, or tacos compare SCENARIO --estimators ql,sliding',
  );
}
