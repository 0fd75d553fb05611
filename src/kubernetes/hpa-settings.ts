/** Flags and feature gates of the controller manager that the autoscaler's arithmetic depends on. */
export interface HpaSettings {
  /** From the end of one pass to the next; whoever calls `sync` keeps this pace. */
  readonly syncPeriodMs: number;
  /** Share by which usage may differ from its target without a change, both ways (0..1). */
  readonly tolerance: number;
  /** Downscale stabilization where the spec gives none. */
  readonly downscaleStabilizationMs: number;
  /** For this long after its start a pod's CPU counts only when a whole window was measured while it was ready. */
  readonly cpuInitializationPeriodMs: number;
  /** A pod that turned unready within this time of its start is taken never to have been ready. */
  readonly initialReadinessDelayMs: number;
  /** Without `behavior` a pass goes at most to max(factor x current, minimum) replicas. */
  readonly legacyScaleUpFactor: number;
  readonly legacyScaleUpMinimum: number;
  /** Gate HPAConfigurableTolerance (on from 1.35): tolerances of the spec count. */
  readonly configurableTolerance: boolean;
  /** Gate HPAScaleToZero (alpha): a workload that the autoscaler took to zero is woken by it. */
  readonly scaleToZero: boolean;
  /** Gate PodLevelResources: requests of the pod as a whole replace the sum over its containers. */
  readonly podLevelResources: boolean;
}

/** Settings of an unconfigured kube-controller-manager 1.35. Source: podautoscaler/config/v1alpha1/defaults.go. */
export const PRODUCTION_HPA_SETTINGS: HpaSettings = {
  syncPeriodMs: 15_000,
  tolerance: 0.1,
  downscaleStabilizationMs: 300_000,
  cpuInitializationPeriodMs: 300_000,
  initialReadinessDelayMs: 30_000,
  legacyScaleUpFactor: 2,
  legacyScaleUpMinimum: 4,
  configurableTolerance: true,
  scaleToZero: false,
  podLevelResources: true,
};
