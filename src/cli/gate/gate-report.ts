import type { GateFindings } from '../../analysis/gate/gate-findings.ts';
import { EXIT, type ExitCode } from '../../errors.ts';
import type { GatePlace, GateReport } from '../../report/gate/gate-report.ts';
import { canonicalHash } from '../../scenario/canonical-hash.ts';
import type { Plan } from '../../scenario/plan.ts';
import { sectionHashes } from '../../scenario/section-hashes.ts';
import { VERSION } from '../../version.ts';
import { quoteWord } from '../quote-word.ts';
import type { Base, GateSubject } from './base.ts';

/** What a gate was asked for and came to. */
export interface GateCourse {
  readonly subject: GateSubject;
  readonly base: Base;
  readonly findings: GateFindings;
  /** Seeds of the pairs that were judged. */
  readonly seeds: readonly number[];
  readonly strict: boolean;
  /** FROM..TO where the command line gave one. */
  readonly range?: string;
  readonly stoppedBy?: 130 | 143;
}

/** Returns the report of a gate. */
export function gateReport(course: GateCourse): GateReport {
  const { subject, base, findings, seeds, strict, stoppedBy } = course;
  const { plan } = subject;
  return {
    manifest: {
      version: VERSION,
      scenario: plan.source.file,
      name: plan.name,
      title: plan.title,
      displayed: plan.eta.displayed,
      scenarioHash: canonicalHash(sectionHashes(plan)),
      overrides: plan.source.overrides,
      seeds,
      base: base.of,
      command: commandOf(course),
      places: placesOf(subject),
    },
    findings,
    exitCode: stoppedBy ?? exitCodeOf(findings, strict),
    strict,
    interrupted: stoppedBy !== undefined,
    remarks: base.remarks,
  };
}

function exitCodeOf({ verdict }: GateFindings, strict: boolean): ExitCode {
  if (verdict === 'fail') return EXIT.threshold;
  return verdict === 'inconclusive' && strict ? EXIT.inconclusive : EXIT.ok;
}

function commandOf({ subject, base, range, strict }: GateCourse): string {
  const { file, plan } = subject;
  const words = [
    ...['tacos', 'gate', file],
    ...(base.of.kind === 'file' ? ['--baseline', base.of.file] : ['--rebase', base.of.ref]),
    ...plan.source.overrides.flatMap((each) => ['--set', each]),
    ...(range === undefined ? [] : ['--seeds', range]),
    ...(strict ? ['--strict'] : []),
  ];
  return words.map(quoteWord).join(' ');
}

/** Returns the lines that name what is judged: of the gate, and of thresholds on the same metric. */
function placesOf({ plan, judged }: GateSubject): readonly GatePlace[] {
  return judged.flatMap(({ path, place }) => {
    const same = thresholdsOn(path, plan);
    return [...(place === undefined ? [] : [place]), ...same].map((each) => ({ path, place: each }));
  });
}

function thresholdsOn(path: string, { thresholds, eta }: Plan) {
  const plain = path.replace('eta.displayed.', `eta.${eta.displayed}.`);
  return thresholds.flatMap(({ metric, place }) => (metric === plain && place !== undefined ? [place] : []));
}
