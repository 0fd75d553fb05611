import { minWaitMs } from '../engine/eligibility.ts';
import type { AdmissionRules, LimiterRules } from '../engine/rules.ts';
import { microTokens } from '../engine/token-bucket.ts';

const NANO_PER_TOKEN = 1e9;

/** Units of catching up (timers, releases, refill changes) that one call of a script may do. */
const DEFAULT_BUDGET = 200;

/** Fields of a room's state, in the order in which they are packed. All are doubles; instants are on the run clock [ms]. */
export const STATE_FIELDS = [
  'at',
  'revision',
  'credit',
  'refilledAt',
  'microPerSec',
  'nextRefillAt',
  'nextRefill',
  'admitted',
  'second',
  'logged1',
  'logged5',
  'logged15',
  'slots',
  'first',
  'timerAt',
  'releaseFrom',
  'sessions',
  'limiterTokens',
  'limiterAt',
  'step',
  'stepBegin',
  'tokenPaid',
  'bypassed',
  'spentByStatus',
  'swept',
  'anonymousSec',
  'originMicros',
] as const;

/** Names in the scripts that are the same for all rules, as Lua. */
const FIXED: Readonly<Record<string, string>> = {
  STATE: 'KEYS[1]',
  BOOK: 'KEYS[2]',
  LINE: 'KEYS[3]',
  ACTIVE: 'KEYS[4]',
  FRESH: 'KEYS[5]',
  STALE: 'KEYS[6]',
  SESSIONS: 'KEYS[7]',
  STATE_FIELDS: String(STATE_FIELDS.length),
  STATE_FORMAT: `'<${'d'.repeat(STATE_FIELDS.length)}'`,
  TOKEN: String(NANO_PER_TOKEN),
  HUGE: '1e999',
  // Kinds of a ticket; from LEFT on they are kinds of a reply too.
  WAITING: '1',
  PAID: '2',
  BYPASSED: '3',
  RELEASED: '4',
  CLAIMED: '5',
  LEFT: '6',
  EXPIRED: '7',
  UNKNOWN: '8',
  LIMITED: '9',
  // Reasons of a refusal.
  NOT_ELIGIBLE: '2',
  NO_TOKEN: '3',
  NO_SESSION: '4',
  // What a reply begins with.
  JOINED: '1',
  POLLED: '2',
  REFUSED: '3',
  ADMITTED: '4',
  OUTSIDE: '5',
  STANDING: '6',
  BEHIND: '-1',
  NO_ROOM: '-2',
};

/** Returns the names in the scripts and the Lua that stands for them under these rules. Equal rules give equal Lua. */
export function roomConstants(
  rules: AdmissionRules,
  budget = DEFAULT_BUDGET,
): Readonly<Record<string, string>> {
  const { bucket, ghosts, limiter } = rules;
  const bands = rules.minWaits.map(({ upToRank, waitMs }) => `${number(upToRank)}, ${number(waitMs)}`);
  return {
    ...FIXED,
    BUDGET: number(budget),
    PUSH: String(rules.mode === 'push'),
    HAS_BUCKET: String(bucket !== undefined),
    CAPACITY: number(Math.round((bucket?.capacityTokens ?? 0) * NANO_PER_TOKEN)),
    MICRO_PER_SEC: number(microTokens(bucket?.refillPerSec ?? 0)),
    CLOCK_RESOLUTION: number(bucket?.clockResolutionMs ?? 1),
    HEAD_RANKS: number(rules.headRanks),
    BYPASS_RANKS: number(rules.bypassRanks),
    BANDS: `{ ${bands.join(', ')} }`,
    FIRST_WAIT: number(minWaitMs(1, rules.minWaits)),
    SKIPS_INACTIVE: String(ghosts.skip),
    COUNTED: ghosts.skip ? FIXED.ACTIVE! : FIXED.LINE!,
    INACTIVE_AFTER: number(ghosts.inactiveAfterMs),
    HEARTBEAT: number(ghosts.heartbeatMs),
    SWEEP: number(ghosts.sweepMs),
    MAX_SESSIONS: number(rules.sessions?.max),
    ...limiterConstants(limiter),
    LOG_BY_USER: String(rules.admissionLog === 'by-user'),
    SHOWS_JOINED: String(rules.shownPosition === 'joined'),
    STATUS_SPENDS: String(rules.statusSpendsTokens && bucket !== undefined),
    SCORE_RESOLUTION: number(rules.scoreResolutionMs),
  };
}

function limiterConstants(limiter: LimiterRules | undefined): Readonly<Record<string, string>> {
  return {
    HAS_LIMITER: String(limiter !== undefined),
    LIMIT_PER_TICKET: String(limiter?.per === 'visitor'),
    LIMIT_PER_MS: number((limiter?.ratePerSec ?? 0) / 1000),
    LIMIT_BURST: number(limiter?.burst ?? 0),
    LIMIT_WHOLE: String(limiter?.refill === 'floor-refill'),
  };
}

/** JavaScript writes the shortest decimal that reads back as the same double, and Lua reads it so; absent is never. */
function number(value: number | undefined): string {
  return value === undefined || value === Number.POSITIVE_INFINITY ? FIXED.HUGE! : String(value);
}
