import { cpus } from 'node:os';
import { NINE, withEstimators } from '../../simulator/estimators.bench.ts';
import { bare, concert, edgeOnly } from '../../simulator/infrastructure.bench.ts';
import { simJs } from '../../simulator/peers/simjs.bench.ts';
import { findSimPy, simPy } from '../../simulator/peers/simpy.bench.ts';
import { fullEngine } from '../../simulator/simulation.bench.ts';
import { station } from '../../simulator/station.bench.ts';
import { bareLoop, onSale } from '../../simulator/waiting-room.bench.ts';
import { compete, ratio, type Score } from './contender.ts';
import { markdownTable, scoreTable } from './table.ts';
import { type ProcessScore, timeCommands } from './whole-process.ts';

/** The engine with the displayed estimator alone, as the bare loop computes one. */
const ONE = 'eta.estimators=[sliding-fixed]';
const CUSTOMERS = 1_000_000;
/** SimPy at full scale takes a minute and a half; asked for, it runs once: `npm run bench -- --full-simpy`. */
const FULL_SCALE_SIMPY = '--full-simpy';

const TOPICS: Readonly<Record<string, (isFullScale: boolean) => void>> = {
  station: stationTopic,
  'waiting-room': waitingRoomTopic,
  estimators: estimatorsTopic,
  cluster: clusterTopic,
  process: processTopic,
  replications: replicationsTopic,
};

/** Prints one table for each topic as Markdown, or for those named: `npm run bench -- replications`. Run from the root. */
function main(args: readonly string[]): void {
  print(`Machine: ${machine()}`);
  print('Rates are medians over interleaved runs, per CPU second of the process that does the work.');
  const named = Object.keys(TOPICS).filter((topic) => args.includes(topic));
  for (const topic of named.length > 0 ? named : Object.keys(TOPICS)) {
    TOPICS[topic]?.(args.includes(FULL_SCALE_SIMPY));
  }
}

function stationTopic(): void {
  heading('General event core: M/M/1, utilization 0.9, 1,000,000 customers (mean sojourn, theory 10 s)');
  const contenders = [
    station(CUSTOMERS, 9),
    simJs(CUSTOMERS, 5),
    simPy('SimPy', 'mm1_simpy.py', [String(CUSTOMERS)], 3),
  ];
  print(scoreTable('customers', compete(contenders), ['simjs', 'SimPy']));
}

function waitingRoomTopic(isFullScale: boolean): void {
  heading('Waiting room: 299,255 visitors on average, poll every 4-6 s, refill 1,000/s (mean wait)');
  const tenth = onSale(0.1, 1000);
  const full = onSale(1, 1000);
  const open = onSale(1, 10_000);
  const contenders = [
    simPy('SimPy, 10 % scale', 'waiting_room_simpy.py', ['0.1', '1000'], 3),
    bareLoop('bare loop, 10 % scale', tenth, 5),
    bareLoop('bare loop, gate 1,000', full, 5),
    fullEngine('full engine, gate 1,000', [ONE], 5),
    bareLoop('bare loop, gate 10,000', open, 5),
    fullEngine('full engine, gate 10,000', ['admission.gate.head=10000', ONE], 5),
    fullEngine('full engine, gate 1,000, seven estimators', [], 5),
    ...(isFullScale ? [simPy('SimPy, gate 10,000', 'waiting_room_simpy.py', ['1', '10000'], 1)] : []),
  ];
  const scores = compete(contenders);
  print(scoreTable('polls', scores, ['SimPy, 10 % scale', ...(isFullScale ? ['SimPy, gate 10,000'] : [])]));
  print(share(scores, 'full engine, gate 1,000', 'bare loop, gate 1,000'));
  print(share(scores, 'full engine, gate 10,000', 'bare loop, gate 10,000'));
}

function estimatorsTopic(): void {
  heading('ETA estimators that watch one and the same run, scored together (runs; mean wait of tickets)');
  for (const scenario of ['eta-b50-ab-nz', 'concert-1000']) {
    const [one, nine] = [`${scenario}, ql alone`, `${scenario}, nine estimators`];
    const scores = compete([
      withEstimators(one, scenario, 'ql', 'ql'),
      withEstimators(nine, scenario, NINE, 'ql'),
    ]);
    print(scoreTable('runs', scores, [one]));
    print(`time with nine / one: ${costOf(scores, nine, one)}`);
  }
}

function clusterTopic(): void {
  heading(
    'The concert with its edge, pods, autoscaler, nodes, Redis and backend in flow fidelity (runs; mean wait of tickets)',
  );
  const [whole, edge, none] = ['whole infrastructure', 'edge alone', 'none'];
  const scores = compete([concert(whole, (plan) => plan), concert(edge, edgeOnly), concert(none, bare)]);
  print(scoreTable('runs', scores, [none]));
  print(
    `time with all / none: ${costOf(scores, whole, none)}; all / edge alone: ${costOf(scores, whole, edge)}`,
  );
}

/** Returns how many times longer one takes than another. */
function costOf(scores: readonly Score[], of: string, to: string): string {
  const find = (name: string): Score | undefined => scores.find((score) => score.name === name);
  return ratio(find(to), find(of))?.toFixed(2) ?? '-';
}

function share(scores: readonly Score[], of: string, to: string): string {
  const find = (name: string): Score | undefined => scores.find((score) => score.name === name);
  return `${of} / ${to}: ${ratio(find(of), find(to))?.toFixed(2) ?? '-'}`;
}

function processTopic(): void {
  heading('Whole process, cold: from start to exit');
  const scores = timeCommands(
    [
      {
        name: 'tacos simulate scenarios/concert-1000.yaml',
        args: ['simulate', 'scenarios/concert-1000.yaml'],
        extra: ['--out', 'dist/bench/concert-1000', '--force'],
      },
      { name: 'tacos validate scenarios/concert.yaml', args: ['validate', 'scenarios/concert.yaml'] },
      { name: 'tacos --help', args: ['--help'] },
    ],
    7,
  );
  print(processTable(scores));
}

/** Even on two workers, and some seconds of work for each, beside which the start of threads is short. */
const REPLICATIONS = 8;

function replicationsTopic(): void {
  heading(`${REPLICATIONS} replications on worker threads, wall clock from start to exit`);
  const args = ['simulate', 'scenarios/concert-1000.yaml', '--replications', String(REPLICATIONS)];
  const commands = [1, 2].map((workers) => ({
    name: `concert-1000, --workers ${workers}`,
    args: [...args, '--workers', String(workers)],
    extra: ['--no-write', '--quiet'],
  }));
  const scores = timeCommands(commands, 5);
  print(processTable(scores));
  const [one, two] = scores.map(({ wallMs }) => wallMs);
  print(
    one === undefined || two === undefined
      ? 'one / two: -'
      : `one / two: ${(one.median / two.median).toFixed(2)} (${(one.low / two.high).toFixed(2)} - ${(one.high / two.low).toFixed(2)}); target 1.6`,
  );
}

function processTable(scores: readonly ProcessScore[]): string {
  const rows = scores.map(({ name, wallMs, maxRssMB, runs, failed }) =>
    wallMs === undefined
      ? [`${name}: ${failed}`, '-', '-', '-', '-']
      : [
          name,
          ms(wallMs.median),
          `${ms(wallMs.low)} - ${ms(wallMs.high)}`,
          String(runs),
          maxRssMB === undefined ? '-' : `${maxRssMB.toFixed(0)} MB`,
        ],
  );
  return markdownTable(['command', 'wall, median', 'lowest - highest', 'runs', 'max RSS'], rows);
}

function machine(): string {
  const cores = cpus();
  const simPyVersion = findSimPy()?.version ?? 'none';
  return `${cores[0]?.model ?? 'unknown CPU'}, ${cores.length} cores, Node ${process.version}, SimPy ${simPyVersion}, simjs 2.0.3. Command: npm run bench`;
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}

function heading(text: string): void {
  print(`\n### ${text}\n`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

main(process.argv.slice(2));
