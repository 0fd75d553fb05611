import { formatCount } from '../../units/count.ts';
import { formatRunInstant } from '../../units/duration.ts';
import type { Block } from '../document.ts';
import { ABSENT, fineShare, shortDuration } from '../figures.ts';
import type { Report } from '../report.ts';

/** Returns the table of workloads: how many pods, when they came, how hard they worked. */
export function composeWorkloads({ findings }: Report): readonly Block[] {
  const workloads = Object.entries(findings.cluster ?? {});
  if (workloads.length === 0) return [];
  const after = (ms: number | undefined, none: string) => (ms === undefined ? none : shortDuration(ms));
  return [
    {
      kind: 'heading',
      text: 'Pods',
      aside:
        'needs: in the second of the most work; enough: from then; new pod: from the first wish; CPU and memory over requested',
    },
    {
      kind: 'table',
      columns: [
        { header: 'workload', align: 'left' },
        { header: 'at first', align: 'right' },
        { header: 'mean', align: 'right', dropOrder: 3 },
        { header: 'most', align: 'right' },
        { header: 'needs', align: 'right' },
        { header: 'enough after', shortHeader: 'enough', align: 'right' },
        { header: 'new pod after', shortHeader: 'new pod', align: 'right', dropOrder: 2 },
        { header: 'CPU mean', align: 'right' },
        { header: 'CPU max', align: 'right' },
        { header: 'memory max', shortHeader: 'mem', align: 'right', dropOrder: 1 },
      ],
      rows: workloads.map(([name, found]) => [
        name,
        formatCount(found.podsAtStart),
        found.podsMean.toFixed(1),
        formatCount(found.podsPeak),
        formatCount(found.podsNeeded),
        found.peakAtMs === undefined ? ABSENT : after(found.enoughAfterMs, 'never'),
        after(found.firstNewPodAfterMs, ABSENT),
        fineShare(found.cpuMean),
        fineShare(found.cpuMax),
        fineShare(found.memoryMax),
      ]),
    },
  ];
}

/** Returns the decisions that tell the story; all are in decisions.csv. */
export function composeDecisions({ findings, record }: Report): readonly Block[] {
  const { decisions } = findings;
  if (decisions === undefined || decisions.length === 0) return [];
  const all = record.cluster?.decisions.length ?? decisions.length;
  return [
    {
      kind: 'heading',
      text: 'Scaling decisions',
      aside:
        all === decisions.length
          ? 'wanted: before policies, stabilization and bounds'
          : `${formatCount(decisions.length)} of ${formatCount(all)}; wanted: before policies, stabilization and bounds`,
    },
    {
      kind: 'table',
      columns: [
        { header: 'at', align: 'left' },
        { header: 'workload', align: 'left', dropOrder: 1 },
        { header: 'pods', align: 'right' },
        { header: 'wanted', align: 'right' },
        { header: 'reason', align: 'left', dropOrder: 2 },
        { header: 'why', align: 'left' },
      ],
      rows: decisions.map(({ atMs, workload, from, to, wanted, reason, text }) => [
        formatInstant(atMs),
        workload,
        from === to ? `stays ${formatCount(to)}` : `${formatCount(from)} -> ${formatCount(to)}`,
        formatCount(wanted),
        reason,
        text,
      ]),
    },
  ];
}

/** Returns a run instant; before the run began it carries a minus: `T-10:00`. */
export function formatInstant(atMs: number): string {
  return atMs < 0
    ? formatRunInstant(Math.ceil(-atMs / 1_000) * 1_000).replace('+', ABSENT)
    : formatRunInstant(atMs);
}
