import { PRODUCTION_HPA_SETTINGS } from '../kubernetes/hpa-settings.ts';
import type { ReplaySettings } from '../result/replay-record.ts';
import type { HpaTrace } from './hpa-trace.ts';

/** How to replay, beyond what the recording and the manifests say. */
export interface ReplayOptions {
  readonly mode: ReplaySettings['mode'];
  readonly startupMs: number;
  /** Absent: the metrics server's own. */
  readonly lagMs?: number;
  readonly memory: ReplaySettings['memory'];
  /** Replicas at first; absent: those of the recording's first frame, or where it has none the minimum. */
  readonly initialReplicas?: number;
  readonly seed: number;
}

/** Returns the settings of a replay in the form in which they are recorded. */
export function settingsOf({ allowances }: HpaTrace, options: ReplayOptions): ReplaySettings {
  const { mode, startupMs, lagMs, memory, seed } = options;
  const { cpuRequest, memoryRequest, cpuLimit } = allowances;
  return {
    mode,
    syncPeriodMs: PRODUCTION_HPA_SETTINGS.syncPeriodMs,
    startupMs,
    ...(lagMs === undefined ? {} : { lagMs }),
    memory,
    seed,
    ...(cpuRequest === undefined ? {} : { cpuRequestMilli: cpuRequest }),
    ...(memoryRequest === undefined ? {} : { memoryRequestMilli: memoryRequest }),
    ...(cpuLimit === undefined ? {} : { cpuLimitMilli: cpuLimit }),
  };
}
