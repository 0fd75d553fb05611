import type { Findings, Limit } from '../../analysis/findings.ts';
import type { LimiterRules } from '../../engine/rules.ts';
import type { Plan } from '../../scenario/plan.ts';
import { formatCount } from '../../units/count.ts';
import { formatRunInstant } from '../../units/duration.ts';
import { formatRate } from '../../units/rate.ts';
import type { Block } from '../document.ts';
import { fineShare } from '../figures.ts';
import type { Report } from '../report.ts';

/** Returns the table of what held admission back; nothing where at most one limit did, which the verdict tells. */
export function composeLimits({ findings, plan }: Report): readonly Block[] {
  if (findings.limits.length < 2) return [];
  return [
    {
      kind: 'heading',
      text: 'What held people back',
      aside: 'share of the seconds in which somebody waited',
    },
    {
      kind: 'table',
      columns: [
        { header: 'limit', align: 'left' },
        { header: 'share', align: 'right' },
        { header: 'first at', align: 'right' },
        { header: 'allows', align: 'right', dropOrder: 1 },
      ],
      rows: findings.limits.map((limit) => [
        describeLimit(limit, plan),
        fineShare(limit.share),
        formatRunInstant(limit.firstAtMs),
        limit.allowsPerSec === undefined ? '-' : formatRate(limit.allowsPerSec),
      ]),
    },
  ];
}

/** Returns the limit that held for most of the time; undefined when none did. */
export function mainLimit(limits: Findings['limits']): Limit | undefined {
  return limits.reduce<Limit | undefined>(
    (main, limit) => (main === undefined || limit.share > main.share ? limit : main),
    undefined,
  );
}

/** Returns a limit in words with the setting that makes it, e.g. `bucket refill 50/s`. */
export function describeLimit(limit: Limit, plan: Plan): string {
  const { bucket, headRanks, sessions, limiter } = plan.admission;
  switch (limit.kind) {
    case 'bucket':
      return describeBucket(limit, bucket?.refillPerSec);
    case 'gate': {
      const ranks = `gate of ${headRanks === undefined ? '?' : formatCount(headRanks)} ranks`;
      return limit.allowsPerSec === undefined
        ? ranks
        : `${ranks}, ${formatRate(Math.round(limit.allowsPerSec))}`;
    }
    case 'sessions':
      return `active sessions${sessions === undefined ? '' : `, ${formatCount(sessions.max)} at most`}`;
    case 'pause':
      return 'pause of the refill';
    case 'ghosts':
      return 'ghosts at the head of the line';
    case 'limiter':
      return limiter === undefined ? 'request limiter' : describeLimiter(limiter);
    case 'min-wait':
      return 'minimum wait';
  }
}

function describeLimiter({ ratePerSec, per }: LimiterRules): string {
  return per === 'visitor'
    ? `limiter ${formatRate(ratePerSec)} per visitor`
    : `request limiter ${formatRate(ratePerSec)}`;
}

function describeBucket(limit: Limit, refillPerSec: number | undefined): string {
  if (refillPerSec === undefined) return 'bucket';
  const capped = limit.allowsPerSec !== undefined && limit.allowsPerSec < refillPerSec;
  return capped
    ? `bucket capacity, ${formatRate(limit.allowsPerSec)} of a refill of ${formatRate(refillPerSec)}`
    : `bucket refill ${formatRate(refillPerSec)}`;
}
