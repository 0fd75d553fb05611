import type { MachinePlots } from '../../analysis/machine-plots.ts';
import { formatCount } from '../../units/count.ts';
import { formatRunInstant } from '../../units/duration.ts';
import { formatMoney } from '../../units/money.ts';
import type { Block, Plot } from '../document.ts';
import { fineShare, metricFigure, shareFigure, shortDuration } from '../figures.ts';
import type { Report } from '../report.ts';

type Rows = readonly { readonly label: string; readonly items: readonly string[] }[];

/** Returns the rows of the first screen that tell of requests, machines, the shop and money; none without machines. */
export function machineRows({ findings }: Report): Rows {
  return [
    { label: 'Requests', items: requests(findings) },
    { label: 'Machines', items: machines(findings) },
    { label: 'Shop', items: shop(findings) },
    { label: 'Cost', items: cost(findings) },
  ];
}

function requests(findings: Report['findings']): readonly string[] {
  const { requestsFailed: failed, latency } = findings;
  if (failed === undefined) return [];
  const quantile = (name: 'p50' | 'p95' | 'p99' | 'max', ms: number) =>
    `${name} ${metricFigure(findings, `latency.${name}`, 'ms', ms)}`;
  return [
    `${formatCount(failed.sent)} sent`,
    `${shareFigure(findings, 'requestsFailed.share', failed.share)} failed`,
    ...(failed.blocked === 0 ? [] : [`${fineShare(failed.blockedShare)} blocked by the WAF`]),
    ...(latency === undefined
      ? []
      : [
          quantile('p50', latency.p50Ms),
          quantile('p95', latency.p95Ms),
          quantile('p99', latency.p99Ms),
          quantile('max', latency.maxMs),
        ]),
  ];
}

function machines(findings: Report['findings']): readonly string[] {
  const { cluster, nodes, redis } = findings;
  return [
    ...Object.entries(cluster ?? {}).map(
      ([name, { podsAtStart, podsPeak }]) =>
        `${name} ${formatCount(podsAtStart)} to ${formatCount(podsPeak)} pods`,
    ),
    ...(nodes === undefined ? [] : [`nodes ${formatCount(nodes.atStart)} to ${formatCount(nodes.peak)}`]),
    ...(redis === undefined
      ? []
      : [`busiest Redis shard ${shareFigure(findings, 'redis.cpuMax', redis.cpuMax)} at most`]),
  ];
}

function shop({ backend, seats }: Report['findings']): readonly string[] {
  return [
    ...(backend === undefined ? [] : [`backend ${fineShare(backend.utilizationMax)} busy at most`]),
    ...(backend === undefined || backend.refused + backend.timedOut < 1
      ? []
      : [`${formatCount(backend.refused + backend.timedOut)} of its requests failed`]),
    ...(seats === undefined
      ? []
      : [
          `${formatCount(seats.sold)} of ${formatCount(seats.count)} seats sold`,
          ...(seats.soldOutMs === undefined ? [] : [`sold out at ${formatRunInstant(seats.soldOutMs)}`]),
          ...(seats.returned < 1 ? [] : [`${formatCount(seats.returned)} came back unsold`]),
          ...(seats.turnedAway < 1 ? [] : [`${formatCount(seats.turnedAway)} let in found none`]),
        ]),
  ];
}

function cost(findings: Report['findings']): readonly string[] {
  const { cost: found } = findings;
  if (found === undefined) return [];
  const total = metricFigure(findings, 'cost.total', 'usd', found.totalUsd);
  const fleet =
    found.fixedFleetNodes === 0
      ? []
      : [
          `${formatMoney(found.fixedFleetUsd)} on a fixed fleet of ${formatCount(found.fixedFleetNodes)} nodes`,
        ];
  return [`${total} for ${shortDuration(found.heldMs)}`, ...fleet];
}

/** Returns the pods beside the load they were to carry. */
export function composeMachineCourse(
  { findings }: Report,
  plots: MachinePlots | undefined,
): readonly Block[] {
  if (plots === undefined) return [];
  const { pods } = plots;
  const span = { startMs: 0, endMs: plots.columnMs * plots.sentPerSec.length };
  const load: Plot = {
    title: 'requests per second (log)',
    axis: 'log',
    unit: 'count',
    series: [
      { label: 'sent', values: plots.sentPerSec },
      { label: 'failed', values: plots.failedPerSec },
    ],
    ...span,
  };
  if (pods === undefined) return [{ kind: 'plots', plots: [load] }];
  const timeline: Plot = {
    title: `pods of ${gatewayName(findings)}`,
    axis: 'linear',
    unit: 'count',
    series: [
      { label: 'ready', values: pods.ready },
      { label: 'desired', values: pods.desired },
      { label: 'pending', values: pods.pending },
    ],
    ...span,
  };
  return [{ kind: 'plots', plots: [timeline, load] }];
}

/** Returns the name of the workload that serves the visitors' requests. */
function gatewayName({ cluster }: Report['findings']): string {
  return Object.entries(cluster ?? {}).find(([, { role }]) => role === 'gateway')?.[0] ?? 'gateway';
}
