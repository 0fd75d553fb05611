import { EXIT, ScenarioError, TacosError } from '../../errors.ts';
import { BASELINE_SCHEMA, type Baseline, decodeBaseline } from '../../result/baseline.ts';
import { readSource } from '../../scenario/source.ts';
import type { Host } from '../host.ts';
import { quoteWord } from '../quote-word.ts';
import { sourceReader } from '../source-reader.ts';

/** Largest baseline that is read [bytes]: a thousand seeds are one. */
const MAX_BASELINE_BYTES = 16 * 1024 * 1024;

/**
 * Returns the baseline in a file.
 * @throws TacosError with exit code 5 where there is none or it has another schema, ScenarioError (2) for a broken one
 */
export function readBaseline(path: string, scenario: string, host: Host): Baseline {
  if (host.files.kind(path) === 'missing') {
    throw new TacosError(
      'baseline-missing',
      `there is no baseline ${path}`,
      EXIT.baseline,
      updateCommand(scenario, path, 'first baseline'),
    );
  }
  const source = readSource(sourceReader(host), path, MAX_BASELINE_BYTES, 'a baseline file');
  if (!source.ok) throw new ScenarioError([source.problem]);
  const baseline = decodeBaseline(source.text, path);
  if (!('otherSchema' in baseline)) return baseline;
  const message = `${path} has schema version ${baseline.otherSchema}, this version reads ${BASELINE_SCHEMA}`;
  throw notComparable(message, scenario, path);
}

/** Returns the failure of a baseline that cannot be compared with, and what to do. */
export function notComparable(message: string, scenario: string, path: string): TacosError {
  return new TacosError(
    'baseline-differs',
    message,
    EXIT.baseline,
    `--rebase to run the base commit here, or ${updateCommand(scenario, path, 'why')}`,
  );
}

function updateCommand(scenario: string, path: string, reason: string): string {
  return ['tacos', 'baseline', 'update', scenario, '--out', path, '--reason', reason]
    .map(quoteWord)
    .join(' ');
}
