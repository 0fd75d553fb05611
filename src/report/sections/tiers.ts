import {
  type InfrastructureFindings,
  TIERS,
  type TierFindings,
  type TierId,
} from '../../analysis/infrastructure-findings.ts';
import { HOLDS_FAILED_SHARE, HOLDS_SATURATED_MS } from '../../analysis/saturation.ts';
import { formatCount } from '../../units/count.ts';
import { formatRunInstant } from '../../units/duration.ts';
import { formatRate } from '../../units/rate.ts';
import { formatShare } from '../../units/share.ts';
import type { Block } from '../document.ts';
import { ABSENT, fineShare, shortDuration } from '../figures.ts';
import type { Report } from '../report.ts';

export const TIER_NAMES: Readonly<Record<TierId, string>> = {
  loadBalancer: 'load balancer',
  gateway: 'gateway pods',
  pool: 'Redis pool',
  redis: 'Redis shard',
  backend: 'backend',
};

/** What a tier does once it is saturated, as it stands behind "the". */
const TIER_PHRASES: Readonly<Record<TierId, string>> = {
  loadBalancer: 'load balancer sheds',
  gateway: 'gateway saturates',
  pool: 'pool of Redis connections is used up',
  redis: 'busiest Redis shard saturates',
  backend: 'backend saturates',
};

/** Returns whether the machines carried the load, in a sentence or two; undefined where the scenario has none. */
export function holdsLine({ holds, tiers, requestsFailed }: InfrastructureFindings): string | undefined {
  if (holds === undefined || requestsFailed === undefined) return undefined;
  const failed = `${fineShare(requestsFailed.share)} of ${formatCount(requestsFailed.sent)} requests failed`;
  const first = holds.first === undefined ? undefined : tiers?.[holds.first];
  if (holds.first === undefined || first === undefined) {
    return holds.holds ? `It holds: no tier saturates, ${failed}.` : `Does not hold: ${failed}.`;
  }
  const span = `${formatRunInstant(first.fromMs ?? 0)} to ${formatRunInstant(first.untilMs ?? 0)}`;
  const saturates = `the ${TIER_PHRASES[holds.first]} from ${span} (${shortDuration(first.saturatedMs)} in all)`;
  const meanwhile = `${formatCount(first.failedMeanwhile)} requests fail meanwhile`;
  const later =
    holds.longest === undefined || holds.longest === holds.first
      ? ''
      : ` Longest: the ${TIER_PHRASES[holds.longest]}, ${shortDuration(tiers?.[holds.longest]?.saturatedMs ?? 0)}.`;
  const verdict = holds.holds ? 'It holds, though' : 'Does not hold:';
  return `${verdict} ${saturates}; ${meanwhile}, ${failed} in all.${later}`;
}

/** Returns the table of tiers with the rule by which a run holds. */
export function composeTiers({ findings }: Report): readonly Block[] {
  const { tiers } = findings;
  if (tiers === undefined || Object.keys(tiers).length === 0) return [];
  const limit = formatShare(HOLDS_FAILED_SHARE, 0);
  const longest = shortDuration(HOLDS_SATURATED_MS);
  return [
    {
      kind: 'heading',
      text: 'Does it hold?',
      aside: `fewer than ${limit} of requests fail, no tier is saturated for more than ${longest}`,
    },
    {
      kind: 'table',
      columns: [
        { header: 'tier', align: 'left' },
        { header: 'peak load', align: 'right', dropOrder: 1 },
        { header: 'capacity', align: 'right', dropOrder: 3 },
        { header: 'peak use', align: 'right' },
        { header: 'saturated', align: 'right' },
        { header: 'from', align: 'right' },
        { header: 'to', align: 'right', dropOrder: 2 },
        { header: 'failed meanwhile', shortHeader: 'failed', align: 'right' },
      ],
      rows: TIERS.flatMap((tier) => {
        const found = tiers[tier];
        return found === undefined ? [] : [tierRow(tier, found)];
      }),
    },
  ];
}

function tierRow(tier: TierId, found: TierFindings): readonly string[] {
  const instant = (ms: number | undefined) => (ms === undefined ? ABSENT : formatRunInstant(ms));
  return [
    TIER_NAMES[tier],
    perSec(tier, found.loadPeakPerSec),
    perSec(tier, found.capacityPerSec),
    fineShare(found.utilizationMax),
    found.saturatedMs === 0 ? 'never' : shortDuration(found.saturatedMs),
    instant(found.fromMs),
    instant(found.untilMs),
    found.saturatedMs === 0 ? ABSENT : formatCount(found.failedMeanwhile),
  ];
}

function perSec(tier: TierId, rate: number | undefined): string {
  if (rate === undefined) return ABSENT;
  const text = formatRate(rate);
  return tier === 'redis' ? text.replace('/s', ' cmd/s') : text;
}
