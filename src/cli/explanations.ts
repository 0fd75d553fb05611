import { NOTE_CODES } from '../analysis/note-codes.ts';

/** What each code of a problem with an input means, beyond its own lines. */
const PROBLEM_CODES = {
  'after-horizon':
    'A phase begins when the run is already over, or a lottery is drawn after it. The horizon ends a run; lengthen clock.horizon or start earlier.',
  'alias-bomb':
    'YAML aliases repeat what they point at. Nested, a few lines become billions of values, so a file may add ten thousand.',
  displayed:
    'The estimator that visitors see must watch the run, so it is one of eta.estimators; oracle knows the future and is shown to nobody.',
  'exclusive-keys':
    'Two keys of a section shut each other out, such as two shapes of one phase. In a file that extends another, naming one removes the other.',
  'extends-cycle':
    'extends names a file beside the one that holds it. The chain must end, and after 16 files it is refused.',
  'file-binary': 'A scenario or trace is UTF-8 text without NUL bytes.',
  'file-empty': 'The file holds nothing but white space. tacos init writes a scenario to start from.',
  'file-is-directory': 'A file was expected where a directory is.',
  'init-unwritable': 'The file cannot be written there; the reason is given.',
  'file-missing':
    'There is no such file. Paths on the command line are seen from the working directory, paths in a scenario from its file.',
  'file-too-large':
    'Scenarios are read up to 1 MiB and traces up to 64 MiB; the size is looked at before anything is read.',
  'file-unreadable': 'The operating system refused to read the file; its reason is given.',
  format: 'Reports come as terminal, markdown, csv and json.',
  malformed: 'The text could not be understood as what belongs there.',
  manifest: 'The file is no manifest of a run: manifest.json in a folder of reports is one.',
  'init-exists': 'tacos init never overwrites a file unless --force says so.',
  'init-name': 'A scenario is named with a-z, 0-9 and -, because its reports go to a folder of that name.',
  'missing-key': 'A key that has no default is absent. With extends or a preset it may come from there.',
  'needs-bucket':
    'A refill schedule and refill noise change the refill of a bucket, and admission.bucket is none.',
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
  'repeated-key': 'YAML keeps only one value of a key, so a second one would be lost in silence.',
  'repeated-name': 'Members of a list that are addressed by name need different names.',
  'run-missing': 'A saved run is run.json, or the folder that holds it.',
  'run-record': 'The file is JSON and no run record of this version; the message says what is missing.',
  'run-syntax': 'The file is no complete JSON; the place of the error is given.',
  'shares-sum': 'Shares of classes, and of ways to give up, add up to 100 %, within 0.01 points.',
  'show-option': 'tacos show needs --effective: the file as it is written needs no tool.',
  'threshold-malformed': 'A threshold is a metric, a comparison and a literal with its unit: wait.p95 < 20m.',
  'too-deep': 'Nesting beyond 64 levels is refused before it is parsed.',
  'too-many-visitors': 'A run may expect 100 million visitors; look at the units of the rates.',
  'trace-columns':
    'The header of a trace says what its columns are: atMs, atSec or time for time; count, requests or visitors for counts.',
  'trace-count': 'A count is a number from 0 on.',
  'trace-empty': 'A trace without visitors has nothing to replay.',
  'trace-gap': 'Bins of a trace follow each other without holes; a bin without visitors is a row with 0.',
  'trace-time': 'A time is a number, or ISO 8601 with an offset from UTC, within 14 days of the first.',
  'trace-unsorted': 'Rows of a trace are in ascending order of time.',
  'unit-missing': 'Every quantity carries its unit: 50/s, 30s, 30%. A bare number could be anything.',
  'unit-wrong':
    'The unit belongs to another kind of quantity, e.g. a duration where a rate belongs. m is minutes, never a million: counts take k and M.',
  'unknown-code': 'tacos explain without a code lists them all.',
  'unknown-key':
    'The section does not know the key. Keys are never ignored; the nearest known one is suggested.',
  'unknown-metric': 'The catalogue has no such result. tacos explain metrics lists it.',
  'unknown-word': 'One of a few words belongs here; the nearest is suggested.',
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
  '6': 'A target could not be reached, or failed its preflight.',
  '7': 'The load generator itself was saturated, so the result is invalid.',
  '8': 'Output could not be written.',
  '130': 'Interrupted (Ctrl-C); a partial result is written and marked.',
  '143': 'Terminated (SIGTERM); a partial result is written and marked.',
};

/** Every code that `tacos explain` knows, with its text. */
export const EXPLANATIONS: Readonly<Record<string, string>> = {
  ...EXIT_CODES,
  ...PROBLEM_CODES,
  ...NOTE_CODES,
};
