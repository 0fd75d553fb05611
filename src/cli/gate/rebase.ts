import { posix } from 'node:path';
import { EXIT, TacosError } from '../../errors.ts';
import { BASELINE_SCHEMA, type Baseline, decodeBaseline } from '../../result/baseline.ts';
import type { Host } from '../host.ts';
import type { ProcessResult } from '../processes.ts';

/** What is to be run at another commit. */
export interface RebaseOptions {
  /** Branch, tag or commit. */
  readonly ref: string;
  readonly overrides: readonly string[];
  /** FROM..TO where the command line gave one. */
  readonly seeds?: string;
  readonly workers?: number;
  readonly quiet: boolean;
}

/** Figures of the base commit, or the signal that ended the work. */
export type Rebased =
  | { readonly kind: 'baseline'; readonly baseline: Baseline; readonly commit: string }
  | { readonly kind: 'stopped'; readonly code: 130 | 143 };

const GIT_LIMIT_MS = 120_000;
const BUILD_LIMIT_MS = 600_000;
const RUN_LIMIT_MS = 3_600_000;
const RESULT_NAME = '.tacos-rebase.json';
const COMMIT_DIGITS = 12;

/**
 * Runs the scenario as it is at another commit in a git work tree of its own, on this machine, and returns its figures.
 * Where that commit is one of tacos itself, its code is built and run, with the packages that are installed here; anywhere
 * else this program runs the scenario of then. The work tree is removed on every path.
 * @throws TacosError with exit code 2 outside git and for a ref that is none, 5 where the commit cannot be run
 */
export async function rebase(scenario: string, options: RebaseOptions, host: Host): Promise<Rebased> {
  const shell = new Shell(host, options.quiet);
  const stopListening = host.onStop((code) => shell.stop(code));
  try {
    const tree = await addTree(options.ref, shell, host);
    try {
      const text = await runAt(tree, scenario, options, shell, host);
      const baseline = decodeBaseline(text, `${options.ref}:${scenario}`);
      if (!('otherSchema' in baseline)) return { kind: 'baseline', baseline, commit: tree.commit };
      throw failed(
        `${options.ref} writes baselines of schema ${baseline.otherSchema}, this version reads ${BASELINE_SCHEMA}`,
      );
    } finally {
      await removeTree(tree, shell, host);
    }
  } catch (error) {
    if (shell.stoppedBy !== undefined) return { kind: 'stopped', code: shell.stoppedBy };
    throw error;
  } finally {
    stopListening();
  }
}

interface Tree {
  readonly path: string;
  readonly commit: string;
  /** Root of the repository, and the way from there to the working directory: empty, or with a slash at its end. */
  readonly root: string;
  readonly prefix: string;
}

async function addTree(ref: string, shell: Shell, host: Host): Promise<Tree> {
  const git = (...words: readonly string[]) => shell.run(['git', ...words], '.', GIT_LIMIT_MS);
  const root = await git('rev-parse', '--show-toplevel');
  if (root.exitCode !== 0) throw refused('--rebase needs a git repository', root.stderr);
  const commit = await git('rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
  if (commit.exitCode !== 0) {
    throw refused(`git knows no commit ${ref}`, 'fetch it first; a shallow clone has the last commit alone');
  }
  const prefix = await git('rev-parse', '--show-prefix');
  const folder = host.env.TMPDIR ?? '/tmp';
  const path = posix.join(
    folder,
    `tacos-rebase-${host.clock.epochMs()}-${Math.trunc(host.clock.monotonicMs())}`,
  );
  const tree = {
    path,
    commit: commit.stdout.trim().slice(0, COMMIT_DIGITS),
    root: root.stdout.trim(),
    prefix: prefix.stdout.trim(),
  };
  const added = await git('worktree', 'add', '--detach', '--quiet', path, commit.stdout.trim());
  if (added.exitCode === 0) return tree;
  await removeTree(tree, shell, host);
  throw failed(`a work tree of ${ref} cannot be made: ${lastLine(added)}`);
}

/** A signal must not keep the tree: it is removed by processes that no signal has reached. */
async function removeTree({ path }: Tree, shell: Shell, host: Host): Promise<void> {
  await shell.cleanUp(['git', 'worktree', 'remove', '--force', path]);
  if (host.files.kind(path) === 'directory') await shell.cleanUp(['rm', '-rf', path]);
  await shell.cleanUp(['git', 'worktree', 'prune']);
}

/** Returns the text of the baseline that the tree's scenario gives. */
async function runAt(
  tree: Tree,
  scenario: string,
  options: RebaseOptions,
  shell: Shell,
  host: Host,
): Promise<string> {
  const { ref, overrides, seeds, workers } = options;
  const program = await programAt(tree, ref, shell, host);
  const result = posix.join(tree.path, RESULT_NAME);
  const inTree = insideRepository(scenario, tree, host);
  const words = [
    ...[...program, 'baseline', 'update', inTree, '--out', result, '--reason', `at ${tree.commit}`],
    ...overrides.flatMap((each) => ['--set', each]),
    ...(seeds === undefined ? [] : ['--seeds', seeds]),
    ...(workers === undefined ? [] : ['--workers', String(workers)]),
    '--quiet',
  ];
  shell.say(`running ${scenario} at ${ref} (${tree.commit})`);
  const run = await shell.run(words, posix.join(tree.path, tree.prefix), RUN_LIMIT_MS);
  if (run.exitCode !== 0) throw failed(`${ref} cannot run ${scenario}: ${lastLine(run)}`, run.stderr);
  return new TextDecoder().decode(host.files.read(result));
}

/** Returns the path of a scenario as seen from the same directory of the tree. */
function insideRepository(scenario: string, { root, prefix }: Tree, host: Host): string {
  const relative = posix.relative(root, posix.resolve(host.cwd, scenario));
  if (relative.startsWith('..')) throw refused(`${scenario} is outside the repository ${root}`, '');
  return posix.relative(prefix === '' ? '.' : prefix, relative);
}

/** Returns the words that start the tacos of a tree: its own code, built, or this program where it has none. */
async function programAt(tree: Tree, ref: string, shell: Shell, host: Host): Promise<readonly string[]> {
  const { self } = host.processes;
  if (!isTacos(tree, host)) return self;
  const packages = posix.join(tree.root, 'node_modules');
  if (host.files.kind(packages) === 'directory') {
    await shell.run(['ln', '-s', packages, posix.join(tree.path, 'node_modules')], '.', GIT_LIMIT_MS);
  }
  if (!sameText(host, tree, 'package-lock.json')) {
    shell.say(`package-lock.json differs at ${ref}: its code runs with the packages that are installed here`);
  }
  shell.say(`building ${ref} (${tree.commit})`);
  const built = await shell.run(['npm', 'run', '--silent', 'build'], tree.path, BUILD_LIMIT_MS);
  if (built.exitCode !== 0) throw failed(`${ref} cannot be built here: ${lastLine(built)}`, built.stderr);
  return [self[0] ?? 'node', posix.join(tree.path, 'bin/tacos.js')];
}

function isTacos({ path }: Tree, { files }: Host): boolean {
  const file = posix.join(path, 'package.json');
  if (files.kind(file) !== 'file' || files.kind(posix.join(path, 'bin/tacos.js')) !== 'file') return false;
  return /"name"\s*:\s*"tacos"/.test(new TextDecoder().decode(files.read(file)));
}

function sameText({ files }: Host, { root, path }: Tree, name: string): boolean {
  const texts = [root, path].map((folder) => {
    const file = posix.join(folder, name);
    return files.kind(file) === 'file' ? new TextDecoder().decode(files.read(file)) : undefined;
  });
  return texts[0] === texts[1];
}

/** Runs programs one after the other; a signal ends the one that runs and lets none begin. */
class Shell {
  stoppedBy: 130 | 143 | undefined;
  private readonly host: Host;
  private readonly quiet: boolean;
  private stopRunning: (() => void) | undefined;

  constructor(host: Host, quiet: boolean) {
    this.host = host;
    this.quiet = quiet;
  }

  say(text: string): void {
    if (!this.quiet) this.host.stderr.write(`tacos: ${text}\n`);
  }

  stop(code: 130 | 143): void {
    this.stoppedBy ??= code;
    this.stopRunning?.();
  }

  /** @throws TacosError once a signal has come */
  async run(words: readonly string[], cwd: string, limitMs: number): Promise<ProcessResult> {
    if (this.stoppedBy === undefined) {
      const running = this.start(words, cwd, limitMs);
      this.stopRunning = running.stop;
      const result = await running.ended;
      this.stopRunning = undefined;
      if (this.stoppedBy === undefined) return result;
    }
    throw failed('stopped');
  }

  /** Runs a program whatever has happened; what it says does not matter. */
  async cleanUp(words: readonly string[]): Promise<void> {
    await this.start(words, '.', GIT_LIMIT_MS).ended;
  }

  private start([program = '', ...args]: readonly string[], cwd: string, limitMs: number) {
    return this.host.processes.start([program, ...args], { cwd, limitMs });
  }
}

function lastLine({ stderr, stdout }: ProcessResult): string {
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  return lines.findLast((line) => !/^\s+(code|try) /.test(line))?.trim() ?? 'it said nothing';
}

function refused(message: string, hint: string): TacosError {
  return new TacosError('rebase', message, EXIT.usage, hint.trim() === '' ? undefined : hint.trim());
}

function failed(message: string, details = ''): TacosError {
  const said = details.trim().split('\n').slice(-8).join('\n       ');
  return new TacosError(
    'rebase',
    message,
    EXIT.baseline,
    said === '' ? undefined : `it said:\n       ${said}`,
  );
}
