import type { GateFindings, MetricFinding } from '../../analysis/gate/gate-findings.ts';
import type { Tone } from '../document.ts';
import { marginText, worseText } from './gate-figures.ts';
import type { GateReport } from './gate-report.ts';

/** How a gate ended, in a word and a sentence. */
export interface GateEnding {
  readonly word: string;
  readonly tone: Tone;
  readonly text: string;
}

/** Metrics that a sentence names before it counts the rest. */
const NAMED = 3;

/** Returns the last line of a gate. */
export function gateEnding({ findings, interrupted, strict }: GateReport): GateEnding {
  const { verdict, identical, pairs } = findings;
  const on = `${pairs} ${pairs === 1 ? 'seed' : 'seeds'}`;
  if (interrupted) {
    return { word: 'INTERRUPTED', tone: 'bad', text: `No verdict: stopped after ${on}` };
  }
  if (identical) {
    return { word: 'PASS', tone: 'good', text: `Identical to the baseline on all ${on}; nothing to test` };
  }
  switch (verdict) {
    case 'pass':
      return {
        word: 'PASS',
        tone: 'good',
        text: `ETA accuracy did not get worse by more than its margins on ${on}`,
      };
    case 'fail':
      return { word: 'FAIL', tone: 'bad', text: `ETA accuracy got worse on ${on}: ${failures(findings)}` };
    case 'inconclusive':
      return {
        word: strict ? 'INCONCLUSIVE' : 'WARN',
        tone: 'plain',
        text: `Inconclusive after ${on}: ${openOnes(findings)}`,
      };
  }
}

function failures({ metrics }: GateFindings): string {
  return named(
    metrics.filter(({ verdict }) => verdict === 'fail'),
    (metric) => `${metric.path} by ${worseText(metric, metric.worse)}`,
  );
}

function openOnes({ metrics }: GateFindings): string {
  const decisive = metrics.filter(({ role, verdict }) => role === 'decisive' && verdict !== undefined);
  if (decisive.length === 0) return 'no decisive metric is there';
  return named(
    decisive.filter(({ verdict }) => verdict === 'inconclusive'),
    (metric) => whyOpen(metric),
  );
}

function named(metrics: readonly MetricFinding[], text: (metric: MetricFinding) => string): string {
  const more = metrics.length - NAMED;
  return metrics.slice(0, NAMED).map(text).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** Returns why a metric could not be decided. */
function whyOpen(metric: MetricFinding): string {
  const { path, lost, pairs } = metric;
  if (lost > 0) return `${path} is lost on ${lost} of ${pairs + lost} seeds`;
  if (metric.upper === undefined) return `${path} is there on ${pairs} seed${pairs === 1 ? '' : 's'} only`;
  return `${path} may be worse by ${worseText(metric, metric.upper)}, margin ${marginText(metric)}`;
}

/** Returns what happened to a metric, in one sentence. */
export function metricSentence(metric: MetricFinding): string {
  const { path, verdict } = metric;
  const range = `${worseText(metric, metric.lower)} to ${worseText(metric, metric.upper)}`;
  switch (verdict) {
    case 'fail':
      return `${path} got worse by ${worseText(metric, metric.worse)} (${range}), more than the margin of ${marginText(metric)}`;
    case 'inconclusive':
      return whyOpen(metric);
    case 'pass':
      return `${path} changed by ${worseText(metric, metric.worse)} (${range}), within the margin of ${marginText(metric)}`;
    default:
      return `${path} is not judged`;
  }
}
