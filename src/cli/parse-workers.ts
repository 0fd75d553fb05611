import { InvalidArgumentError } from 'commander';

/** More threads than this no machine of today has use for, and each takes memory. */
const MOST_WORKERS = 256;

/** What `--workers` is, for the help of every command that has it. */
export const WORKERS_HELP =
  'threads for replications and variants, 1 for none (default: one for each processor)';

/** Returns the number of worker threads. @throws InvalidArgumentError for anything but 1..256 */
export function parseWorkers(text: string): number {
  const workers = /^\d+$/.test(text) ? Number(text) : 0;
  if (workers < 1 || workers > MOST_WORKERS) {
    throw new InvalidArgumentError(`It takes a whole number from 1 to ${MOST_WORKERS}.`);
  }
  return workers;
}
