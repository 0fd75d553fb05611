import type { MetricUnit } from '../../scenario/metric.ts';
import type { Metric } from '../../scenario/metrics.ts';

/** One of two things to be compared: the figures of whole runs, whoever made them. */
export interface ComparedSide {
  readonly name: string;
  /** simulated: run for this comparison. saved: read from files. live: measured on a real target. */
  readonly kind: 'simulated' | 'saved' | 'live';
  /** Seed of its common random numbers; absent where there are none, as in live runs: they make no pairs. */
  readonly seed?: number;
  readonly runs: readonly ComparedRun[];
}

interface ComparedRun {
  /** Runs with the same number and seed are a pair. */
  readonly run: number;
  /** By path of the comparison, in the unit of the metric; those that the run has not got are left out. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** A metric of a comparison. */
export interface ComparedMetric {
  readonly path: string;
  readonly unit: MetricUnit;
  readonly better: Metric['better'];
  /** Belongs to the family whose errors are held together; the others are shown one by one. */
  readonly headline: boolean;
}
