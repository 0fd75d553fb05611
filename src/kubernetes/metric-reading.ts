import type { PodSamples } from './pod-state.ts';

/** What the metrics API answered for one metric of the spec. */
export type MetricReading =
  /** For resource, containerResource and pods metrics. No sample at all is a failure of the metric. */
  | { readonly kind: 'perPod'; readonly samples: PodSamples }
  /** For object (one value) and external metrics (the values of all series) [milli-units]. None is a failure. */
  | { readonly kind: 'series'; readonly valuesMilli: readonly number[] }
  /** The metric could not be fetched. */
  | { readonly kind: 'failed'; readonly error: string };
