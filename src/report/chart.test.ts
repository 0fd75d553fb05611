import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawChart } from './chart.ts';
import type { Plot } from './document.ts';

function build(values: readonly (readonly (number | undefined)[])[], axis: Plot['axis'] = 'linear'): Plot {
  return {
    title: 'requests',
    axis,
    unit: 'count',
    series: values.map((each, i) => ({ label: `series ${i}`, values: each })),
    startMs: 0,
    endMs: 1_800_000,
  };
}

const rowsOf = (plot: Plot) => (drawChart(plot)?.lines ?? []).filter((line) => line.includes('┤'));

describe('a chart', () => {
  it('is drawn for any values, absent and not finite ones too, and is as wide as it says', () => {
    const value = fc.oneof(
      fc.double({ min: -10, max: 1e9 }),
      fc.constantFrom(undefined, Number.NaN, Infinity, 0),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(value, { maxLength: 40 }), { maxLength: 3 }),
        fc.constantFrom('linear' as const, 'log' as const),
        (values, axis) => {
          const chart = drawChart(build(values, axis));
          const width = chart?.width ?? 0;
          const [, , ...drawn] = chart?.lines ?? [];
          expect(drawn.filter((line) => line.length > width || /NaN|Infinity|undefined/.test(line))).toEqual(
            [],
          );
        },
      ),
    );
  });

  it('has 0 at the bottom of its axis, whatever is at the top', () => {
    const top = fc.double({ min: 0, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(top, fc.constantFrom('linear' as const, 'log' as const), (value, axis) => {
        expect(
          rowsOf(build([[value]], axis))
            .at(-1)
            ?.trimStart(),
        ).toMatch(/^0 ┤/);
      }),
    );
  });

  it.each([[[]], [[[]]], [[[undefined, undefined]]]])(
    'is none where there is nothing to draw: %j',
    (values) => {
      expect(drawChart(build(values))).toBeUndefined();
    },
  );

  it('has the highest value at its top and zero at its bottom', () => {
    const rows = rowsOf(build([[0, 40, 138_902, 20]], 'log'));
    expect(rows[0]).toMatch(/^138,902 ┤/);
    expect(rows.at(-1)).toMatch(/^ +0 ┤/);
  });

  it('gives a log axis even steps in the logarithm', () => {
    const labels = rowsOf(build([[0, 999_999]], 'log')).map((row) => row.split('┤')[0]?.trim());
    expect(labels).toEqual(['999,999', '100,000', '10,000', '1,000', '99', '9', '0']);
  });

  it('draws each series with its own mark, the first on top', () => {
    const rows = rowsOf(
      build([
        [9, 9, 9, 9],
        [9, 9, 0, 0],
      ]),
    );
    expect(rows[0]).toContain('────');
    expect(rows.at(-1)).toContain('··');
  });

  it('leaves a gap where nothing was measured', () => {
    const rows = rowsOf(build([[9, 9, undefined, undefined, 9, 9]]));
    expect(rows[0]).toMatch(/┤── {2}──$/);
  });

  it('labels its time axis at round steps from zero', () => {
    const values = Array.from({ length: 60 }, (_, i) => i);
    expect(drawChart(build([values]))?.lines.at(-1)).toMatch(/^ +0 +5m +10m +15m +20m +25m$/);
  });
});
