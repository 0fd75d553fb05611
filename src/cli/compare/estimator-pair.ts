import { ESTIMATOR_IDS } from '../../engine/eta/plan.ts';
import { ScenarioError } from '../../errors.ts';
import { nearest } from '../../scenario/nearest.ts';

/**
 * Returns the two estimators of `--estimators A,B`.
 * @throws ScenarioError for another number of them, one that does not exist, and the same one twice
 */
export function estimatorPair(text: string): readonly [string, string] {
  const names = text.split(',').map((each) => each.trim());
  const [a, b] = names;
  if (a === undefined || b === undefined || names.length !== 2) {
    throw refused(text, 'two estimators with a comma between them', '--estimators ql,sliding');
  }
  const unknown = names.filter((name) => !ESTIMATOR_IDS.some((id) => id === name));
  if (unknown.length > 0) {
    const problems = unknown.map((name) => {
      const near = nearest(name, ESTIMATOR_IDS);
      return {
        code: 'unknown-word',
        path: '--estimators',
        got: name,
        expected: `an estimator: ${ESTIMATOR_IDS.join(', ')}`,
        ...(near === undefined ? {} : { cure: near }),
      };
    });
    throw new ScenarioError(problems);
  }
  if (a === b) throw refused(text, 'two different estimators', '--estimators ql,sliding');
  return [a, b];
}

function refused(got: string, expected: string, cure: string): ScenarioError {
  return new ScenarioError([{ code: 'compare-sides', path: '--estimators', got, expected, cure }]);
}
