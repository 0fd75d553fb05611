import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { PLAIN_DRAWS, rejectionOf } from '../testing/live-room.ts';
import { buildRules } from '../testing/record-builder.ts';
import { ask, startRedis, until } from '../testing/redis-servers.ts';
import { startOwnServer } from './embedded-redis.ts';
import { openTarget } from './registry.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function folderOfOwn(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `tacos-${name}-`));
  folders.push(folder);
  return folder;
}

/** Whether a process is there and no corpse. */
function isAlive(pid: number): boolean {
  try {
    return !execFileSync('ps', ['-o', 'stat=', '-p', String(pid)])
      .toString()
      .trim()
      .startsWith('Z');
  } catch {
    return false;
  }
}

describe('a server of our own', () => {
  it('listens to this machine alone, keeps nothing on disk, and is gone with its folder when stopped', async () => {
    const server = await startRedis();
    expect(await ask(server, 'CONFIG', 'GET', 'bind')).toEqual(['bind', '127.0.0.1']);
    expect(await ask(server, 'CONFIG', 'GET', 'save')).toEqual(['save', '']);
    await server.stop();
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
    expect(existsSync(server.folder)).toBe(false);
  });

  it('goes when the process that started it is killed, so hard that it cannot clean up', async () => {
    const script = join(folderOfOwn('orphan'), 'orphan.mjs');
    const source = new URL('./embedded-redis.ts', import.meta.url).pathname;
    const { build } = await import('esbuild');
    writeFileSync(
      `${script}.ts`,
      `import { startOwnServer } from ${JSON.stringify(source)};
      const { pid, folder } = await startOwnServer({ path: process.env.PATH });
      console.log(JSON.stringify({ pid, folder }));
      setInterval(() => {}, 1000);`,
    );
    await build({
      entryPoints: [`${script}.ts`],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: script,
    });
    const child = execFile(process.execPath, [script]);
    const line = await new Promise<string>((resolve) => child.stdout!.once('data', resolve));
    const { pid, folder } = JSON.parse(line) as { pid: number; folder: string };
    expect(isAlive(pid)).toBe(true);
    child.kill('SIGKILL');
    await until(async () => !isAlive(pid) && !existsSync(folder));
  });

  it('is refused where no program is installed, with the package that has one', async () => {
    const empty = folderOfOwn('empty');
    for (const path of [undefined, '', empty]) {
      const error = await rejectionOf(startOwnServer({ path }));
      expect(error).toMatchObject({
        code: 'embedded-missing',
        exitCode: 6,
        hint: 'apt-get install redis-server',
      });
      expect(error.message).not.toContain('\n');
    }
  });

  it('says why it did not start', async () => {
    const taken = await startRedis();
    const error = await rejectionOf(startRedis([], { port: taken.port }));
    expect(error).toMatchObject({ code: 'embedded-start' });
    expect(error.message).toMatch(/in use/);
    await taken.stop();
    expect((await rejectionOf(startRedis(['no-such-setting yes']))).message).toMatch(
      /did not start: .*no-such-setting|Bad directive/,
    );
  });
});

describe('the embedded target', () => {
  it('is a room in a server of its own that ends with it', async () => {
    const target = await openTarget('embedded', {
      rules: buildRules(),
      refills: [],
      draws: PLAIN_DRAWS,
      run: 'own',
      event: 'concert',
      role: 'owner',
      path: process.env.PATH,
      // Those are for servers of others.
      environment: { TACOS_REDIS_PASSWORD: 'x' },
    });
    expect(target.name).toBe('embedded');
    await target.begin(0);
    expect(await target.join(1, undefined)).toMatchObject({ kind: 'joined' });
    expect(await target.enter(1, undefined)).toMatchObject({ kind: 'admitted', how: 'paid' });
    await target.close();
    expect(await rejectionOf(target.join(2, undefined))).toMatchObject({ exitCode: 6 });
  });

  it('is stopped when the room in it cannot be opened', async () => {
    const folder = folderOfOwn('wrapped');
    const wrapper = join(folder, 'redis-server');
    writeFileSync(wrapper, `#!/bin/sh\necho $$ >${folder}/pid\nexec redis-server "$@"\n`, { mode: 0o755 });
    const ghosts = { heartbeatMs: 1, inactiveAfterMs: 2, skip: false };
    const opening = openTarget('embedded', {
      rules: buildRules({ ghosts }),
      refills: [],
      draws: PLAIN_DRAWS,
      run: 'own',
      event: 'concert',
      role: 'owner',
      path: folder,
    });
    expect(await rejectionOf(opening)).toMatchObject({ code: 'scenario' });
    expect(isAlive(Number(readFileSync(join(folder, 'pid'), 'utf8')))).toBe(false);
  });
});
