import type { AdmissionRules } from '../engine/rules.ts';
import { openRedisTarget, type RedisTargetOptions } from '../live/redis-target.ts';
import type { Draws, LiveTarget } from '../live/target.ts';
import { buildRules } from './record-builder.ts';

/** Everybody is a user of their own, ties are as tickets come, sessions last a second, pods agree. */
export const PLAIN_DRAWS: Draws = {
  user: (ticket) => ticket,
  tie: (ticket) => ticket,
  sessionMs: () => 1_000,
  podOffsetMs: () => 0,
};

let serial = 0;

/** Opens a room of plain rules as the owner of a run of its own name. */
export function openRoom(
  url: string,
  overrides: Partial<AdmissionRules> = {},
  options: Partial<RedisTargetOptions> = {},
): Promise<LiveTarget> {
  return openRedisTarget(url, {
    rules: buildRules(overrides),
    refills: [],
    draws: PLAIN_DRAWS,
    run: `test-${serial++}`,
    event: 'concert',
    role: 'owner',
    timeoutMs: 2_000,
    ...options,
  });
}

/** Returns what a promise is rejected with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<Error & { readonly code?: string }> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it was kept');
}
