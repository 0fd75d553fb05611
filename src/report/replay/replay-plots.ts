import type { ReplayPlots } from '../../analysis/replay-plots.ts';
import type { Block, Plot } from '../document.ts';
import { measureText } from './replay-figures.ts';
import type { ReplayReport } from './replay-report.ts';

/** From this much CPU on [milli-units] cores are fine enough for an axis. */
const CORES_FROM = 20_000;

/** Returns the plots of demand against what Ready pods carry, and of the replicas. */
export function composeReplayPlots({ findings }: ReplayReport, course: ReplayPlots): readonly Block[] {
  const { candidates, capacity, trace, settings } = findings;
  const span = { startMs: 0, endMs: trace.endMs, axis: 'linear', unit: 'count' } as const;
  const highest = Math.max(0, ...course.demandMilli);
  const isMilli = capacity.measure === 'cpu' && highest < CORES_FROM;
  const scale = (levels: readonly number[]) => levels.map((milli) => (isMilli ? milli : milli / 1000));
  const unit = capacity.measure === 'cpu' ? (isMilli ? ', millicores' : ', cores') : '';
  const names = candidates.map(({ name }) => name);
  const load: Plot = {
    title: `${measureText(capacity.measure)}${unit}: asked and carried`,
    series: [
      { label: 'demand', values: scale(course.demandMilli) },
      ...course.candidates.map(({ capacityMilli }, i) => ({
        label: settings.mode === 'candidate' ? `${names[i]} Ready` : 'recorded',
        values: scale(capacityMilli),
      })),
    ].slice(0, settings.mode === 'candidate' ? undefined : 2),
    ...span,
  };
  const replicas: Plot = {
    title: 'replicas asked for',
    series: [
      ...course.candidates.map(({ desired }, i) => ({ label: names[i] ?? '', values: desired })),
      ...(course.recorded === undefined ? [] : [{ label: 'recorded', values: course.recorded }]),
    ],
    ...span,
  };
  return [{ kind: 'plots', plots: [load, replicas] }];
}
