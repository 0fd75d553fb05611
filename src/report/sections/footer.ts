import { EXIT } from '../../errors.ts';
import type { Block, EndingBlock, RowsBlock } from '../document.ts';
import type { Report, SavedFiles } from '../report.ts';
import { VISIT_TABLE_LIMIT } from '../tables/record.ts';
import { verdictPhrase } from './verdict.ts';

/** Returns where the files are, the command that makes them again, and the last line with the exit code. */
export function composeFooter(report: Report): readonly Block[] {
  return [files(report), ...remarks(report), ending(report)];
}

function files({ saved, manifest }: Report): RowsBlock {
  return fileRows(
    saved,
    saved === undefined || manifest.live !== undefined
      ? manifest.command
      : `tacos rerun ${saved.folder}/manifest.json`,
  );
}

/** Returns where the files of a report are, and the command that makes them again. */
export function fileRows(saved: SavedFiles | undefined, again: string): RowsBlock {
  const rows = [{ label: 'Again', items: [again] }];
  if (saved === undefined)
    return { kind: 'rows', rows: [{ label: 'Report', items: ['not written'] }, ...rows] };
  const tables = saved.names.filter((name) => name.endsWith('.csv')).length;
  const shown = saved.names.filter((name) => !name.endsWith('.csv') && name !== 'manifest.json');
  const [first = 'manifest.json', ...others] = shown;
  const items = [`${saved.folder}/${first}`, ...others, ...(tables > 0 ? [`${tables} csv`] : [])];
  return { kind: 'rows', rows: [{ label: 'Report', items }, ...rows] };
}

/** Returns what the files leave out, so that nobody looks for it. */
function remarks({ saved, findings, record }: Report): readonly Block[] {
  if (saved === undefined) return [];
  const visitors = record.visits.outcome.length;
  const texts = [
    ...(findings.replications > 1 && saved.names.includes('run.json')
      ? [`run.json and the tables per second and per visit hold replication 1 of ${findings.replications}.`]
      : []),
    ...(saved.names.some((name) => name.endsWith('.csv')) && visitors > VISIT_TABLE_LIMIT
      ? ['visits.csv is left out above 100,000 visitors; run.json has every visit.']
      : []),
  ];
  return texts.map((text) => ({ kind: 'sentence', text }));
}

function ending({ findings, variants, exitCode }: Report): EndingBlock {
  const thresholds = [findings, ...variants.map((variant) => variant.findings)].flatMap(
    (each) => each.thresholds,
  );
  const failed = thresholds.filter((threshold) => !threshold.passed).length;
  const defined = thresholds.length;
  const line = howItEnded(findings);
  if (exitCode === EXIT.interrupted || exitCode === EXIT.terminated) {
    return { kind: 'ending', word: 'INTERRUPTED', tone: 'bad', text: 'partial result', exitCode };
  }
  if (exitCode === EXIT.target) {
    return {
      kind: 'ending',
      word: 'STOPPED',
      tone: 'bad',
      text: 'the target failed; partial result',
      exitCode,
    };
  }
  if (exitCode === EXIT.saturated) {
    const text = 'the generator did not keep up, so this says nothing of the target';
    return { kind: 'ending', word: 'INVALID', tone: 'bad', text, exitCode };
  }
  if (failed > 0) {
    const text = `${failed} threshold${failed === 1 ? '' : 's'}; ${line}`;
    return { kind: 'ending', word: 'FAIL', tone: 'bad', text, exitCode };
  }
  if (defined === 0) {
    return { kind: 'ending', word: 'DONE', tone: 'plain', text: `No thresholds defined; ${line}`, exitCode };
  }
  const text = `${defined} threshold${defined === 1 ? '' : 's'}; ${line}`;
  return { kind: 'ending', word: 'PASS', tone: 'good', text, exitCode };
}

/** How the line ended and, where there are machines, whether they held; short enough for one line of 80 characters. */
function howItEnded({ verdict, holds }: Report['findings']): string {
  const line = verdictPhrase(verdict);
  if (holds === undefined) return verdict === 'sold-out' ? line : `the line ${line}`;
  return `${line}, ${holds.holds ? 'holds' : 'does not hold'}`;
}
