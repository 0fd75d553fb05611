import type {
  FaultFinding,
  PublishedFinding,
  WindowFindings,
} from '../../analysis/infrastructure-findings.ts';
import { formatCount } from '../../units/count.ts';
import { formatRate } from '../../units/rate.ts';
import type { Block } from '../document.ts';
import { ABSENT, figure, fineShare, metricFigure, metricKind, signedShare } from '../figures.ts';
import type { Report } from '../report.ts';
import { formatInstant } from './pods.ts';

/** Returns the means of each named window side by side. */
export function composeWindows({ findings }: Report): readonly Block[] {
  const windows = Object.entries(findings.windows ?? {});
  if (windows.length === 0) return [];
  const has = (key: keyof WindowFindings) => windows.some(([, window]) => window[key] !== undefined);
  const share = (value: number | undefined) => (value === undefined ? ABSENT : fineShare(value));
  return [
    { kind: 'heading', text: 'Windows', aside: 'means over each' },
    {
      kind: 'table',
      columns: [
        { header: 'window', align: 'left' },
        { header: 'requests', align: 'right' },
        { header: 'let in', align: 'right', dropOrder: 1 },
        { header: 'failed', align: 'right' },
        ...(has('gatewayPods') ? [{ header: 'pods', align: 'right' as const }] : []),
        ...(has('gatewayCpu') ? [{ header: 'pod CPU', align: 'right' as const }] : []),
        ...(has('redisCpu') ? [{ header: 'Redis CPU', align: 'right' as const }] : []),
        { header: 'p50', align: 'right', dropOrder: 2 },
        { header: 'p95', align: 'right' },
        { header: 'p99', align: 'right', dropOrder: 3 },
      ],
      rows: windows.map(([name, window]) => [
        name,
        formatRate(window.requestsPerSec),
        formatRate(window.admittedPerSec),
        fineShare(window.failedShare),
        ...(has('gatewayPods') ? [window.gatewayPods?.toFixed(1) ?? ABSENT] : []),
        ...(has('gatewayCpu') ? [share(window.gatewayCpu)] : []),
        ...(has('redisCpu') ? [share(window.redisCpu)] : []),
        ...[window.latencyP50Ms, window.latencyP95Ms, window.latencyP99Ms].map((ms) => figure('ms', ms)),
      ]),
    },
  ];
}

/** Returns published figures beside what was measured; those that the model was fitted to are marked. */
export function composePublished(report: Report): readonly Block[] {
  const { published } = report.findings;
  if (published === undefined || published.length === 0) return [];
  const fitted = published.some(({ calibrated }) => calibrated);
  return [
    { kind: 'heading', text: 'Published', aside: 'claimed beside measured here' },
    {
      kind: 'table',
      columns: [
        { header: 'figure', align: 'left' },
        { header: 'claimed', align: 'right' },
        { header: 'measured', align: 'right' },
        { header: 'difference', align: 'right' },
        { header: '', align: 'left' },
      ],
      rows: published.map((each) => publishedRow(each, report)),
    },
    ...(fitted
      ? [
          {
            kind: 'sentence' as const,
            text: 'fitted: the model was calibrated on this figure, so agreement proves nothing.',
            code: 'published',
          },
        ]
      : []),
  ];
}

function publishedRow(each: PublishedFinding, { findings, plan }: Report): readonly string[] {
  const { label, text, measured, relative, calibrated, metric } = each;
  const kind = metricKind(metric, plan);
  return [
    label,
    text,
    measured === undefined ? 'no such value in this run' : metricFigure(findings, metric, kind, measured),
    kind === 'share' ? points(each.difference) : signedShare(relative),
    calibrated ? 'fitted' : '',
  ];
}

/** Returns the difference of two shares in percentage points. */
function points(difference: number | undefined): string {
  return signedShare(difference).replace(' %', ' points');
}

/** Returns what faults did: failures before each, and until a minute after its end. */
export function composeFaults({ findings }: Report): readonly Block[] {
  const { faults } = findings;
  if (faults === undefined || faults.length === 0) return [];
  return [
    {
      kind: 'heading',
      text: 'Faults',
      aside: 'failed: in the minute before, and from then until a minute after the end',
    },
    {
      kind: 'table',
      columns: [
        { header: 'at', align: 'left' },
        { header: 'until', align: 'right', dropOrder: 1 },
        { header: 'before', align: 'right' },
        { header: 'after', align: 'right' },
        { header: 'requests', align: 'right' },
        { header: 'what happened', align: 'left' },
      ],
      rows: faults.map(faultRow),
    },
  ];
}

function faultRow(fault: FaultFinding): readonly string[] {
  return [
    formatInstant(fault.atMs),
    fault.untilMs > fault.atMs ? formatInstant(fault.untilMs) : ABSENT,
    fineShare(fault.failedShareBefore),
    fineShare(fault.failedShareAfter),
    formatCount(fault.failedAfter),
    fault.text,
  ];
}
