import type { AdmissionRules, BucketRules, GhostRules, MinWaitBand, RefillChange } from '../engine/rules.ts';
import { formatDurationExact } from '../units/duration.ts';
import { complain, type Site } from './site.ts';
import { type AdmissionSection, type ChangeSection, DEFAULT_PODS } from './vocabulary/admission.ts';
import { distributionOf } from './vocabulary/distribution.ts';
import { noisePlan } from './vocabulary/noise.ts';

/** Defaults of `admission.ghosts` that stay in force with `never`. */
const GHOSTS_NEVER: GhostRules = { heartbeatMs: 300_000, inactiveAfterMs: 15_000, skip: false };

/** Returns the rules of admission, or undefined after reporting rules that contradict each other. */
export function admissionPlan(section: AdmissionSection, site: Site): AdmissionRules | undefined {
  const bucket = bucketRules(section);
  const schedule = refillChanges(section, site);
  if (bucket === undefined && section.noise !== undefined) needsBucket('noise', site);
  if (schedule === undefined || (bucket === undefined && section.noise !== undefined)) return undefined;
  const { preset, gate, sessions, limiter } = section;
  return {
    mode: section.mode,
    ...(preset === undefined ? {} : { preset }),
    ...(bucket === undefined ? {} : { bucket }),
    ...(gate === 'none' ? {} : { headRanks: gate.head }),
    bypassRanks: gate === 'none' ? 0 : gate.bypassTop,
    minWaits: minWaits(section.minWait),
    ghosts: ghostRules(section.ghosts),
    ...(sessions === undefined
      ? {}
      : { sessions: { max: sessions.max, durationMs: distributionOf(sessions.duration) } }),
    ...(limiter === undefined
      ? {}
      : {
          limiter: {
            ratePerSec: limiter.rate,
            burst: limiter.burst,
            per: limiter.per,
            refill: limiter.refill,
          },
        }),
    schedule,
    ...(section.noise === undefined ? {} : { noise: noisePlan(section.noise) }),
    shownPosition: section.position,
    statusSpendsTokens: section.statusSpendsTokens,
    admissionLog: section.admissionLog,
    scoreResolutionMs: section.scoreResolution,
    etaWindows: section.etaWindows,
    hourWeight: section.hourWeight,
  };
}

function bucketRules({ bucket }: AdmissionSection): BucketRules | undefined {
  if (bucket === 'none') return undefined;
  const pods = bucket.pods ?? { count: DEFAULT_PODS.count, skew: DEFAULT_PODS.skewMs };
  return {
    capacityTokens: bucket.capacity,
    refillPerSec: bucket.refill,
    clockResolutionMs: bucket.clockResolution,
    ...(bucket.clock === 'pod' ? { podClocks: { pods: pods.count, skewMs: pods.skew } } : {}),
  };
}

function minWaits(section: AdmissionSection['minWait']): readonly MinWaitBand[] {
  if (section === 'none') return [];
  if (typeof section === 'number') return [{ waitMs: section }];
  return section.map(({ upTo, wait }) => ({ upToRank: upTo, waitMs: wait }));
}

function ghostRules(section: AdmissionSection['ghosts']): GhostRules {
  if (section === 'never') return GHOSTS_NEVER;
  const { heartbeat, inactiveAfter, sweep, skip } = section;
  return { heartbeatMs: heartbeat, inactiveAfterMs: inactiveAfter, sweepMs: sweep, skip };
}

function needsBucket(key: string, site: Site): void {
  const expected = 'a bucket whose refill it changes; admission.bucket is none';
  complain(site, ['admission', key], { code: 'needs-bucket', expected, cure: `remove ${key}` });
}

/** Returns the refill changes with each pause as two of them, or undefined after reporting what is out of order. */
function refillChanges(section: AdmissionSection, site: Site): readonly RefillChange[] | undefined {
  if (section.schedule.length === 0) return [];
  if (section.bucket === 'none') {
    needsBucket('schedule', site);
    return undefined;
  }
  if (reportDisorder(section.schedule, site)) return undefined;
  const changes: RefillChange[] = [];
  let refillPerSec = section.bucket.refill;
  for (const change of section.schedule) {
    refillPerSec = change.refill ?? refillPerSec;
    if (change.pause === undefined) changes.push({ atMs: change.at, refillPerSec });
    else changes.push({ atMs: change.at, refillPerSec: 0 }, { atMs: change.at + change.pause, refillPerSec });
  }
  // A pause that ends at the instant of the next change gives way to it.
  return changes.filter((change, i) => changes[i + 1]?.atMs !== change.atMs);
}

function reportDisorder(schedule: readonly ChangeSection[], site: Site): boolean {
  let disorder = false;
  for (let i = 1; i < schedule.length; i += 1) {
    const before = schedule[i - 1]!;
    const at = schedule[i]!.at;
    const freeFrom = before.at + (before.pause ?? 0);
    if (at > before.at && at >= freeFrom) continue;
    disorder = true;
    const expected =
      at <= before.at
        ? `a change after the one at ${formatDurationExact(before.at)}`
        : `a change outside the pause that lasts until ${formatDurationExact(freeFrom)}`;
    complain(site, ['admission', 'schedule', i, 'at'], {
      code: 'out-of-order',
      expected,
      cure: formatDurationExact(Math.max(freeFrom, before.at + 1000)),
    });
  }
  return disorder;
}
