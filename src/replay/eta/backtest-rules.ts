import type { ObserverRules } from '../../engine/eta/observer.ts';
import type { EstimatorId, EtaPlan } from '../../engine/eta/plan.ts';
import type { AdmissionRules, BucketRules } from '../../engine/rules.ts';
import type { BacktestSettings, Unavailable } from '../../result/backtest-record.ts';
import { fillDefaults } from '../../scenario/defaults.ts';
import { fromLiteral } from '../../scenario/value.ts';
import { etaPlan, etaSchema } from '../../scenario/vocabulary/eta.ts';
import { isWallClock } from '../trace-time.ts';
import type { BacktestOptions } from './backtest-options.ts';
import type { EtaTraceFacts } from './eta-trace-facts.ts';

const DAY_MS = 86_400_000;

/** What estimators take for the silence after which a ticket is gone where nobody looks for it: three polls of 5 s. */
const USUAL_SILENCE_MS = 15_000;

/** What estimators need beyond what every recording holds. */
const NEEDS: Readonly<Partial<Record<EstimatorId, Unavailable['needs']>>> = {
  ql: 'refill',
  qla: 'refill',
  fdc: 'refill',
  'fdc-prior': 'prior',
};

/** Returns how a recording is replayed, as it is recorded: what is known, and who can watch. */
export function settingsOf(facts: EtaTraceFacts, options: BacktestOptions): BacktestSettings {
  const bucket = bucketOf(facts, options);
  const unavailable = options.estimators.flatMap((id): readonly Unavailable[] => {
    const needs = NEEDS[id];
    return needs === undefined || (needs === 'refill' && bucket !== undefined) ? [] : [{ id, needs }];
  });
  const tellsPolls = facts.events.poll + facts.events.refuse > 0;
  const startOfDayMs = startOfDay(facts, options);
  return {
    eta: {
      estimators: options.estimators.filter((id) => unavailable.every((other) => other.id !== id)),
      score: {
        thinMs: options.thinMs,
        population: options.population,
        visitors: options.visitors,
        sampling: tellsPolls ? 'polls' : 'uniform',
      },
    },
    unavailable,
    ...(bucket === undefined ? {} : { bucket }),
    capacityGiven: options.capacityTokens !== undefined,
    ...(startOfDayMs === undefined ? {} : { startOfDayMs }),
    ...(tellsPolls && options.inactiveAfterMs !== undefined
      ? { inactiveAfterMs: options.inactiveAfterMs }
      : {}),
  };
}

/** Returns what the estimators are told of the waiting room before the recording begins. */
export function observerRules(settings: BacktestSettings, options: BacktestOptions): ObserverRules {
  return {
    eta: { ...defaultEta(), ...settings.eta, displayed: settings.eta.estimators[0] ?? 'fixed' },
    admission: admissionOf(settings, options),
    startOfDayOffsetMs: settings.startOfDayMs ?? 0,
  };
}

/** Instant of the recording's clock at run instant 0 [ms]: the whole second of its first row. */
export function originMsOf({ firstMs }: EtaTraceFacts): number {
  return Math.floor(firstMs / 1000) * 1000;
}

function bucketOf(facts: EtaTraceFacts, options: BacktestOptions): BucketRules | undefined {
  const refillPerSec = options.refillPerSec ?? facts.firstRefillPerSec;
  if (refillPerSec === undefined) return undefined;
  const { clockResolutionMs } = options;
  const ofOneSecond = Math.max(1, refillPerSec * Math.max(1, clockResolutionMs / 1000));
  return { refillPerSec, capacityTokens: options.capacityTokens ?? ofOneSecond, clockResolutionMs };
}

function startOfDay(facts: EtaTraceFacts, { hours, startOfDayMs }: BacktestOptions): number | undefined {
  const originMs = originMsOf(facts);
  if (startOfDayMs !== undefined) return timeOfDay(originMs + startOfDayMs);
  if (hours === undefined) return undefined;
  const offsetMs = hours.kind === 'offset' ? hours.offsetMs : facts.utcOffsetMs;
  return offsetMs === undefined || !isWallClock(originMs) ? undefined : timeOfDay(originMs + offsetMs);
}

function timeOfDay(ms: number): number {
  return ((ms % DAY_MS) + DAY_MS) % DAY_MS;
}

/** Rules that let a line be watched: nothing of them decides anything, since the recording says who was let in. */
function admissionOf(settings: BacktestSettings, options: BacktestOptions): AdmissionRules {
  return {
    mode: options.headRanks === undefined && options.bypassRanks === undefined ? 'push' : 'pull',
    ...(settings.bucket === undefined ? {} : { bucket: settings.bucket }),
    ...(options.headRanks === undefined ? {} : { headRanks: options.headRanks }),
    bypassRanks: options.bypassRanks ?? 0,
    minWaits: [],
    ghosts: {
      heartbeatMs: Number.POSITIVE_INFINITY,
      inactiveAfterMs: settings.inactiveAfterMs ?? USUAL_SILENCE_MS,
      skip: true,
    },
    schedule: options.announced,
    shownPosition: 'remaining',
    statusSpendsTokens: false,
    admissionLog: 'by-visit',
    scoreResolutionMs: 0,
    etaWindows: 'full-length',
    hourWeight: settings.startOfDayMs !== undefined,
  };
}

/** The options of estimators and the hour weights that a scenario has when it says nothing of them. */
function defaultEta(): EtaPlan {
  const filled = fillDefaults(fromLiteral({}, { kind: 'default' }), etaSchema);
  const section = etaSchema.check(filled, 'eta', () => {});
  if (section === undefined) throw new RangeError('the defaults of eta do not pass their own check');
  return etaPlan(section, 'fixed');
}
