import { EXIT, type ExitCode } from '../../errors.ts';
import type { BucketManifest, BucketReplayRecord } from '../../result/bucket-record.ts';
import { formatCount } from '../../units/count.ts';
import { formatDuration, formatDurationExact, formatRunInstant } from '../../units/duration.ts';
import { formatRate } from '../../units/rate.ts';
import type { Document, EndingBlock, TitleBlock, VerdictBlock } from '../document.ts';
import { fineShare } from '../figures.ts';
import { jsonText } from '../writers/json.ts';

/** Version of the layout of the JSON document. */
const SCHEMA_VERSION = 1;

/** All that the summary of a bucket replay is written from. */
export interface BucketReport {
  readonly record: BucketReplayRecord;
  readonly manifest: BucketManifest;
  /** The code in which the command ends. */
  readonly exitCode: ExitCode;
}

/** Returns what a bucket would have answered as a document: the shares, the spells, the comparison. */
export function composeBucket(report: BucketReport): Document {
  return { blocks: [title(report), verdict(report), ending(report)] };
}

/** Returns the last line of the summary without the rest. */
export function composeBucketEnding(report: BucketReport): Document {
  return { blocks: [ending(report)] };
}

/** Returns the manifest and the counts as versioned JSON, the document that other programs rely on. */
export function bucketText({ manifest, record }: BucketReport): string {
  return jsonText({ schemaVersion: SCHEMA_VERSION, manifest, findings: record });
}

function title({ manifest, record }: BucketReport): TitleBlock {
  const { bucket, initialTokens } = record;
  const isFull = initialTokens === bucket.capacityTokens;
  return {
    kind: 'title',
    program: `tacos ${manifest.version}`,
    name: manifest.trace,
    headline: `Requests of ${manifest.trace} at a token bucket`,
    items: [
      `capacity ${formatCount(bucket.capacityTokens)}`,
      `refill ${formatRate(bucket.refillPerSec)}`,
      `clock ${formatDurationExact(bucket.clockResolutionMs)}`,
      isFull ? 'full at first' : `${formatCount(initialTokens)} tokens at first`,
    ],
  };
}

function verdict({ record }: BucketReport): VerdictBlock {
  const { requests, allowed, denied, impossible, firstMs, lastMs, firstDenied, longestDenial } = record;
  const at = (ms: number) => formatRunInstant(ms - firstMs);
  const lines = [
    `${formatCount(allowed)} of ${formatCount(requests)} requests in ${formatDuration(lastMs - firstMs)} (${share(allowed, requests)}).`,
    ...(firstDenied === undefined
      ? []
      : [`First denied at ${at(firstDenied.atMs)}, line ${firstDenied.line}.`]),
    ...(longestDenial === undefined
      ? []
      : [
          `Longest spell of denials: ${formatDuration(longestDenial.untilMs - longestDenial.fromMs)} from ${at(longestDenial.fromMs)}, ${formatCount(longestDenial.requests)} requests.`,
        ]),
    ...(impossible === 0
      ? []
      : [`${formatCount(impossible)} asked for more than the capacity: they can never be allowed.`]),
    ...comparison(record),
  ];
  const word = denied === 0 ? 'ALL ALLOWED' : allowed === 0 ? 'ALL DENIED' : 'ALLOWED';
  return { kind: 'verdict', word, tone: 'plain', lines };
}

function comparison({ compared, firstMs }: BucketReplayRecord): readonly string[] {
  if (compared === undefined) return [];
  const { requests, agreed, onlyRecorded, onlyHere, firstDisagreement: first } = compared;
  const agreement = `As recorded: ${share(agreed, requests)} of ${formatCount(requests)}`;
  if (first === undefined) return [`${agreement}.`];
  return [
    `${agreement}; ${formatCount(onlyRecorded)} allowed only in the recording, ${formatCount(onlyHere)} only here.`,
    `First difference at ${formatRunInstant(first.atMs - firstMs)}, line ${first.line}: recorded as ${first.recorded}.`,
  ];
}

function ending({ record, exitCode }: BucketReport): EndingBlock {
  if (exitCode === EXIT.interrupted || exitCode === EXIT.terminated) {
    return { kind: 'ending', word: 'INTERRUPTED', tone: 'bad', text: 'partial result', exitCode };
  }
  const { allowed, denied } = record;
  const text = `${formatCount(allowed)} allowed; ${formatCount(denied)} denied`;
  return { kind: 'ending', word: 'DONE', tone: 'plain', text, exitCode };
}

function share(part: number, whole: number): string {
  return fineShare(whole === 0 ? 0 : part / whole);
}
