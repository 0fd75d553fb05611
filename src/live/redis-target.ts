import type { RefillStep } from '../engine/refill-course.ts';
import type { EnterReply, JoinReply, LeaveReply, StatusReply, TickReply } from '../engine/room-reply.ts';
import type { AdmissionRules } from '../engine/rules.ts';
import { microTokens } from '../engine/token-bucket.ts';
import { ScenarioError, TargetError } from '../errors.ts';
import {
  BEHIND,
  decodeEnter,
  decodeJoin,
  decodeLeave,
  decodeStatus,
  decodeTick,
  NO_ROOM,
  type WireReply,
} from './decode-reply.ts';
import { History } from './history.ts';
import { openRedisLink } from './open-redis-link.ts';
import type { RedisLink } from './redis-link.ts';
import { NAME_PATTERN, roomKeys, runPrefix } from './room-keys.ts';
import { type RoomScripts, roomScripts, type Script } from './room-scripts.ts';
import type { Draws, LiveTarget, Losses } from './target.ts';
import { type CredentialEnvironment, parseRedisUrl } from './target-url.ts';
import { unsupportedRules } from './unsupported-rules.ts';

export interface RedisTargetOptions {
  readonly rules: AdmissionRules;
  /** Changes of the bucket's refill during the run. */
  readonly refills: readonly RefillStep[];
  readonly draws: Draws;
  /** Names of the run and its event: letters, digits, dot, dash and underscore, at most 64. */
  readonly run: string;
  readonly event: string;
  /** owner: makes the room and removes the run's keys at the end. guest: joins a room that is there. */
  readonly role: 'owner' | 'guest';
  readonly environment?: CredentialEnvironment;
  readonly allowedHosts?: readonly string[];
  /** Certificates of authorities to trust beyond the usual ones, PEM; for TLS. */
  readonly ca?: string;
  /** Default 5,000. */
  readonly timeoutMs?: number;
  /** Default 5,000. */
  readonly reconnectForMs?: number;
  /** What to do when the target has forgotten what it had answered: fail from then on (default), or go on and report. */
  readonly onLoss?: 'fail' | 'report';
  /** Units of catching up that one call may do; for tests. */
  readonly budget?: number;
}

/** Calls that one request may take while a room catches up, each a bounded piece of work for the server. */
const MOST_ROUNDS = 10_000;

/**
 * Opens a waiting room in a Redis.
 * @throws TargetError when it cannot be reached, used or trusted; ScenarioError when it cannot have these rules. Nothing is
 * left behind then.
 */
export async function openRedisTarget(url: string, options: RedisTargetOptions): Promise<LiveTarget> {
  const parsed = parseRedisUrl(url, options.environment);
  checkOptions(options);
  const { timeoutMs = 5_000, reconnectForMs = 5_000, allowedHosts = [], ca } = options;
  const link = await openRedisLink(parsed, { timeoutMs, reconnectForMs, allowedHosts, ca });
  try {
    const scripts = roomScripts(options.rules, options.budget);
    if (options.role === 'owner') await refuseForeignKeys(link, options.run, parsed.name);
    await openRoom(link, scripts, options, parsed.name);
    return new RedisTarget(parsed.name, link, scripts, options);
  } catch (error) {
    link.hangUp();
    throw error;
  }
}

function checkOptions({ rules, run, event }: RedisTargetOptions): void {
  for (const name of [run, event]) {
    if (NAME_PATTERN.test(name)) continue;
    throw new TargetError(
      'target-name',
      `"${name}" is no name of a run or an event`,
      'use letters, digits, . _ -',
    );
  }
  const problems = unsupportedRules(rules);
  if (problems.length > 0) throw new ScenarioError(problems);
}

async function refuseForeignKeys(link: RedisLink, run: string, name: string): Promise<void> {
  const [foreign] = await link.keysUnder(runPrefix(run), 1);
  if (foreign === undefined) return;
  throw new TargetError(
    'target-foreign-keys',
    `${name} holds keys under ${runPrefix(run)} already, such as ${foreign}`,
    'another run of that name is going on or was cut off: name this one otherwise, or remove those keys',
  );
}

async function openRoom(
  link: RedisLink,
  scripts: RoomScripts,
  { run, event, refills, role }: RedisTargetOptions,
  name: string,
): Promise<void> {
  const { fingerprint: expected, ...requests } = scripts;
  await link.load(Object.values(requests));
  const keys = roomKeys(run, event);
  if (role === 'guest') {
    const room = (await link.run(scripts.tick, keys, ['', '0'])) as WireReply;
    if (room[0] === NO_ROOM) throw roomGone(name);
  }
  const steps = refills.flatMap(({ atMs, refillPerSec }) => [atMs, microTokens(refillPerSec)]);
  const fingerprint = await link.run(scripts.open, keys, [expected, ...steps]);
  if (fingerprint === expected) return;
  throw new TargetError(
    'target-other-rules',
    `${name}: the room of run ${run} goes by other rules`,
    'all parts of a run must be started with the same scenario and version',
  );
}

function roomGone(name: string): TargetError {
  return new TargetError(
    'target-room-gone',
    `${name} no longer has the room: all its positions are lost`,
    'it was restarted without persistence, flushed, or evicted the keys (maxmemory-policy should be noeviction)',
  );
}

class RedisTarget implements LiveTarget {
  readonly name: string;
  private readonly link: RedisLink;
  private readonly scripts: RoomScripts;
  private readonly options: RedisTargetOptions;
  private readonly keys: readonly string[];
  private readonly history: History;
  private closing: Promise<void> | undefined;

  constructor(name: string, link: RedisLink, scripts: RoomScripts, options: RedisTargetOptions) {
    this.name = name;
    this.link = link;
    this.scripts = scripts;
    this.options = options;
    this.keys = roomKeys(options.run, options.event);
    this.history = new History(name, options.onLoss ?? 'fail');
  }

  get losses(): Losses {
    return this.history.losses;
  }

  async begin(inMs: number): Promise<void> {
    const origin = await this.link.run(this.scripts.begin, this.keys, ['', '', inMs]);
    if (Array.isArray(origin)) throw roomGone(this.name);
  }

  async join(ticket: number, nowMs: number | undefined): Promise<JoinReply> {
    const { draws } = this.options;
    const args = [draws.user(ticket) ?? -1, draws.tie(ticket)];
    const { mark } = this.history;
    const reply = decodeJoin(await this.ask(this.scripts.join, ticket, nowMs, args));
    return this.history.joined(ticket, reply, mark);
  }

  async status(ticket: number, nowMs: number | undefined): Promise<StatusReply> {
    const { mark } = this.history;
    const reply = decodeStatus(await this.ask(this.scripts.status, ticket, nowMs, this.asking(ticket)));
    return this.history.asked(ticket, reply, mark);
  }

  async enter(ticket: number, nowMs: number | undefined): Promise<EnterReply> {
    const { mark } = this.history;
    const reply = decodeEnter(await this.ask(this.scripts.enter, ticket, nowMs, this.asking(ticket)));
    return this.history.asked(ticket, reply, mark);
  }

  async leave(ticket: number, nowMs: number | undefined): Promise<LeaveReply> {
    const { mark } = this.history;
    const reply = decodeLeave(await this.ask(this.scripts.leave, ticket, nowMs, []));
    return this.history.asked(ticket, reply, mark);
  }

  async tick(nowMs: number | undefined): Promise<TickReply> {
    const { mark } = this.history;
    return this.history.seen(decodeTick(await this.ask(this.scripts.tick, undefined, nowMs, [])), mark);
  }

  close(): Promise<void> {
    this.closing ??= this.tidyUp();
    return this.closing;
  }

  private async tidyUp(): Promise<void> {
    try {
      if (this.options.role === 'owner') await this.link.removeUnder(runPrefix(this.options.run));
    } finally {
      this.link.hangUp();
    }
  }

  private asking(ticket: number): readonly number[] {
    const { draws, rules } = this.options;
    const hasSessions = rules.sessions !== undefined;
    const hasPods = rules.bucket?.podClocks !== undefined;
    return [hasPods ? draws.podOffsetMs() : 0, hasSessions ? Math.max(1, draws.sessionMs(ticket)) : 1];
  }

  private async ask(
    script: Script,
    ticket: number | undefined,
    nowMs: number | undefined,
    rest: readonly number[],
  ): Promise<WireReply> {
    this.history.check();
    const args = [ticket ?? '', nowMs ?? '', ...rest];
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const reply = (await this.link.run(script, this.keys, args)) as WireReply;
      if (reply[0] === NO_ROOM) throw roomGone(this.name);
      if (reply[0] !== BEHIND) return reply;
    }
    throw new TargetError(
      'target-behind',
      `${this.name}: the room falls behind faster than it can catch up`,
      'tick it more often, or use a faster server',
    );
  }
}
