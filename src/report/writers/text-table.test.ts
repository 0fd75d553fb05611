import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TableBlock } from '../document.ts';
import { layTable } from './text-table.ts';

const TABLE: TableBlock = {
  kind: 'table',
  columns: [
    { header: 'estimator', align: 'left' },
    { header: 'cold 0-1m', shortHeader: '0-1m', align: 'right' },
    { header: 'bias', align: 'right', dropOrder: 1 },
    { header: 'remark', align: 'left', dropOrder: 2 },
  ],
  rows: [['sliding', '14 %', '+6 %', 'as shipped']],
};

describe('a table of text', () => {
  it('has its full headers where there is room', () => {
    expect(layTable(TABLE, 80)).toEqual({
      lines: ['estimator  cold 0-1m  bias  remark', 'sliding         14 %  +6 %  as shipped'],
      leftOut: [],
    });
  });

  it('takes short headers first, then leaves out the columns it can spare, the highest order first', () => {
    expect(layTable(TABLE, 35).lines[0]).toBe('estimator  0-1m  bias  remark');
    expect(layTable(TABLE, 24).leftOut).toEqual(['remark']);
    expect(layTable(TABLE, 20).leftOut).toEqual(['bias', 'remark']);
  });

  it('is never wider than the page while one column of words can be wrapped', () => {
    const words = fc.array(fc.constantFrom('bucket', 'gate', 'of', 'ranks'), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(words, fc.integer({ min: 24, max: 60 }), (cell, width) => {
        const table: TableBlock = {
          kind: 'table',
          columns: [
            { header: 'limit', align: 'left' },
            { header: 'share', align: 'right' },
          ],
          rows: [[cell.join(' '), '97 %']],
        };
        const lines = layTable(table, width).lines;
        expect(lines.filter((line) => line.length > width)).toEqual([]);
        expect(lines.join(' ').match(/bucket|gate|of|ranks/g)?.length).toBe(cell.length);
      }),
    );
  });

  it('has no line of headers where all are empty', () => {
    const table: TableBlock = { kind: 'table', columns: [{ header: '', align: 'left' }], rows: [['pass']] };
    expect(layTable(table, 80).lines).toEqual(['pass']);
  });
});
