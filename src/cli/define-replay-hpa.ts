import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ExitCode } from '../errors.ts';
import type { ReplayHpaOptions } from './commands/replay-hpa.ts';
import type { Host } from './host.ts';

const HELP = `
Recordings (text; # begins a comment; columns in any order):
  per pod       time, pod, cpu, memory, rps, ready, any other name: a metric of your own
  per workload  time, replicas, ready, cpu, memory, rps, ...: totals; cpuPerPod and the like are means
  wide          time and a column for each pod ({pod="gateway-0"}), with --metric
  Prometheus    the JSON answer to a range query, with --metric
  kubectl       lines of kubectl top pods with a time in front
Amounts are Kubernetes quantities (250m, 512Mi) or numbers in the unit of the header (cpu_cores, cpu_millicores,
memory_bytes, memory_mib). Times are ISO 8601, or seconds or milliseconds since 1970 or since the start. Columns
cpuRequest, memoryRequest and cpuLimit stand for the flags.

Demand is what was recorded, shared out over the autoscaler's own replicas: a pod that is throttled in the recording
hides demand, so give --cpu-limit to have such samples counted.

Example:
  tacos replay hpa scenarios/traces/gateway-cpu-burst.csv --hpa scenarios/hpa/cpu60.yaml \\
    --hpa scenarios/hpa/rps.yaml --cpu-request 700m --cpu-limit 1 --initial-replicas 8`;

/** Adds `replay hpa` to the command line; what it runs is imported when it is called. */
export function defineReplayHpa(replay: Command, host: Host, done: (code: ExitCode) => void): void {
  replay
    .command('hpa')
    .description('what an autoscaler would have done with recorded CPU, memory or requests of pods')
    .argument('<trace>', 'recording: CSV, Prometheus JSON or kubectl top lines')
    .requiredOption(
      '--hpa <file>',
      'HorizontalPodAutoscaler manifest (autoscaling/v2); twice compares',
      collect,
    )
    .option('--as-recorded', 'show it the recorded pods, and compare its answers with the recording', false)
    .option('--cpu-request <quantity>', 'CPU request of a pod')
    .option('--memory-request <quantity>', 'memory request of a pod')
    .option('--cpu-limit <quantity>', 'CPU limit of a pod')
    .option('--startup <duration>', 'from the creation of a pod to Ready', '75s')
    .option('--lag <duration>', "age of every sample (default: the metrics server's, 0 to 25 s)")
    .option('--initial-replicas <number>', 'replicas at first (default: the recorded ones)', wholeNumber)
    .addOption(memoryOption())
    .option('--metric <name>', 'what a wide table or JSON measures: cpu, memory or a metric of your own')
    .addOption(gapsOption())
    .option('--seed <number>', 'seed of the phases of passes and samples', wholeNumber, 1)
    .option('--out <folder>', 'folder for the files (default: reports/replay-TRACE)')
    .option('--no-write', 'print only')
    .option('--format <list>', 'files to write: terminal, markdown, csv, json (default: markdown,json,csv)')
    .option('-o, --output <file>', '- prints the one format of --format in place of the terminal report')
    .option('--json', 'print the versioned findings and nothing else', false)
    .option('--quiet', 'print the last line alone', false)
    .option('--force', 'write into a folder that tacos did not make', false)
    .addHelpText('after', HELP)
    .action(async (file: string, options: ReplayHpaOptions) => {
      const { runReplayHpa } = await import('./commands/replay-hpa.ts');
      done(runReplayHpa(file, options, host));
    });
}

function memoryOption(): Option {
  const text = 'a pod keeps the memory that it had, or all share the total';
  return new Option('--memory <rule>', text).choices(['per-pod', 'shared']).default('per-pod');
}

function gapsOption(): Option {
  const text = 'what to do with holes of more than three steps';
  return new Option('--gaps <rule>', text).choices(['refuse', 'allow']).default('refuse');
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It takes a whole number.');
  return Number(text);
}

/** Gathers a repeated option. */
function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}
