import type { Command } from 'commander';
import type { ExitCode } from '../errors.ts';
import { defineReplayBucket } from './define-replay-bucket.ts';
import { defineReplayEta } from './define-replay-eta.ts';
import { defineReplayHpa } from './define-replay-hpa.ts';
import type { Host } from './host.ts';

/** Adds `replay` and what it replays to the command line. */
export function defineReplayCommand(program: Command, host: Host, done: (code: ExitCode) => void): void {
  const replay = program.command('replay').description('put a recording through one part of the engine');
  defineReplayHpa(replay, host, done);
  defineReplayEta(replay, host, done);
  defineReplayBucket(replay, host, done);
}
