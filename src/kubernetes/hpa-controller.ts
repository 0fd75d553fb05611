import { type CombinedProposal, combineProposals, failureText } from './combined-proposal.ts';
import { failureReason, type HpaConditions } from './hpa-conditions.ts';
import type { DecisionSteps, HpaDecision } from './hpa-decision.ts';
import { explainFailure, explainSteps } from './hpa-explanation.ts';
import { HpaMemory, type HpaRecollection } from './hpa-memory.ts';
import type { HpaObservation } from './hpa-observation.ts';
import { type HpaSettings, PRODUCTION_HPA_SETTINGS } from './hpa-settings.ts';
import { checkHpaSpec, type HpaSpec } from './hpa-spec.ts';
import type { MetricOutcome } from './metric-outcome.ts';
import { metricReplicas } from './metric-replicas.ts';
import type { RecommendationLog } from './recommendation-log.ts';
import { settleProposal } from './settled-proposal.ts';
import { toleranceOf } from './tolerance.ts';

/** Where an autoscaler stands when a controller takes it up. */
export interface HpaStart extends HpaRecollection {
  /** The ScaledToZero condition of its status, which outlives the controller; absent: not set. */
  readonly scaledToZero?: boolean;
  /** It decides beside the controller that acts, so it remembers no change but those that `scaled` tells of. */
  readonly shadow?: boolean;
}

type Decided = Omit<HpaDecision, 'atMs' | 'currentReplicas' | 'rescaled' | 'conditions'>;
type Observed = HpaObservation & { readonly minReplicas: number };

/**
 * The HorizontalPodAutoscaler (autoscaling/v2) of one workload, pass by pass: metrics to proposals, the highest of them
 * stabilized, then held to policies and bounds. Passes must not run backwards in time. After a change there is no pause.
 * Source: kubernetes pkg/controller/podautoscaler/horizontal.go, reconcileAutoscaler.
 */
export class HpaController {
  private readonly spec: HpaSpec;
  private readonly settings: HpaSettings;
  private readonly isShadow: boolean;
  private memory: HpaMemory;
  private scaledToZero: boolean | undefined;

  /** @throws RangeError for a spec that the API server would refuse. */
  constructor(spec: HpaSpec, settings: HpaSettings = PRODUCTION_HPA_SETTINGS, start: HpaStart = {}) {
    checkHpaSpec(spec);
    this.spec = spec;
    this.settings = settings;
    this.isShadow = start.shadow === true;
    this.memory = new HpaMemory(start);
    this.scaledToZero = start.scaledToZero;
  }

  /** Forgets proposals and scale events, as a restart or a new leader does. */
  restart(): void {
    this.memory = new HpaMemory();
  }

  /** Remembers a change of the replicas that somebody else has made. */
  scaled(from: number, to: number, atMs: number): void {
    if (from !== to) this.memory.storeScale(this.spec.behavior, from, to, atMs);
  }

  /** Runs one pass. @throws RangeError when there is not one reading for each metric. */
  sync(observation: HpaObservation): HpaDecision {
    const { readings, specReplicas: current, nowMs } = observation;
    const { metrics, maxReplicas } = this.spec;
    if (readings.length !== metrics.length) {
      throw new RangeError(`${readings.length} readings for ${metrics.length} metrics`);
    }
    const log = this.memory.seededLog(current, nowMs);
    const floor = Math.max(this.spec.minReplicas, observation.floorReplicas ?? 0);
    const seen = { ...observation, minReplicas: Math.min(floor, maxReplicas) };
    if (current === 0 && !this.mayWake(seen.minReplicas)) return this.disabled(seen);
    if (current > maxReplicas) return this.forced(seen, maxReplicas, 'above the maximum of');
    if (current > 0 && current < seen.minReplicas)
      return this.forced(seen, seen.minReplicas, 'below the minimum of');
    return this.byMetrics(seen, log);
  }

  /** Whether a workload at zero is looked at: only where this autoscaler took it there, and can see without pods. */
  private mayWake(minReplicas: number): boolean {
    const wentToZero = this.settings.scaleToZero && this.scaledToZero === true;
    return wentToZero && (minReplicas > 0 || this.seesWithoutPods());
  }

  private seesWithoutPods(): boolean {
    return this.spec.metrics.some(({ kind }) => kind === 'object' || kind === 'external');
  }

  private disabled(seen: Observed): HpaDecision {
    const explanation = 'autoscaling is off while the workload is at 0 replicas';
    const active = { status: 'False', reason: 'ScalingDisabled' } as const;
    return this.keep(seen, { desiredReplicas: 0, metrics: [], explanation }, { ScalingActive: active });
  }

  private forced(seen: Observed, desiredReplicas: number, why: string): HpaDecision {
    const explanation = `${seen.specReplicas} replicas are ${why} ${desiredReplicas}`;
    return this.apply(seen, { desiredReplicas, metrics: [], explanation }, {}, 'SucceededGetScale');
  }

  private byMetrics(seen: Observed, log: RecommendationLog): HpaDecision {
    const { spec, settings } = this;
    const currentReplicas = seen.specReplicas;
    const pass = { ...seen, currentReplicas, settings, tolerance: toleranceOf(spec.behavior, settings) };
    const outcomes = spec.metrics.map((metric, index) => metricReplicas(metric, seen.readings[index]!, pass));
    const combined = combineProposals(outcomes, currentReplicas);
    if (combined.kind === 'none') return this.undecided(seen, outcomes, combined);
    const { maxReplicas } = spec;
    const { nowMs, minReplicas } = seen;
    const ask = { currentReplicas, desiredReplicas: combined.replicas, minReplicas, maxReplicas };
    const settled = settleProposal(spec, settings, ask, { nowMs, log, history: this.memory });
    const { stabilized, limited } = settled;
    const steps: DecisionSteps = {
      proposed: combined.replicas,
      decidedBy: combined.decidedBy,
      stabilized,
      limited: limited.replicas,
      ...(limited.policyLimit && { policyLimit: limited.policyLimit }),
    };
    // One that wakes up goes to its minimum at least: limits work from the 0 that it is at.
    const desiredReplicas = currentReplicas === 0 ? Math.max(steps.limited, minReplicas) : steps.limited;
    const explanation = explainSteps(spec, outcomes, steps, limited.reason);
    const decided = {
      desiredReplicas,
      metrics: outcomes,
      steps,
      explanation,
      ...failureText(combined.failures),
    };
    const status = steps.limited === stabilized ? 'False' : 'True';
    const conditions = {
      ScalingActive: { status: 'True', reason: 'ValidMetricFound' },
      ScalingLimited: { status, reason: limited.reason },
    } as const;
    return this.apply(seen, decided, conditions, settled.held);
  }

  private undecided(
    seen: Observed,
    metrics: readonly MetricOutcome[],
    combined: CombinedProposal,
  ): HpaDecision {
    const failed = this.spec.metrics[combined.failures.first?.index ?? 0]!;
    const explanation = explainFailure(combined.failures);
    const decided = {
      desiredReplicas: seen.specReplicas,
      metrics,
      explanation,
      ...failureText(combined.failures),
    };
    return this.keep(seen, decided, { ScalingActive: { status: 'False', reason: failureReason(failed) } });
  }

  private keep(seen: Observed, decided: Decided, conditions: Partial<HpaConditions>): HpaDecision {
    return this.apply(seen, decided, conditions, 'SucceededGetScale');
  }

  /** Writes the scale where it changes, and remembers that. */
  private apply(
    seen: Observed,
    decided: Decided,
    conditions: Partial<HpaConditions>,
    unchanged: HpaConditions['AbleToScale']['reason'],
  ): HpaDecision {
    const { nowMs, specReplicas: currentReplicas, minReplicas } = seen;
    const { desiredReplicas } = decided;
    const rescaled = desiredReplicas !== currentReplicas;
    if (rescaled && !this.isShadow) {
      this.memory.storeScale(this.spec.behavior, currentReplicas, desiredReplicas, nowMs);
      this.scaledToZero = desiredReplicas === 0 && minReplicas === 0 && this.seesWithoutPods();
    }
    const all: HpaConditions = {
      AbleToScale: { status: 'True', reason: rescaled ? 'SucceededRescale' : unchanged },
      ...conditions,
      ...this.zeroCondition(),
    };
    return { atMs: nowMs, currentReplicas, rescaled, ...decided, conditions: all };
  }

  private zeroCondition(): Partial<HpaConditions> {
    if (!this.settings.scaleToZero || this.scaledToZero === undefined) return {};
    return this.scaledToZero
      ? { ScaledToZero: { status: 'True', reason: 'ScaledToZero' } }
      : { ScaledToZero: { status: 'False', reason: 'NotScaledToZero' } };
  }
}
