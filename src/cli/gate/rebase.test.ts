import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TacosError } from '../../errors.ts';
import { BASELINE_SCHEMA } from '../../result/baseline.ts';
import { type FakeHost, fakeHost } from '../../testing/fake-host.ts';
import type { Host } from '../host.ts';
import { nodeProcesses } from '../node-processes.ts';
import { rebase } from './rebase.ts';

/** Stands for tacos: writes a baseline that says what it was asked for, and which scenario it saw. */
const SCRIPT = `import { readFileSync, writeFileSync } from 'node:fs';
const argv = process.argv.slice(2);
const scenario = readFileSync(argv[2], 'utf8');
if (scenario.includes('slow')) await new Promise((done) => setTimeout(done, 60_000));
if (scenario.includes('broken')) { console.error('the scenario is broken'); process.exit(2); }
writeFileSync(argv[argv.indexOf('--out') + 1], JSON.stringify({
  schemaVersion: ${BASELINE_SCHEMA}, scenario: scenario.trim(), scenarioHash: '', sections: {}, version: '0', nodeMajor: 0,
  metricDefinitions: 1, metrics: {}, history: [{ at: '', version: '', reason: argv.join(' ') }], seeds: [] }));
`;

let root = '';
let trees = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rebase-test-'));
  trees = join(root, 'trees');
  mkdirSync(join(root, 'repo/scenarios'), { recursive: true });
  mkdirSync(trees);
  writeFileSync(join(root, 'tool.mjs'), SCRIPT);
  git('init', '--quiet', '--initial-branch=main');
  commit('before');
  commit('after');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function git(...words: readonly string[]): string {
  const identity = ['-c', 'user.email=a@example.org', '-c', 'user.name=A', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...words], {
    cwd: join(root, 'repo'),
    encoding: 'utf8',
    stdio: 'pipe',
  });
}

function commit(scenario: string): void {
  writeFileSync(join(root, 'repo/scenarios/s.yaml'), `${scenario}\n`);
  git('add', '.');
  git('commit', '--quiet', '-m', scenario);
}

/** A fake host with real files and programs below a directory of the repository. */
function hostAt(folder: string): Host & Pick<FakeHost, 'stop'> {
  const cwd = join(root, 'repo', folder);
  const at = (path: string) => resolve(cwd, path);
  const fake = fakeHost({ env: { TMPDIR: trees } });
  return {
    ...fake,
    cwd,
    files: {
      ...fake.files,
      kind: (path) =>
        !existsSync(at(path)) ? 'missing' : statSync(at(path)).isDirectory() ? 'directory' : 'file',
      read: (path) => readFileSync(at(path)),
    },
    processes: { ...nodeProcesses(cwd), self: [process.execPath, join(root, 'tool.mjs')] },
  };
}

const run = (ref: string, host: Host, scenario = 'scenarios/s.yaml') =>
  rebase(scenario, { ref, overrides: ['a.b=1'], seeds: '1..40', workers: 2, quiet: true }, host);

async function failure(promise: Promise<unknown>): Promise<TacosError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof TacosError) return error;
  throw error ?? new Error('it did not fail');
}

function expectNoTrees(): void {
  expect(readdirSync(trees)).toEqual([]);
  expect(git('worktree', 'list').trim().split('\n')).toHaveLength(1);
}

describe('rebase', { timeout: 30_000 }, () => {
  it('runs the scenario as it was at a commit, with the flags of now, and leaves no work tree', async () => {
    const result = await run('HEAD~1', hostAt('.'));
    expect(result).toMatchObject({ kind: 'baseline', baseline: { scenario: 'before' } });
    const [{ reason } = { reason: '' }] = result.kind === 'baseline' ? result.baseline.history : [];
    expect(reason).toContain('baseline update scenarios/s.yaml');
    expect(reason).toContain('--set a.b=1 --seeds 1..40 --workers 2');
    expectNoTrees();
  });

  it('finds the scenario from a folder inside the repository', async () => {
    expect(await run('main', hostAt('scenarios'), 's.yaml')).toMatchObject({
      baseline: { scenario: 'after' },
    });
    expectNoTrees();
  });

  it('says what was said where the commit cannot run the scenario', async () => {
    commit('broken');
    const { exitCode, message } = await failure(run('HEAD', hostAt('.')));
    expect({ exitCode, message }).toEqual({
      exitCode: 5,
      message: 'HEAD cannot run scenarios/s.yaml: the scenario is broken',
    });
    expectNoTrees();
  });

  it('refuses a ref that is none, even one that looks like a flag, and a scenario outside', async () => {
    expect((await failure(run('nosuch', hostAt('.')))).message).toBe('git knows no commit nosuch');
    expect((await failure(run('--help', hostAt('.')))).exitCode).toBe(2);
    expect((await failure(run('HEAD', hostAt('.'), '../tool.mjs'))).message).toContain(
      'outside the repository',
    );
    expectNoTrees();
  });

  it('needs git', async () => {
    rmSync(join(root, 'repo/.git'), { recursive: true });
    const { exitCode, message } = await failure(run('HEAD', hostAt('.')));
    expect({ exitCode, message }).toEqual({ exitCode: 2, message: '--rebase needs a git repository' });
  });

  it('ends what runs at a signal, and leaves no work tree', async () => {
    commit('slow');
    const host = hostAt('.');
    const running = run('HEAD', host);
    const timer = setInterval(() => {
      if (readdirSync(trees).length > 0) host.stop(130);
    }, 20);
    expect(await running).toEqual({ kind: 'stopped', code: 130 });
    clearInterval(timer);
    expectNoTrees();
  });
});
