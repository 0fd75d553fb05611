import { spawnSync } from 'node:child_process';
import type { Contender, Sample } from '../../testing/bench/contender.ts';

const PYTHONS = ['/usr/bin/python3', 'python3'];

/** Folder of the scripts, from the root of the project, where the bench runs. */
const SCRIPTS = 'src/simulator/peers';

/** Returns the first Python that can import SimPy, and SimPy's version; undefined when none can. */
export function findSimPy(): { readonly python: string; readonly version: string } | undefined {
  for (const python of PYTHONS) {
    const found = spawnSync(python, ['-c', 'import simpy; print(simpy.__version__)'], { encoding: 'utf8' });
    if (found.status === 0) return { python, version: found.stdout.trim() };
  }
  return undefined;
}

/** Returns a script of this folder as a contender, skipped by name where SimPy is not installed. */
export function simPy(name: string, script: string, args: readonly string[], rounds: number): Contender {
  const found = findSimPy();
  if (found === undefined) {
    const skipped = 'skipped: SimPy not installed (Debian: apt-get install python3-simpy3)';
    return { name, rounds, isWarmedUp: false, skipped, run: () => never(name) };
  }
  const run = (): Sample => runScript(found.python, [`${SCRIPTS}/${script}`, ...args]);
  return { name, rounds, isWarmedUp: false, run };
}

function runScript(python: string, args: readonly string[]): Sample {
  const done = spawnSync(python, args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${python} ${args.join(' ')}: ${done.stderr}`);
  const { count, seconds, mean } = JSON.parse(done.stdout) as {
    count: number;
    seconds: number;
    mean: number;
  };
  return { count, seconds, meanSec: mean };
}

function never(name: string): never {
  throw new Error(`${name} is skipped`);
}
