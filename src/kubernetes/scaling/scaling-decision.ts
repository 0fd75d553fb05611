/** One decision of an autoscaler that changed the number of pods, or did not where it wanted to. */
export interface ScalingDecision {
  readonly atMs: number;
  readonly workload: string;
  readonly from: number;
  readonly to: number;
  /** Proposal before stabilization, policies and limits. */
  readonly wanted: number;
  /** hpa, keda or schedule, and the reason of the last condition (ScaleUpLimit, ...). */
  readonly by: 'hpa' | 'keda' | 'schedule';
  readonly reason: string;
  /** One sentence. */
  readonly text: string;
}
