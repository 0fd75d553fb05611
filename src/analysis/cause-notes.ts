import type { VisitorClass } from '../traffic/visitor-class.ts';
import { formatCount } from '../units/count.ts';
import { formatDuration } from '../units/duration.ts';
import { formatRate } from '../units/rate.ts';
import { formatShare } from '../units/share.ts';
import type { Note } from './findings.ts';
import { type MachinesSeen, machineNote } from './machine-note.ts';
import { gatewayPlan } from './workloads.ts';

/** Failures below this share of all requests need no explanation. */
const WORTH_A_WORD = 0.01;

/** Returns why requests failed, one sentence for each cause that the run shows. */
export function causeNotes(seen: MachinesSeen): readonly Note[] {
  return [
    ...crossSlot(seen),
    ...keysScan(seen),
    ...probesFail(seen),
    ...poolTooSmall(seen),
    ...tooManyClients(seen),
    ...rateRule(seen),
  ];
}

function crossSlot({ findings }: MachinesSeen): readonly Note[] {
  const failed = findings.requestsFailed?.byCause.crossSlot ?? 0;
  if (failed === 0) return [];
  return machineNote(
    'cross-slot',
    `Without a hash tag the keys of one join or enter lie in several slots: ${formatCount(failed)} requests failed with CROSSSLOT.`,
  );
}

function keysScan({ findings, plan }: MachinesSeen): readonly Note[] {
  const { redis } = findings;
  if (plan.infrastructure?.redis?.positionLookup !== 'keys-scan' || redis === undefined) return [];
  if (findings.tiers?.redis === undefined || findings.tiers.redis.saturatedMs === 0) return [];
  return machineNote(
    'keys-scan',
    `Every status poll has shard ${redis.busiest} look through all of its keys (KEYS): ` +
      `${formatRate(redis.shards[redis.busiest]?.commandsPeakPerSec ?? 0)} commands were the most it could serve.`,
  );
}

function probesFail({ findings, plan }: MachinesSeen): readonly Note[] {
  const failed = findings.requestsFailed;
  const gateway = gatewayPlan(plan);
  const redis = findings.tiers?.redis;
  if (failed === undefined || failed.noPodShare < WORTH_A_WORD || gateway?.readiness.asksRedis !== true)
    return [];
  if (redis === undefined || redis.saturatedMs === 0) return [];
  return machineNote(
    'probe-asks-redis',
    `The readiness probe asks Redis: while it stalled, pods were unready and ${formatCount(failed.byCause.noPod)} requests ` +
      `found none (502). The probe waits ${formatDuration(gateway.readiness.timeoutMs)}.`,
  );
}

function poolTooSmall({ findings, plan }: MachinesSeen): readonly Note[] {
  const failed = findings.requestsFailed;
  const pool = plan.infrastructure?.redis?.pool;
  if (failed === undefined || pool === undefined || failed.poolShare < WORTH_A_WORD) return [];
  return machineNote(
    'pool-timeouts',
    `${formatCount(failed.byCause.pool)} requests got none of the ${formatCount(pool.connectionsPerPod)} Redis connections ` +
      `of their pod within ${formatDuration(pool.timeoutMs)}.`,
  );
}

function tooManyClients({ findings }: MachinesSeen): readonly Note[] {
  const { redis } = findings;
  if (redis === undefined || redis.connectionsPeak < redis.maxClients) return [];
  return machineNote(
    'max-clients',
    `The pools of the ready pods hold ${formatCount(redis.connectionsPeak)} connections; Redis takes ` +
      `${formatCount(redis.maxClients)}: more pods bring no more connections.`,
  );
}

function rateRule({ findings, plan }: MachinesSeen): readonly Note[] {
  const rule = plan.infrastructure?.edge?.ratePerSource;
  const failed = findings.requestsFailed;
  if (rule === undefined || failed === undefined || failed.blockedByRate === 0) return [];
  const over = plan.visitors
    .filter((each) => each.bot !== true && pollsIn(rule.windowMs, each) > rule.requests)
    .map(({ name }) => name);
  const who =
    over.length === 0 ? '' : ` ${over.join(', ')} poll${over.length === 1 ? 's' : ''} more and is no bot.`;
  return machineNote(
    'rate-rule',
    `The rate rule (${formatCount(rule.requests)} in ${formatDuration(rule.windowMs)}) answered 403 to ` +
      `${formatCount(failed.blockedByRate)} requests, ${formatShare(failed.blockedByRate / failed.sent, 1)} of all.${who}`,
  );
}

/** Returns the polls of one waiting visitor in a span; 0 where they follow the ETA. */
function pollsIn(spanMs: number, { poll, tabs }: VisitorClass): number {
  return poll.kind === 'uniform' ? (tabs * spanMs) / ((poll.fromMs + poll.toMs) / 2) : 0;
}
