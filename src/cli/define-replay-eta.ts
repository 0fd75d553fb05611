import { type Command, Option } from 'commander';
import type { ExitCode } from '../errors.ts';
import type { ReplayEtaOptions } from './commands/replay-eta.ts';
import type { Host } from './host.ts';

const HELP = `
Recordings (CSV with a header, or NDJSON; # begins a comment in CSV; columns in any order; rows in order of time):
  events   at, event, ticket[, position, eta, refill]   event: join, admit, leave, expire, poll, refuse, refill
  tickets  ticket, joinedAt[, admittedAt, leftAt]       one row for each, in order of joining
Joins and admissions are enough. Polls tell who is still there and when each was shown something; position and eta are
what was shown: the eta is scored beside the estimators. Times are ISO 8601, or seconds or milliseconds since 1970 or
since the start (at, atMs, atSec). Names of tickets are hashed as they are read and written nowhere.
The file is read twice, piece by piece, so it may be larger than the memory.

Examples:
  tacos replay eta scenarios/traces/club-night.csv --refill 24/min --capacity 20 --clock-resolution 1s
  tacos replay eta production.ndjson --refill 50/s --capacity 500 --clock-resolution 1s --zone +09:00`;

/** Adds `replay eta` to the command line; what it runs is imported when it is called. */
export function defineReplayEta(replay: Command, host: Host, done: (code: ExitCode) => void): void {
  replay
    .command('eta')
    .description('how true each ETA estimator would have been in a recorded waiting room, and what was shown')
    .argument('<trace>', 'recording of joins, admissions, departures and polls')
    .option('--refill <rate>', 'refill that the gateway was configured with, e.g. 50/s')
    .option('--capacity <tokens>', 'capacity of its bucket (default: one second of the refill)')
    .option('--clock-resolution <duration>', 'step of the clock of its bucket', '1ms')
    .option('--gate <ranks>', 'ranks that could enter (default: no gate, tokens alone decide)')
    .option('--bypass <ranks>', 'ranks that paid no token (default: none)')
    .option('--refill-change <at=rate>', 'announced change, e.g. 20m=80/s; may be repeated', collect, [])
    .option('--zone <offset>', 'offset from UTC for the hour weight of sliding, e.g. +09:00, or none')
    .option('--start <instant>', 'wall clock at time 0 of a recording whose times count from a start')
    .option('--estimators <list>', 'estimators, by comma (default: all)')
    .option('--thin <duration>', 'at most one scored quote per visitor in this time', '15s')
    .option('--visitors <number>', 'at most this many visitors are scored, chosen by a hash', '20000')
    .addOption(populationOption())
    .option('--inactive-after <duration>', 'silence after which a ticket that polled is gone, or none', '15s')
    .option('--ignore <columns>', 'columns to pass over, by comma')
    .option('--partial', 'the recording begins in mid-sale: admissions without a join are no mistake', false)
    .option('--out <folder>', 'folder for the files (default: reports/replay-eta-TRACE)')
    .option('--no-write', 'print only')
    .option('--format <list>', 'files to write: terminal, markdown, csv, json (default: markdown,json,csv)')
    .option('-o, --output <file>', '- prints the one format of --format in place of the terminal report')
    .option('--json', 'print the versioned findings and nothing else', false)
    .option('--quiet', 'print the last line alone', false)
    .option('--force', 'write into a folder that tacos did not make', false)
    .addHelpText('after', HELP)
    .action(async (file: string, options: ReplayEtaOptions) => {
      const { runReplayEta } = await import('./commands/replay-eta.ts');
      done(await runReplayEta(file, options, host));
    });
}

function populationOption(): Option {
  const text = 'also refuted quotes of those still waiting, or only those who were let in';
  return new Option('--population <who>', text).choices(['all', 'admitted']).default('all');
}

/** Gathers a repeated option. */
function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}
