import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { findServer } from '../live/embedded-redis.ts';

const PACKAGE = 'redis-server';

/**
 * Before all tests: a redis-server or valkey-server has to be on the PATH, since live tests run against real ones. Where
 * there is none, root on Debian gets it by apt-get; anybody else is told its name.
 */
export default async function setup(): Promise<void> {
  if (await hasServer()) return;
  if (process.getuid?.() === 0) {
    run('apt-get', ['update', '-q']);
    run('apt-get', ['install', '-y', '-q', PACKAGE]);
  }
  if (!(await hasServer())) {
    throw new Error(`the tests need redis-server or valkey-server: apt-get install ${PACKAGE}`);
  }
}

function hasServer(): Promise<boolean> {
  return findServer(process.env.PATH).then(
    () => true,
    () => false,
  );
}

/** A command that fails leaves no server behind, which is what is asked next. */
function run(command: string, words: readonly string[]): void {
  try {
    execFileSync(command, words, {
      stdio: 'ignore',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  } catch {}
}
