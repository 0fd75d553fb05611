import type { Command } from 'commander';
import type { ExitCode } from '../errors.ts';
import type { ReplayBucketOptions } from './commands/replay-bucket.ts';
import type { Host } from './host.ts';

const HELP = `
Recordings (CSV with a header, or NDJSON): at, atMs or atSec; cost (default 1); allowed, if what was answered is to be
compared. Rows in order of time. Decisions are rows of atMs, cost, allowed, tokens (whole tokens left after it), written
as they are made; the summary goes to stderr, or to stdout where the decisions go to a file.

Example:
  tacos replay bucket scenarios/traces/club-requests.csv --capacity 20 --refill 4/s > decisions.csv`;

/** Adds `replay bucket` to the command line; what it runs is imported when it is called. */
export function defineReplayBucket(replay: Command, host: Host, done: (code: ExitCode) => void): void {
  replay
    .command('bucket')
    .description('what a token bucket would have answered to recorded requests, one by one')
    .argument('<trace>', 'recording of requests')
    .requiredOption('--capacity <tokens>', 'capacity of the bucket')
    .requiredOption('--refill <rate>', 'refill of the bucket, e.g. 50/s')
    .option('--clock-resolution <duration>', 'step of its clock', '1ms')
    .option('--initial <tokens>', 'tokens in it at the first request (default: full)')
    .option('--ignore <columns>', 'columns to pass over, by comma')
    .option('-o, --output <file>', 'file for the decisions (default: -, stdout)')
    .option('--json', 'print the versioned summary and nothing else; decisions go to -o only', false)
    .option('--quiet', 'no summary beside decisions on stdout, else its last line alone', false)
    .option('--force', 'overwrite a file', false)
    .addHelpText('after', HELP)
    .action(async (file: string, options: ReplayBucketOptions) => {
      const { runReplayBucket } = await import('./commands/replay-bucket.ts');
      done(await runReplayBucket(file, options, host));
    });
}
