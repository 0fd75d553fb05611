import { replayPlots } from '../../analysis/replay-plots.ts';
import type { Block, Document, EndingBlock } from '../document.ts';
import type { Layout } from '../report.ts';
import { fileRows } from '../sections/footer.ts';
import { lagText } from './replay-figures.ts';
import { composeReplayPlots } from './replay-plots.ts';
import type { ReplayReport } from './replay-report.ts';
import { composeLags, composeReplayDecisions } from './replay-sections.ts';
import { composeSides } from './replay-sides.ts';
import { composeReplayVerdict } from './replay-verdict.ts';

/** Returns the report of a replay as a document: verdict, course, comparison, lags, decisions, caveats, files. */
export function composeReplay(report: ReplayReport, layout: Layout): Document {
  const { findings, record, saved, manifest } = report;
  const notes = findings.notes.map(({ code, text }): Block => ({ kind: 'sentence', text, code }));
  return {
    blocks: [
      ...composeReplayVerdict(report),
      ...composeReplayPlots(report, replayPlots(record, layout.plotColumns)),
      ...composeSides(report),
      ...composeLags(report),
      ...composeReplayDecisions(report),
      ...notes,
      fileRows(saved, manifest.command),
      ending(report),
    ],
  };
}

/** Returns the last line of a replay's report without the rest. */
export function composeReplayEnding(report: ReplayReport): Document {
  return { blocks: [ending(report)] };
}

function ending({ findings, exitCode }: ReplayReport): EndingBlock {
  const isShadow = findings.settings.mode === 'as-recorded';
  const sides = findings.candidates.map(({ name, agreement, lagMs }) =>
    isShadow
      ? `${name} agrees in ${agreement?.agreed ?? 0} of ${agreement?.passes ?? 0} passes`
      : `${name} ${lagMs === 0 ? 'keeps up' : `is short for ${lagText(lagMs)}`}`,
  );
  return { kind: 'ending', word: 'DONE', tone: 'plain', text: sides.join('; '), exitCode };
}
