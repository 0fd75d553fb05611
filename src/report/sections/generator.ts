import type { GeneratorFindings, Invalidity } from '../../analysis/live-findings.ts';
import { REQUEST_KINDS } from '../../result/live-record.ts';
import { formatCount } from '../../units/count.ts';
import { formatDuration, formatRunInstant } from '../../units/duration.ts';
import { formatRate } from '../../units/rate.ts';
import { formatShortTime } from '../../units/short-time.ts';
import type { Block } from '../document.ts';
import { ABSENT, fineShare } from '../figures.ts';
import type { Report } from '../report.ts';

/** Returns what the generator of a live run sent, how late, and how long answers took; nothing for a simulated run. */
export function composeGenerator({ findings }: Report): readonly Block[] {
  const { generator } = findings;
  if (generator === undefined) return [];
  return [
    { kind: 'heading', text: 'Generator', aside: aside(generator) },
    table(generator),
    ...courseLines(generator).map((text): Block => ({ kind: 'sentence', text })),
    ...failureLines(generator),
  ];
}

/** Returns why a live run says nothing of its target, and what it could have held; nothing where it is valid. */
export function invalidLines({ invalid, heldPerSec }: GeneratorFindings): readonly string[] {
  if (invalid.length === 0) return [];
  const held =
    heldPerSec === undefined
      ? 'It held no rate in time.'
      : `It held ${formatRate(Math.round(heldPerSec))} in time.`;
  return [...invalid.map(reason), held];
}

function reason({ kind, atMs, measured, bound }: Invalidity): string {
  switch (kind) {
    case 'slip':
      return `The generator did not keep up: requests from ${formatRunInstant(atMs ?? 0)} on were sent up to ${time(measured)} late (p99; ${time(bound)} may be).`;
    case 'late':
      return `Of all requests ${fineShare(measured)} were sent late; ${fineShare(bound)} may be.`;
    case 'ceiling':
      return `More than ${formatRate(bound)} would have been sent, so the run was stopped.`;
  }
}

function aside({ target, speed, workers }: GeneratorFindings): string {
  const parts = [
    target,
    ...(speed === 1 ? [] : [`${speed}x real time`]),
    ...(workers === 1 ? [] : [`${workers} threads`]),
    'latency from the instant at which a request was meant to be sent',
  ];
  return parts.join('; ');
}

function table({ kinds }: GeneratorFindings): Block {
  return {
    kind: 'table',
    columns: [
      { header: 'request', align: 'left' },
      { header: 'sent', align: 'right' },
      { header: 'completed', align: 'right', dropOrder: 1 },
      { header: 'failed', align: 'right' },
      { header: 'p50', align: 'right' },
      { header: 'p95', align: 'right' },
      { header: 'p99', align: 'right' },
      { header: 'max', align: 'right' },
    ],
    rows: REQUEST_KINDS.map((kind) => {
      const { sent, completed, failed, latency } = kinds[kind];
      const times = [latency.p50Ms, latency.p95Ms, latency.p99Ms, latency.maxMs];
      return [
        kind,
        formatCount(sent),
        formatCount(completed),
        formatCount(failed),
        ...times.map((ms) => (latency.count === 0 ? ABSENT : time(ms))),
      ];
    }),
  };
}

function courseLines(found: GeneratorFindings): readonly string[] {
  const { asked, sent, slip, sentPeakPerSec, heldBack, peakInFlight } = found;
  const waited = heldBack === 0 ? '' : `; ${formatCount(heldBack)} waited for one of them to end`;
  return [
    `${formatCount(asked)} asked, ${formatCount(sent)} sent, at most ${formatRate(sentPeakPerSec)}; sent late by ${time(slip.p50Ms)} (p50), ${time(slip.p99Ms)} (p99), ${time(slip.maxMs)} (max).`,
    `At most ${formatCount(peakInFlight)} requests were under way at once${waited}.`,
  ];
}

function failureLines({ failures, lostRequests, lostTickets }: GeneratorFindings): readonly Block[] {
  const failed = Object.entries(failures).map(
    ([code, count]): Block => ({
      kind: 'sentence',
      text: `${formatCount(count)} requests failed: ${code}.`,
      code,
    }),
  );
  if (lostRequests === 0 && lostTickets === 0) return failed;
  const text = `The target has forgotten ${formatCount(lostRequests)} requests that it had answered and ${formatCount(lostTickets)} tickets that had joined.`;
  return [...failed, { kind: 'sentence', text, code: 'target-lost-history' }];
}

/** Returns a time with three digits, which is more than was measured. */
function time(ms: number): string {
  return ms < 1000 ? formatShortTime(Number((ms * 1000).toPrecision(3))) : formatDuration(ms);
}
