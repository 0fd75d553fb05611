import { machinePlots } from '../analysis/machine-plots.ts';
import { MACHINE_NOTE_CODES } from '../analysis/note-codes.ts';
import { plotSeries } from '../analysis/plots.ts';
import type { Block, Document } from './document.ts';
import type { Layout, Report } from './report.ts';
import { composeClaims } from './sections/claims.ts';
import { composeCost } from './sections/cost.ts';
import { composeCourse, composePromisePlot } from './sections/course.ts';
import { composeFollowed } from './sections/followed.ts';
import { composeFooter } from './sections/footer.ts';
import { composeFailures, composeFunnel } from './sections/funnel.ts';
import { composeGenerator } from './sections/generator.ts';
import { composeHours } from './sections/hours.ts';
import { composeIntervals } from './sections/intervals.ts';
import { composeLimits } from './sections/limits.ts';
import { composeMachineCourse } from './sections/machines.ts';
import { composeFaults, composePublished, composeWindows } from './sections/measured.ts';
import { composePeople } from './sections/people.ts';
import { composeDecisions, composeWorkloads } from './sections/pods.ts';
import { composePromises } from './sections/promises.ts';
import { composeRedis } from './sections/redis.ts';
import { composeThresholds } from './sections/thresholds.ts';
import { composeTiers } from './sections/tiers.ts';
import { composeVariants } from './sections/variants.ts';
import { composeVerdict } from './sections/verdict.ts';

/**
 * Returns the report as a document: the verdict first, then people, the course in time, what held them back, whether
 * the promises were true, machines and money, thresholds, where the files are, and the exit code as the last line.
 */
export function compose(report: Report, layout: Layout): Document {
  const { record } = report;
  const course = plotSeries(record, layout.plotColumns);
  const wide =
    layout.widePlotColumns === layout.plotColumns ? course : plotSeries(record, layout.widePlotColumns);
  return {
    blocks: [
      ...composeVerdict(report),
      ...composePeople(report),
      ...composeCourse(report, course),
      ...composeLimits(report),
      ...composePromises(report),
      ...composeIntervals(report),
      ...composeNotes(report, 'line'),
      ...composeHours(report),
      ...composeClaims(report),
      ...composePromisePlot(report, wide),
      ...composeFollowed(report, layout),
      ...composeGenerator(report),
      ...composeMachines(report, layout),
      ...composeThresholds(report),
      ...composeVariants(report),
      ...composeFooter(report),
    ],
  };
}

/** Whether it holds, then tier by tier from the outside in, then what was published and what it cost. */
function composeMachines(report: Report, layout: Layout): readonly Block[] {
  return [
    ...composeTiers(report),
    ...composeNotes(report, 'machines'),
    ...composeMachineCourse(report, machinePlots(report.record, layout.plotColumns)),
    ...composeFunnel(report),
    ...composeFailures(report),
    ...composeWorkloads(report),
    ...composeDecisions(report),
    ...composeRedis(report),
    ...composeFaults(report),
    ...composeWindows(report),
    ...composePublished(report),
    ...composeCost(report),
  ];
}

/** Notes stand below what they explain: the promises, or the machines. */
function composeNotes({ findings }: Report, about: 'line' | 'machines'): readonly Block[] {
  return findings.notes
    .filter(({ code }) => Object.hasOwn(MACHINE_NOTE_CODES, code) === (about === 'machines'))
    .map(({ text, code }) => ({ kind: 'sentence', text, code }));
}

/** Returns the last line of a report without the rest. */
export function composeEnding(report: Report): Document {
  return { blocks: composeFooter(report).filter((block) => block.kind === 'ending') };
}
