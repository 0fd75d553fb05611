/** Usage against request, as the controller rounds it. */
export interface Utilization {
  /** percent / target. */
  readonly ratio: number;
  /** Whole percent of the requests in use, truncated. */
  readonly percent: number;
  /** Mean usage of a pod, truncated [milli-units]. */
  readonly averageMilli: number;
}

/**
 * Returns the utilization of the pods that have both a sample and a request, by pod name [milli-units], or undefined
 * when their requests add up to nothing. Sums are exact: a thousand pods of 16 GiB are above 2^53 milli-bytes.
 * Source: kubernetes metrics/utilization.go, GetResourceUtilizationRatio.
 */
export function utilizationRatio(
  usageMilli: ReadonlyMap<string, number>,
  requestsMilli: ReadonlyMap<string, number>,
  targetPercent: number,
): Utilization | undefined {
  let usage = 0n;
  let requested = 0n;
  let pods = 0n;
  for (const [name, value] of usageMilli) {
    const request = requestsMilli.get(name);
    if (request === undefined) continue;
    usage += BigInt(value);
    requested += BigInt(request);
    pods++;
  }
  if (requested === 0n) return undefined;
  const percent = Number((usage * 100n) / requested);
  return { ratio: percent / targetPercent, percent, averageMilli: Number(usage / pods) };
}

/** Mean usage against a target per pod. */
export interface AverageUsage {
  readonly ratio: number;
  /** Truncated [milli-units]. */
  readonly averageMilli: number;
}

/**
 * Returns the mean of one or more samples [milli-units] against a target per pod.
 * Source: kubernetes metrics/utilization.go, GetMetricUsageRatio.
 */
export function usageRatio(usageMilli: ReadonlyMap<string, number>, targetMilli: number): AverageUsage {
  let usage = 0n;
  for (const value of usageMilli.values()) usage += BigInt(value);
  const averageMilli = Number(usage / BigInt(usageMilli.size));
  return { ratio: averageMilli / targetMilli, averageMilli };
}
