import type { PlotSeries } from '../../analysis/plots.ts';
import type { Block, Plot } from '../document.ts';
import type { Report } from '../report.ts';

/** Returns the plots of the run's course in time; with several replications they show the first, and say so. */
export function composeCourse(report: Report, course: PlotSeries): readonly Block[] {
  if (course.waiting.length === 0) return [];
  const span = spanOf(course);
  const requests: Plot = {
    title: 'per second (log)',
    axis: 'log',
    unit: 'count',
    series: [
      { label: 'requests', values: course.requestsPerSec },
      { label: 'joins', values: course.joinsPerSec },
      { label: 'let in', values: course.admittedPerSec },
    ],
    ...span,
  };
  const line: Plot = {
    title: 'line',
    axis: 'linear',
    unit: 'count',
    series: [
      { label: 'waiting', values: course.waiting },
      { label: 'ghosts', values: course.ghosts },
    ],
    ...span,
  };
  return [
    ...(report.findings.replications > 1
      ? [
          {
            kind: 'sentence' as const,
            text: `The plots show replication 1 of ${report.findings.replications}.`,
          },
        ]
      : []),
    { kind: 'plots', plots: [requests, line] },
  ];
}

/** Returns the plot of the wait that the displayed estimator promised beside the wait that it was. */
export function composePromisePlot({ plan }: Report, course: PlotSeries): readonly Block[] {
  const { predictedMs, actualMs } = course;
  if (actualMs.every((value) => value === undefined)) return [];
  const plot: Plot = {
    title: 'remaining wait when asked',
    axis: 'linear',
    unit: 'duration',
    series: [
      { label: `promised by ${plan.eta.displayed}`, values: predictedMs },
      { label: 'true', values: actualMs },
    ],
    ...spanOf(course),
  };
  return [{ kind: 'plots', plots: [plot] }];
}

function spanOf({ columnMs, waiting }: PlotSeries): Pick<Plot, 'startMs' | 'endMs'> {
  return { startMs: 0, endMs: columnMs * waiting.length };
}
