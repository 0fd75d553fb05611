import type { LayerFindings } from '../../analysis/infrastructure-findings.ts';
import { FAILURES, type Failure, LAYERS, type LayerId } from '../../result/cluster-record.ts';
import { formatCount } from '../../units/count.ts';
import { formatRunInstant } from '../../units/duration.ts';
import type { Block, TableBlock } from '../document.ts';
import { fineShare } from '../figures.ts';
import type { Report } from '../report.ts';

const LAYER_NAMES: Readonly<Record<LayerId, string>> = {
  cdn: 'CDN',
  waf: 'WAF',
  loadBalancer: 'load balancer',
  gateway: 'gateway',
  bucket: 'admission',
  backend: 'backend',
};

/** What failed, and the status that the sender of the request saw. */
const CAUSES: Readonly<Record<Failure, readonly [status: string, text: string]>> = {
  blocked: ['403', 'blocked by the WAF: not a failure'],
  shed: ['503', 'shed by the load balancer'],
  noPod: ['502', 'no ready pod'],
  queueFull: ['503', 'gateway queue full'],
  timedOut: ['504', 'waited too long at the gateway'],
  pool: ['500', 'no Redis connection in time'],
  redis: ['500', 'no answer of Redis in time'],
  crossSlot: ['500', 'keys in several slots (CROSSSLOT)'],
};

/** Characters of the longest bar. */
const BAR_WIDTH = 16;

/** Returns what each layer received and passed on, drawn to the highest rate, beside published figures. */
export function composeFunnel({ findings }: Report): readonly Block[] {
  const { layers } = findings;
  if (layers === undefined) return [];
  const present = LAYERS.flatMap((layer) => {
    const found = layers[layer];
    return found === undefined ? [] : [{ layer, found }];
  });
  const published = (layer: LayerId) =>
    (findings.published ?? [])
      .filter(({ metric }) => metric.startsWith(`layers.${layer}.`))
      .map(({ text, calibrated }) => (calibrated ? `${text} (fitted)` : text))
      .join(', ');
  const anyPublished = present.some(({ layer }) => published(layer) !== '');
  const highest = present.reduce((most, { found }) => Math.max(most, found.inPeakPerSec), 0);
  const table: TableBlock = {
    kind: 'table',
    columns: [
      { header: 'layer', align: 'left' },
      { header: 'in', align: 'right' },
      { header: 'passed on', align: 'right', dropOrder: 2 },
      { header: 'peak in/s', align: 'right' },
      { header: 'peak out/s', align: 'right' },
      ...(anyPublished ? [{ header: 'published', align: 'right' as const }] : []),
      { header: '', align: 'left', dropOrder: 1 },
    ],
    rows: present.map(({ layer, found }) => [
      LAYER_NAMES[layer],
      ...layerCells(found),
      ...(anyPublished ? [published(layer)] : []),
      bar(found.inPeakPerSec, highest),
    ]),
  };
  return [{ kind: 'heading', text: 'Layers', aside: 'requests on their way in; bars: peak in/s' }, table];
}

function layerCells(found: LayerFindings): readonly string[] {
  return [found.in, found.out, found.inPeakPerSec, found.outPeakPerSec].map(formatCount);
}

/** A bar as long as its share of the highest value, but visible where there is anything. */
function bar(value: number, highest: number): string {
  if (value <= 0 || highest <= 0) return '';
  return '█'.repeat(Math.max(1, Math.round((value / highest) * BAR_WIDTH)));
}

/** Returns why requests failed, the most frequent cause first and what the WAF blocked last; nothing where none did. */
export function composeFailures({ findings }: Report): readonly Block[] {
  const { requestsFailed: failed } = findings;
  if (failed === undefined) return [];
  const weight = (cause: Failure) => (cause === 'blocked' ? 0 : failed.byCause[cause]);
  const causes = FAILURES.filter((cause) => failed.byCause[cause] > 0).toSorted(
    (a, b) => weight(b) - weight(a),
  );
  if (causes.length === 0) return [];
  const worst =
    failed.peakAtMs === undefined
      ? {}
      : {
          aside: `most in one second: ${formatCount(failed.peakPerSec)} at ${formatRunInstant(failed.peakAtMs)}`,
        };
  return [
    { kind: 'heading', text: 'Failed requests', ...worst },
    {
      kind: 'table',
      columns: [
        { header: 'cause', align: 'left' },
        { header: 'status', align: 'right' },
        { header: 'requests', align: 'right' },
        { header: 'of all', align: 'right' },
      ],
      rows: causes.map((cause) => [
        CAUSES[cause][1],
        CAUSES[cause][0],
        formatCount(failed.byCause[cause]),
        fineShare(failed[`${cause}Share`]),
      ]),
    },
  ];
}
