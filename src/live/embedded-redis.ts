import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { TargetError } from '../errors.ts';

const PROGRAMS = ['redis-server', 'valkey-server'];
const READY_WITHIN_MS = 10_000;
const STOP_WITHIN_MS = 3_000;
const ATTEMPTS = 5;

/**
 * Runs the server, says its process id and, when it fails, the end of its log; and stops it when its standard input ends:
 * however our process dies, even by SIGKILL, no server stays behind. Then a folder of its own is removed.
 */
const WATCH = `folder=$1 log=$2; shift 2
exec 3<&0
"$@" </dev/null >>"$log" 2>&1 &
server=$!
echo "$server"
(read -r _ <&3; kill -TERM "$server" 2>/dev/null) >/dev/null 2>&1 &
watch=$!
wait "$server" || tail -n 20 "$log"
kill "$watch" 2>/dev/null
if [ -n "$folder" ]; then rm -rf "$folder"; fi`;

/** A server process of our own on a loopback port. */
export interface OwnServer {
  readonly port: number;
  readonly pid: number;
  readonly folder: string;
  /** Resolves when the process has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Stops it and removes its folder. May be called again. */
  stop(): Promise<void>;
}

export interface OwnServerOptions {
  /** Directories to look for a server in, as in PATH. */
  readonly path: string | undefined;
  /** Lines of its configuration beyond port, folder and no persistence; a later line of one name wins. */
  readonly config?: readonly string[];
  /** Arguments of the program beyond its configuration. */
  readonly args?: readonly string[];
  /** Absent: a free one. */
  readonly port?: number;
  /** A folder with data to start from, which is kept; absent: a new one, which is removed. */
  readonly folder?: string;
}

/**
 * Starts an ephemeral server of our own, ready for commands.
 * @throws TargetError `embedded-missing`, `embedded-start`
 */
export async function startOwnServer(options: OwnServerOptions): Promise<OwnServer> {
  const program = await findServer(options.path);
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const started = await tryStart(program, port, options);
    if (started.ok) return started.server;
    // Between asking for a free port and using it somebody else may have taken it.
    if (!started.reason.includes('in use') || options.port !== undefined || attempt === ATTEMPTS) {
      throw new TargetError('embedded-start', `${program} did not start: ${started.reason}`);
    }
  }
}

/**
 * Returns the path of a server program.
 * @throws TargetError `embedded-missing` when there is none
 */
export async function findServer(path: string | undefined): Promise<string> {
  for (const folder of (path ?? '').split(delimiter)) {
    for (const program of PROGRAMS) {
      const file = join(folder, program);
      const found = await access(file, constants.X_OK).then(
        () => folder !== '',
        () => false,
      );
      if (found) return file;
    }
  }
  throw new TargetError(
    'embedded-missing',
    'neither redis-server nor valkey-server is on PATH',
    'apt-get install redis-server',
  );
}

/** Returns a loopback port that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0));
    });
  });
}

type Started =
  | { readonly ok: true; readonly server: OwnServer }
  | { readonly ok: false; readonly reason: string };

async function tryStart(program: string, port: number, options: OwnServerOptions): Promise<Started> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'tacos-redis-')));
  const config = join(folder, 'tacos.conf');
  const log = join(folder, 'tacos.log');
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `dir ${folder}`,
    `logfile ${log}`,
    'save ""',
    'appendonly no',
    ...(options.config ?? []),
  ];
  await writeFile(config, `${lines.join('\n')}\n`);
  await rm(log, { force: true });
  const own = options.folder === undefined ? folder : '';
  const watched = await watch([own, log, program, config, ...(options.args ?? [])]);
  const { pid, ended, stop } = watched;
  if (await waitUntilReady(port, pid, watched.hasEnded)) {
    return { ok: true, server: { port, pid, folder, ended, stop } };
  }
  await stop();
  return { ok: false, reason: reasonIn(watched.said()) };
}

interface Watched {
  /** Of the server; 0 when it never came to be. */
  readonly pid: number;
  readonly ended: Promise<void>;
  hasEnded(): boolean;
  /** Its process id, and the end of its log when it failed. */
  said(): string;
  stop(): Promise<void>;
}

/** Starts the shell that runs a server and watches us; it keeps our process from ending no longer than it takes to stop. */
async function watch(args: readonly string[]): Promise<Watched> {
  // A session of its own, so that Ctrl-C reaches us and not the server.
  const shell = spawn('/bin/sh', ['-c', WATCH, 'sh', ...args], {
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let said = '';
  let hasEnded = false;
  shell.stdin.on('error', () => {});
  const pidLine = new Promise<number>((resolve) => {
    shell.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      resolve(Number.parseInt(said, 10));
    });
  });
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      hasEnded = true;
      resolve();
    };
    shell.once('close', end);
    shell.once('error', end);
  });
  const pid = await Promise.race([pidLine, ended.then(() => 0)]);
  shell.unref();
  for (const pipe of [shell.stdin, shell.stdout]) (pipe as unknown as { unref?: () => void }).unref?.();
  const stop = async (): Promise<void> => {
    shell.stdin.end();
    const killing = setTimeout(() => kill(pid), STOP_WITHIN_MS);
    await ended;
    clearTimeout(killing);
  };
  return { pid, ended, hasEnded: () => hasEnded, said: () => said, stop };
}

/** Kills a process that may have ended. */
function kill(pid: number): void {
  try {
    if (pid > 0) process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

async function waitUntilReady(port: number, pid: number, hasEnded: () => boolean): Promise<boolean> {
  const giveUpMs = Date.now() + READY_WITHIN_MS;
  while (Date.now() < giveUpMs && !hasEnded()) {
    const answer = await probe(port);
    // Somebody else may listen there by now; a server with a password says no more than that it has one.
    const isOurs = answer.includes(`process_id:${pid}\r\n`) || answer.startsWith('-NOAUTH');
    if (isOurs && !answer.startsWith('-LOADING')) return true;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  return false;
}

/** What a server says to PING and INFO, errors included; nothing when nobody answers. */
function probe(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    let answer = '';
    const finish = () => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(500, finish);
    socket.once('error', finish);
    socket.on('data', (data) => {
      answer += data.toString();
      if (answer.includes('process_id:') || answer.split('-NOAUTH').length > 2) finish();
    });
    socket.write('PING\r\nINFO server\r\n');
  });
}

/** What the lines of a log that say why a server failed look like, the plainest first. */
const REASONS = [/in use/i, /bad directive|can't|error|fatal|failed/i, /./];

/** Returns the line that says most plainly why a server failed. The first line of what was said is its process id. */
function reasonIn(said: string): string {
  const lines = said.trim().split('\n').slice(1);
  for (const reason of REASONS) {
    const line = lines.findLast((each) => reason.test(each));
    if (line !== undefined) return line.replace(/^\d+:\w \d.*? [#*.-] /, '').trim();
  }
  return 'no reason given';
}
