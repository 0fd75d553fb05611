import { EXIT, TacosError } from '../errors.ts';
import { FORMAT_IDS, type FormatId } from '../report/format.ts';

/** Where a report goes on stdout, as the command line says. */
export interface StdoutOptions {
  readonly json: boolean;
  /** `-`: the format on stdout in place of the terminal report. */
  readonly output?: string;
}

/** Returns the format that stdout gets. @throws TacosError with exit code 2 where the options contradict each other */
export function chooseStdout(
  { json, output }: StdoutOptions,
  formats: readonly FormatId[] | undefined,
): FormatId {
  if (json) return 'json';
  if (output === undefined) return 'terminal';
  if (output !== '-') {
    throw new TacosError(
      'output-option',
      `-o ${output} is not known`,
      EXIT.usage,
      '-o - for stdout, or --out for a folder',
    );
  }
  const [only, ...more] = formats ?? (['terminal'] as const);
  if (only === undefined || more.length > 0) {
    const hint = `one of them: --format ${FORMAT_IDS.join(', --format ')}`;
    throw new TacosError('output-option', '-o - takes one format', EXIT.usage, hint);
  }
  return only;
}
