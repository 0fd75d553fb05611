import { EXIT, type ExitCode, TacosError } from '../../errors.ts';
import type { Host } from '../host.ts';
import { starterScenario } from '../starter-scenario.ts';

/** Where the starter goes: `-` is stdout; by default NAME.yaml. */
interface InitOptions {
  readonly out?: string;
  readonly force: boolean;
}

/** Writes a commented scenario to start from. @throws TacosError rather than overwrite a file without force. */
export function runInit(name: string, options: InitOptions, host: Host): ExitCode {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) {
    throw new TacosError(
      'init-name',
      `${name} is no name of a-z, 0-9 and -`,
      EXIT.usage,
      'tacos init my-sale',
    );
  }
  if (options.out === '-') {
    host.stdout.write(starterScenario(name));
    return EXIT.ok;
  }
  const out = options.out ?? `${name}.yaml`;
  if (host.files.kind(out) !== 'missing' && !options.force) {
    throw new TacosError(
      'init-exists',
      `${out} exists`,
      EXIT.usage,
      `tacos init ${name} --out OTHER.yaml, or --force`,
    );
  }
  try {
    host.files.write(out, starterScenario(name));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TacosError('init-unwritable', `${out} cannot be written: ${reason}`, EXIT.output);
  }
  host.stderr.write(`wrote ${out}; next: tacos validate ${out}\n`);
  return EXIT.ok;
}
