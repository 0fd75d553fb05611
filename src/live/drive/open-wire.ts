import { existsSync } from 'node:fs';
import { TargetError } from '../../errors.ts';
import type { Plan } from '../../scenario/plan.ts';
import { startOwnServer } from '../embedded-redis.ts';
import { openTarget } from '../registry.ts';
import { Lane, Lanes } from './lanes.ts';
import { refillsOf } from './refills-of.ts';
import { type RunClock, realClock } from './run-clock.ts';
import { targetWire } from './target-wire.ts';
import { visitorDraws } from './visitor-draws.ts';
import type { Wire } from './wire.ts';

/** What the target of a run is, and how it is used. */
export interface WireOrder {
  /** A URL, or `embedded`. */
  readonly target: string;
  /** Names of the run and its event, as they stand in the keys. */
  readonly run: string;
  readonly event: string;
  readonly speed: number;
  readonly allowedHosts: readonly string[];
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Threads that talk to it; 1: none beside the driver's own. */
  readonly workers: number;
  /** What such a thread runs; absent: the file of this build. */
  readonly laneFile?: URL;
  /** Called with what went wrong at each request that is lost. */
  readonly onError: (error: unknown) => void;
}

/** A target that is ready. */
export interface OpenWire {
  readonly wire: Wire;
  /** Where it is, without credentials. */
  readonly name: string;
  /** Sets the run's instant 0 a moment ahead, here and at the target. */
  start(): Promise<RunClock>;
  /** Removes what the run left there and hangs up; ends a server of our own. Gives up after some seconds. */
  close(): Promise<void>;
}

/** Time from the start to the run's instant 0 [ms]. */
const LEAD_MS = 250;

/** `lane-worker.ts` as it was built, seen from the folder of the build. */
const LANE_FILE = new URL('./live/lane-worker.js', import.meta.url);

/** How long a target may take to be left [ms]. */
const CLOSE_WITHIN_MS = 5_000;

/**
 * Opens the waiting room of a plan at a target. In real time it goes by the target's own clock; at another speed by that of
 * the run.
 * @throws TargetError; nothing is left behind then
 */
export async function openWire(plan: Plan, order: WireOrder): Promise<OpenWire> {
  // Threads must find the server that the driver has started.
  const own =
    order.target === 'embedded' && order.workers > 1
      ? await startOwnServer({ path: order.env.PATH })
      : undefined;
  const url = own === undefined ? order.target : `redis://127.0.0.1:${own.port}`;
  const byRunClock = order.speed !== 1;
  const undo: (() => Promise<void>)[] = own === undefined ? [] : [own.stop];
  try {
    const target = await openTarget(url, {
      rules: plan.admission,
      refills: refillsOf(plan),
      draws: visitorDraws(plan, 0),
      run: order.run,
      event: order.event,
      role: 'owner',
      environment: own === undefined ? order.env : {},
      path: order.env.PATH,
      allowedHosts: order.allowedHosts,
      timeoutMs: order.timeoutMs,
    });
    undo.unshift(() => inTime(target.close()));
    const direct = targetWire(target, byRunClock, order.onError);
    const lanes = await openLanes(plan, url, order);
    undo.unshift(async () => void (await Promise.all(lanes.map((lane) => lane.close()))));
    return {
      wire: lanes.length === 0 ? direct : new Lanes(direct, lanes),
      name: own === undefined ? target.name : 'embedded',
      async start() {
        const beforeMs = performance.now();
        if (!byRunClock) await target.begin(LEAD_MS);
        return realClock((beforeMs + performance.now()) / 2 + LEAD_MS, order.speed);
      },
      close: () => undoAll(undo),
    };
  } catch (error) {
    await undoAll(undo);
    throw error;
  }
}

/** @throws TargetError once all that could be opened are closed again */
async function openLanes(plan: Plan, url: string, order: WireOrder): Promise<readonly Lane[]> {
  if (order.workers === 1) return [];
  const { run, event, speed, allowedHosts, timeoutMs, env, laneFile = LANE_FILE } = order;
  if (!existsSync(laneFile)) {
    throw new TargetError('live-worker', 'tacos was built without the file that threads run', '--workers 1');
  }
  const rest = { plan, target: url, run, event, byRunClock: speed !== 1, allowedHosts, timeoutMs };
  const given = {
    TACOS_REDIS_USERNAME: env.TACOS_REDIS_USERNAME,
    TACOS_REDIS_PASSWORD: env.TACOS_REDIS_PASSWORD,
  };
  const lanes = Array.from(
    { length: order.workers },
    (_, lane) => new Lane(laneFile, { ...rest, lane, env: given }, order.onError),
  );
  try {
    return await Promise.all(lanes.map((lane) => lane.open()));
  } catch (error) {
    await Promise.all(lanes.map((lane) => lane.close()));
    throw error;
  }
}

async function undoAll(steps: readonly (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) await step();
}

/** A target that stalls must not hold up the end: what it still does then, it does alone. */
async function inTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_WITHIN_MS);
  });
  try {
    await Promise.race([work.catch(() => {}), late]);
  } finally {
    clearTimeout(timer);
  }
}
