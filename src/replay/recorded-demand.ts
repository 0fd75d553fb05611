import { UsageHistory } from '../kubernetes/scaling/usage-history.ts';
import type { HpaTrace, TraceFrame } from './hpa-trace.ts';

/**
 * What a recording asks of the workload over time, by measure [milli-units]. The amount of a frame is the mean of the time
 * since the frame before it; before the first frame it was that of the first.
 */
export interface RecordedDemand {
  /** Of the whole workload. */
  readonly totals: ReadonlyMap<string, UsageHistory>;
  /** Memory of one pod; absent where it, or the number of pods, was not recorded. */
  readonly memoryPerPod: UsageHistory | undefined;
}

/** Returns the demand of a recording. */
export function demandOf({ frames, measures }: HpaTrace): RecordedDemand {
  const totals = new Map(
    measures.map((measure) => [measure, historyOf(frames, ({ totals }) => totals.get(measure))]),
  );
  const isCounted = measures.includes('memory') && frames.every(({ replicas }) => replicas !== undefined);
  return { totals, memoryPerPod: isCounted ? historyOf(frames, memoryOfPod) : undefined };
}

function historyOf(
  frames: readonly TraceFrame[],
  amountOf: (frame: TraceFrame) => number | undefined,
): UsageHistory {
  const [first, ...others] = frames;
  const history = new UsageHistory(first === undefined ? 0 : (amountOf(first) ?? 0), 0);
  let fromMs = 0;
  for (const frame of others) {
    history.record(fromMs, frame.atMs, amountOf(frame) ?? 0);
    fromMs = frame.atMs;
  }
  return history;
}

/** The mean of the pods that were measured, or of all. */
function memoryOfPod({ totals, pods, replicas }: TraceFrame): number | undefined {
  const total = totals.get('memory');
  const measured =
    pods.length > 0 ? pods.filter(({ values }) => values.has('memory')).length : (replicas ?? 0);
  return total === undefined || measured === 0 ? undefined : total / measured;
}
