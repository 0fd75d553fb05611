import { EXIT, type ExitCode, TacosError } from '../../errors.ts';
import { loadEffective } from '../../scenario/load.ts';
import { showEffective } from '../../scenario/show.ts';
import type { Host } from '../host.ts';
import { sourceReader } from '../source-reader.ts';

/** Prints a scenario as it is in force: every value with where it comes from. @throws ScenarioError when it is wrong. */
export function runShow(
  file: string,
  options: { readonly effective: boolean; readonly overrides: readonly string[] },
  host: Host,
): ExitCode {
  if (!options.effective) {
    throw new TacosError(
      'show-option',
      'show prints what is in force',
      EXIT.usage,
      `tacos show ${file} --effective`,
    );
  }
  const { effective } = loadEffective(file, { overrides: options.overrides }, sourceReader(host));
  host.stdout.write(showEffective(effective));
  return EXIT.ok;
}
