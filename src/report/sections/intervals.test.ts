import { describe, expect, it } from 'vitest';
import { summarize } from '../../analysis/summarize.ts';
import { buildCalibration } from '../../testing/calibration-builder.ts';
import { buildPlan, buildRecord } from '../../testing/record-builder.ts';
import { richReport } from '../../testing/report-builder.ts';
import { richPlan, richRecord } from '../../testing/rich-record.ts';
import type { Block } from '../document.ts';
import type { Report } from '../report.ts';
import { accuracyTable } from '../tables/accuracy.ts';
import { followedTable } from '../tables/findings.ts';
import { composeFollowed } from './followed.ts';
import { composeIntervals } from './intervals.ts';

const LAYOUT = { plotColumns: 40, widePlotColumns: 80, followedRows: 8 };

function calibratedReport(): Report {
  const plan = richPlan({ calibration: buildCalibration(['ql', 'sliding']) });
  return { ...richReport(), plan, findings: summarize([richRecord(0, plan)]) };
}

const tableOf = (blocks: readonly Block[]) => blocks.find((block) => block.kind === 'table');
const sentenceOf = (blocks: readonly Block[]) => blocks.find((block) => block.kind === 'sentence')?.text;

describe('the section on intervals', () => {
  it('has a row for each calibrated estimator and says what it was calibrated on', () => {
    const blocks = composeIntervals(calibratedReport());
    expect(tableOf(blocks)?.rows.map(([id]) => id)).toEqual(['sliding', 'ql']);
    expect(sentenceOf(blocks)).toBe(
      '(Calibrated on 4,000 runs of built, then adapted to this run as waits became known)',
    );
  });

  it('says how to make a calibration where there is none', () => {
    expect(sentenceOf(composeIntervals(richReport()))).toBe(
      'No intervals around these ETAs: `tacos calibrate eta scenarios/built.yaml` makes them.',
    );
  });

  it('has no table where no interval was scored', () => {
    const plan = buildPlan({ calibration: buildCalibration(['ql']) });
    const report = { ...richReport(), plan, findings: summarize([buildRecord({ plan })]) };
    const blocks = composeIntervals(report);
    expect(tableOf(blocks)).toBeUndefined();
    expect(sentenceOf(blocks)).toContain('Calibrated on 4,000 runs of built');
  });
});

describe('other parts of a calibrated report', () => {
  it('promise the followed visitor a range', () => {
    const table = tableOf(composeFollowed(calibratedReport(), LAYOUT));
    const column = table?.columns.findIndex(({ header }) => header === 'as a promise') ?? -1;
    expect(table?.rows.map((row) => row[column])).toContainEqual(expect.stringMatching(/^\d+-\d+ min$/));
    const plain = tableOf(composeFollowed(richReport(), LAYOUT));
    expect(plain?.columns.map(({ header }) => header)).not.toContain('as a promise');
  });

  it('list coverage and width in the table of accuracy, and bands in that of the visitor', () => {
    const accuracy = accuracyTable(calibratedReport().findings);
    const column = accuracy.header.indexOf('coverage80Share');
    const row = accuracy.rows.find(([id, cut]) => id === 'ql' && cut === 'overall');
    expect(row?.[column]).toBe(calibratedReport().findings.eta.ql?.overall?.coverage80);
    expect(followedTable(calibratedReport()).header).toContain('qlHigh95Sec');
    expect(followedTable(richReport()).header).not.toContain('qlHigh95Sec');
  });
});
