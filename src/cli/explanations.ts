import { BACKTEST_NOTE_CODES } from '../analysis/backtest-notes.ts';
import { NOTE_CODES } from '../analysis/note-codes.ts';
import { REPLAY_NOTE_CODES } from '../analysis/replay-notes.ts';
import { LIVE_CODES } from './live-explanations.ts';

/** What each code of a problem with an input means, beyond its own lines. */
const PROBLEM_CODES = {
  'after-horizon':
    'A phase begins when the run is already over, or a lottery is drawn after it. The horizon ends a run; lengthen clock.horizon or start earlier.',
  'calibrate-nothing':
    'A calibration needs quotes whose truth is known: visitors who were given an estimate and were let in before the end.',
  'calibrate-runs':
    'Quotes of one run share one path, so what counts is the number of runs. With fewer than 40 nothing that was seen is rare enough to end a 95 % interval.',
  'calibration-version':
    'The calibration file was written for another layout than this version of tacos reads. tacos calibrate eta writes it anew.',
  'alias-bomb':
    'YAML aliases repeat what they point at. Nested, a few lines become billions of values, so a file may add ten thousand.',
  'baseline-differs':
    'A baseline is compared with runs of the same tacos, Node major, scenario and metric definitions only; every difference is named. Update the baseline if the change is meant, or compare with a commit by --rebase.',
  'baseline-file':
    'A baseline file is JSON that tacos baseline update wrote; the place or part that is wrong is given.',
  'baseline-missing':
    'The file that the gate is to compare with is not there; the command that makes it is given.',
  'baseline-reason':
    'A baseline is what later changes are judged by. Why its numbers may change is kept in the file, for those who review its diff.',
  'compare-sides':
    'A comparison has two sides that can differ: two scenarios, two saved runs, one of each, or two estimators on one scenario.',
  displayed:
    'The estimator that visitors see must watch the run, so it is one of eta.estimators; oracle knows the future and is shown to nobody.',
  'exclusive-keys':
    'Two keys of a section shut each other out, such as two shapes of one phase. In a file that extends another, naming one removes the other.',
  'extends-cycle':
    'extends names a file beside the one that holds it. The chain must end, and after 16 files it is refused.',
  'file-binary': 'A scenario or trace is UTF-8 text without NUL bytes.',
  'file-empty': 'The file holds nothing but white space. tacos init writes a scenario to start from.',
  'file-is-directory': 'A file was expected where a directory is.',
  'gate-base': 'A gate compares with a baseline file or with a commit, and with one of them at a time.',
  'gate-metric':
    'A gate asks whether something got worse, so that its metrics have a direction: accuracy up, errors and times down, a bias towards zero.',
  'gate-seeds':
    'A gate runs the scenario once on each of at least 20 seeds, the same on both sides. They stand in the scenario, or come from --seeds FROM..TO.',
  'init-unwritable': 'The file cannot be written there; the reason is given.',
  'file-missing':
    'There is no such file. Paths on the command line are seen from the working directory, paths in a scenario from its file.',
  'file-too-large':
    'Scenarios are read up to 1 MiB and traces up to 64 MiB; the size is looked at before anything is read.',
  'file-unreadable': 'The operating system refused to read the file; its reason is given.',
  format: 'Reports come as terminal, markdown, csv and json.',
  'limit-below-request':
    'A limit is what a pod may use at most and a request what it is promised, so no limit is below its request.',
  malformed: 'The text could not be understood as what belongs there.',
  manifest: 'The file is no manifest of a run: manifest.json in a folder of reports is one.',
  'init-exists': 'tacos init never overwrites a file unless --force says so.',
  'init-name': 'A scenario is named with a-z, 0-9 and -, because its reports go to a folder of that name.',
  'manifest-kind':
    'The file holds no object of the kind and API version that is wanted, or several; other objects beside the one are passed over.',
  'missing-key': 'A key that has no default is absent. With extends or a preset it may come from there.',
  'missing-price':
    'The price list has no row for it: only prices that were read somewhere are in it. cost.overrides gives one, and a discount on spot nodes is always stated.',
  'needs-bucket':
    'A refill schedule and refill noise change the refill of a bucket, and admission.bucket is none.',
  'no-effect':
    'The key would change nothing here, so that it was probably meant for something else. Every key changes the run or is refused.',
  'no-such-target': 'A fault hits a part that the scenario has not got; the parts that it has are listed.',
  'not-available':
    'The key belongs to the language, but this version has no machinery for it. It is refused by name so that no part of a scenario is ever ignored in silence.',
  'not-comparable':
    'A run is only made again by the version that made it and from the same scenario; the message names both.',
  'out-of-order': 'Bands, changes and pauses are written in ascending order and do not overlap.',
  'out-of-range':
    'The value was understood and is not allowed; the allowed range is given. Zero, negative, NaN and infinite rates never are.',
  'output-foreign':
    'A report replaces a folder only where tacos wrote it before; --force replaces it anyway.',
  'output-option': 'The options that say where output goes contradict each other.',
  'output-unwritable':
    'The place for the report cannot be written. It is tried before the run, so no time is lost.',
  'override-malformed':
    '--set takes path=value: keys joined by dots, members of named lists by name, e.g. visitors.fan.poll.every=3s.',
  'phases-overlap': 'Phases of arrivals follow each other; to add rates, write their sum as one phase.',
  'pod-too-large': 'A pod that requests more than an empty node has for pods waits for a node for ever.',
  rebase:
    'The base commit is checked out in a work tree of its own, built where it is tacos itself, and run here. The message says which step failed and what was said; the work tree is removed.',
  'repeated-key': 'YAML keeps only one value of a key, so a second one would be lost in silence.',
  'repeated-name': 'Members of a list that are addressed by name need different names.',
  'replay-option': 'A replay compares at most two autoscalers.',
  'run-missing': 'A saved run is run.json, or the folder that holds it.',
  'run-record': 'The file is JSON and no run record of this version; the message says what is missing.',
  'run-syntax': 'The file is no complete JSON; the place of the error is given.',
  'shares-sum': 'Shares of classes, and of ways to give up, add up to 100 %, within 0.01 points.',
  'show-option': 'tacos show needs --effective: the file as it is written needs no tool.',
  'replications-file':
    'replications.json holds the metrics of each replication of a run, one on a line; the file is not that, or of another version.',
  stopped:
    'The run was ended before a part of it was finished, by a second Ctrl-C or by a signal while threads were starting. Nothing was written.',
  'threshold-malformed': 'A threshold is a metric, a comparison and a literal with its unit: wait.p95 < 20m.',
  'too-deep': 'Nesting beyond 64 levels is refused before it is parsed.',
  'too-many-visitors': 'A run may expect 100 million visitors; look at the units of the rates.',
  'trace-amount':
    'An amount in a recording of pods is a number in the unit of its column, or a Kubernetes quantity, and not negative.',
  'trace-columns':
    'The header of a trace says what its columns are. For arrivals: atMs, atSec or time for time; count, requests or visitors for counts. For pods, waiting rooms and requests: tacos replay hpa, eta or bucket --help lists the names. --ignore passes over a column of a waiting room or of requests.',
  'trace-count': 'A count is a number from 0 on.',
  'trace-duplicate':
    'A pod, a container of it or the workload is recorded twice at one instant, or a ticket joins while it still waits. Which of the two is true cannot be told.',
  'trace-empty':
    'A trace without visitors, with fewer than two instants of pods, without joins or admissions, or without requests has nothing to replay.',
  'trace-event':
    'A row of a waiting room is a join, an admit, a leave, an expire (removed by the server), a poll, a refuse (an enter without a token) or a refill. Words such as joined, admitted, left, status and 403 are known too.',
  'trace-gap':
    'Bins of arrivals follow each other without holes; a bin without visitors is a row with 0. A recording of pods may have holes of up to three steps; --gaps allow takes longer ones.',
  'trace-json':
    'The answer to a range query of Prometheus is JSON with resultType matrix, one series for each pod. An instant query has one point and no course.',
  'trace-line':
    'Rows are read one by one, each up to 1 MiB. NDJSON has one object in each line; one array over the whole file is something else.',
  'trace-metric':
    'The autoscaler reads a metric that the recording does not hold. Without it a pass could not be decided as the controller would.',
  'trace-more': 'The first twenty problems of a trace are listed, the others counted.',
  'trace-order':
    'A ticket joins before it is let in, and is let in once for each time that it has joined. Names of tickets are not printed; the line says which one it is. --partial is for recordings that begin in mid-sale.',
  'trace-rate':
    'A configured refill is a number of tokens per second, or a rate with its unit; 0 is a pause.',
  'trace-request':
    'Utilization is usage over the request of a pod, which usage alone does not tell. It is the same for the whole replay; a flag stands above a column.',
  'trace-shown':
    'A position is a whole number from 1 on, an ETA a number of seconds; where nothing was shown the cell is empty.',
  'trace-ticket':
    'Every row but one of refill says which ticket it is about. Names are hashed as they are read.',
  'trace-time': 'A time is a number, or ISO 8601 with an offset from UTC, within 14 days of the first.',
  'trace-unsorted': 'Rows of a trace are in ascending order of time.',
  'unit-missing': 'Every quantity carries its unit: 50/s, 30s, 30%. A bare number could be anything.',
  'unit-wrong':
    'The unit belongs to another kind of quantity, e.g. a duration where a rate belongs. m is minutes, never a million: counts take k and M.',
  'unknown-code': 'tacos explain without a code lists them all.',
  'unknown-key':
    'The section does not know the key. Keys are never ignored; the nearest known one is suggested.',
  'unknown-metric': 'The catalogue has no such result. tacos explain metrics lists it.',
  'unknown-source':
    'An autoscaler scales on a metric from outside its pods, and the simulation has only a few loads to offer: the depth of the waiting room, the requests of the gateway, the backlog of a worker. sources says which of them a metric stands for.',
  'unknown-word': 'One of a few words belongs here; the nearest is suggested.',
  'worker-died':
    'A thread that ran replications ended before its work was done, mostly for want of memory. What it had is lost, so nothing was written.',
  'wrong-kind': 'A section, a list or a single value was expected and another of them is there.',
  'wrong-length': 'The list has too few or too many entries.',
  'yaml-documents': 'A scenario is one YAML document; remove the second ---.',
  'yaml-syntax': 'The text is not YAML; the place of the error is given.',
} as const satisfies Readonly<Record<string, string>>;

/** What each exit code means. */
export const EXIT_CODES: Readonly<Record<string, string>> = {
  '0': 'Done, and every threshold held.',
  '1': 'A bug in tacos.',
  '2': 'The command line or an input is wrong; nothing was run.',
  '3': 'A threshold failed, or a result got worse than its baseline.',
  '4': 'Inconclusive, with --strict: the interval is too wide to decide.',
  '5': 'A baseline is missing, or not comparable with this run.',
  '6': 'A target could not be reached, failed its preflight, or failed more requests than the error budget allows.',
  '7': 'The load generator itself was saturated, so the result is invalid: tacos explain live-invalid.',
  '8': 'Output could not be written.',
  '130': 'Interrupted (Ctrl-C); a partial result is written and marked.',
  '143': 'Terminated (SIGTERM); a partial result is written and marked.',
};

/** Words of a report that need a definition. */
const CONCEPTS = {
  holds:
    'The machines hold when fewer than 1 % of all requests fail and no tier is saturated for more than 10 s in all. What the WAF blocks on purpose is no failure. With several replications the means decide.',
  saturation:
    'A second is saturated when the load balancer sheds, when the gateway is offered as much CPU work as its ready pods have (or has none ready), when its connection pools are used to 95 %, or when the busiest Redis shard or the backend is busy for 97 % of it. Seconds count where 5 of 10 are saturated; single ones are noise.',
  cost: 'Nodes cost their price for as long as they are held, those on the way included; Redis and fixed items for as long as the cluster is, pre-scaling included. The fixed fleet is the most nodes held at once, on demand, for the whole time, with Redis and fixed items the same. Bills are count x hours x list price; each price names its source and date.',
  intervals:
    'An 80 % interval should hold the true wait of four quotes in five. Intervals begin as the calibration file found quotes to err in simulated runs, by phase and size of the ETA, and take a small step every 15 s, outward after misses and inward without, over waits that have become known by then (adaptive conformal inference). Coverage is the share that they held; quotes of people who still waited at the end are misses beyond an upper end and left out otherwise.',
  published:
    'A published figure stands beside what was measured here, and nothing is bent to match. Figures marked as fitted were used to set a price of the model, so that they agree by construction and prove nothing; the others are predictions.',
} as const satisfies Readonly<Record<string, string>>;

/** Every code that `tacos explain` knows, with its text. */
export const EXPLANATIONS: Readonly<Record<string, string>> = {
  ...EXIT_CODES,
  ...PROBLEM_CODES,
  ...LIVE_CODES,
  ...NOTE_CODES,
  ...REPLAY_NOTE_CODES,
  ...BACKTEST_NOTE_CODES,
  ...CONCEPTS,
};
