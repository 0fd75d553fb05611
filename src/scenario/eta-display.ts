import type { EstimatorId } from '../engine/eta/plan.ts';
import { complain, type Site } from './site.ts';
import { valueAt } from './value.ts';
import type { EtaSection } from './vocabulary/eta.ts';

/** Returns the estimator that visitors see, or undefined after reporting one that is not among those of the run. */
export function displayedEstimator(section: EtaSection, site: Site): EstimatorId | undefined {
  const displayed = section.displayed ?? 'ql';
  if (displayed === 'oracle') {
    const expected = 'an estimator that visitors can be shown; oracle knows the future';
    complain(site, ['eta', 'displayed'], { code: 'displayed', expected, cure: 'ql' });
    return undefined;
  }
  if (section.estimators.includes(displayed)) return displayed;
  const chosenBy = valueAt(site.root, ['eta', 'displayed'])?.origin;
  const got = section.estimators.join(', ');
  if (chosenBy?.kind === 'file' || chosenBy?.kind === 'flag') {
    const expected = `one of eta.estimators: ${got}`;
    complain(site, ['eta', 'displayed'], {
      code: 'displayed',
      expected,
      cure: `add ${displayed} to eta.estimators`,
    });
    return undefined;
  }
  const reason = chosenBy?.kind === 'preset' ? `${chosenBy.name} displays` : 'is displayed by default';
  const expected = `estimators with ${displayed}, which ${reason}`;
  const other = section.estimators.find((id) => id !== 'oracle');
  const cure = `add ${displayed}${other === undefined ? '' : `, or set eta.displayed: ${other}`}`;
  complain(site, ['eta', 'estimators'], { code: 'displayed', got, expected, cure });
  return undefined;
}
