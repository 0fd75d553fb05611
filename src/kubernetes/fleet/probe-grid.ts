import type { ProbePlan } from '../workload-plan.ts';

/** A readiness probe of one container. */
export interface ProbeInstant {
  /** 0-based on the probe's grid. */
  readonly number: number;
  /** Time since the container was started [ms]. */
  readonly afterMs: number;
}

/**
 * Returns the first readiness probe that can succeed, for a container whose application answers `bootMs` after its start.
 * Readiness is not asked before the startup probe, where there is one, has succeeded. A kubelet that probes once more as
 * soon as the startup probe succeeds would be up to one period faster.
 */
export function firstReadinessProbe(probe: ProbePlan, bootMs: number): ProbeInstant {
  const { startup } = probe;
  const askedFromMs = startup === undefined ? bootMs : onGrid(bootMs, startup).afterMs;
  return onGrid(askedFromMs, probe);
}

function onGrid(
  atLeastMs: number,
  grid: { readonly initialDelayMs: number; readonly periodMs: number },
): ProbeInstant {
  const number = Math.max(0, Math.ceil((atLeastMs - grid.initialDelayMs) / grid.periodMs));
  return { number, afterMs: grid.initialDelayMs + number * grid.periodMs };
}
