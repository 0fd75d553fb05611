import { plotSeries } from '../analysis/plots.ts';
import type { Block, Document } from './document.ts';
import { firstRecord, type Layout, type Report } from './report.ts';
import { composeCourse, composePromisePlot } from './sections/course.ts';
import { composeFollowed } from './sections/followed.ts';
import { composeFooter } from './sections/footer.ts';
import { composeLimits } from './sections/limits.ts';
import { composePeople } from './sections/people.ts';
import { composePromises } from './sections/promises.ts';
import { composeThresholds } from './sections/thresholds.ts';
import { composeVariants } from './sections/variants.ts';
import { composeVerdict } from './sections/verdict.ts';

/**
 * Returns the report as a document: the verdict first, then people, the course in time, what held them back, whether
 * the promises were true, thresholds, where the files are, and the exit code as the last line.
 */
export function compose(report: Report, layout: Layout): Document {
  const record = firstRecord(report);
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
      ...composeNotes(report),
      ...composePromisePlot(report, wide),
      ...composeFollowed(report, layout),
      ...composeThresholds(report),
      ...composeVariants(report),
      ...composeFooter(report),
    ],
  };
}

function composeNotes({ findings }: Report): readonly Block[] {
  return findings.notes.map(({ text, code }) => ({ kind: 'sentence', text, code }));
}

/** Returns the last line of a report without the rest. */
export function composeEnding(report: Report): Document {
  return { blocks: composeFooter(report).filter((block) => block.kind === 'ending') };
}
