import { DRAW, keyedUniform, visitorKey } from '../random/keyed.ts';
import type { EdgePlan } from '../scenario/infrastructure-plan.ts';
import type { VisitorClass } from '../traffic/visitor-class.ts';
import { CutOff } from './cut-off.ts';
import { RateRule } from './rate-rule.ts';
import { TICK_MS } from './service-path.ts';

/** Shares are compared with 16 random bits. */
const ALL = 65_536;

/** CDN, WAF and load balancer: what they let through, and how much of it there was. */
export class Edge {
  /** Polls whose 16 random bits are below are answered by the CDN. */
  readonly cachedBelow: number;
  /** Share of the requests that come to the load balancer which it turns away in this tick (0..1). */
  shedShare = 0;
  /** Since the last second: requests that came, and what became of those that went no further. */
  came = 0;
  cached = 0;
  blocked = 0;
  shed = 0;
  /** Visitors stopped for good. */
  readonly stopped = { bots: 0, geo: 0 };
  readonly rateRule: RateRule | undefined;
  readonly cutOff = new CutOff();
  private readonly plan: EdgePlan | undefined;
  private readonly classes: readonly VisitorClass[];
  private readonly runKey: number;
  /** Of the present second up to the last tick: requests that came to the load balancer, and what it turned away. */
  private offeredBefore = 0;
  private shedBefore = 0;
  /** Requests that the load balancer may let through beyond its limit, or is to hold back, for what it let through before. */
  private credit = 0;

  constructor(
    plan: EdgePlan | undefined,
    classes: readonly VisitorClass[],
    visitors: number,
    runKey: number,
  ) {
    this.plan = plan;
    this.classes = classes;
    this.runKey = runKey;
    this.cachedBelow = Math.round((plan?.cdnAbsorbs ?? 0) * ALL);
    if (plan?.ratePerSource !== undefined)
      this.rateRule = new RateRule(plan.ratePerSource, classes, visitors);
  }

  /** Whether a visitor is stopped at its first request and sent away, as a bot or by its country. */
  stops(visitor: number, classIndex: number): boolean {
    if (this.plan === undefined) return false;
    const key = visitorKey(this.runKey, visitor);
    const isBot = this.classes[classIndex]!.bot === true;
    if (isBot && keyedUniform(key, DRAW.bot) < this.plan.botsBlocked) this.stopped.bots++;
    else if (keyedUniform(key, DRAW.country) < this.plan.geoBlocked) this.stopped.geo++;
    else return false;
    this.came++;
    this.blocked++;
    return true;
  }

  /**
   * Begins a tick: what comes above the limit is turned away as a share, by the load of the tick that has ended. Returns
   * the polls that came in it of visitors who are cut off.
   */
  tick(): number {
    const polls = this.cutOff.tick();
    this.came += polls;
    this.blocked += polls;
    this.setShedShare();
    return polls;
  }

  /** Whether the rate rule blocks a request, which is counted then. */
  blocks(visitor: number, classIndex: number, isExtra: boolean, isSuspect: boolean, nowMs: number): boolean {
    if (this.rateRule?.blocks(visitor, classIndex, isExtra, isSuspect, nowMs) !== true) return false;
    this.blocked++;
    return true;
  }

  /**
   * What comes in the next tick is taken to be what came in the last. Where it is not, the limit holds over time: what was
   * left goes to the next tick, up to a tick's worth, and what went beyond is held back within a second.
   */
  private setShedShare(): void {
    const limit = this.plan?.loadBalancerPerSec;
    if (limit === undefined) return;
    const offered = this.came - this.cached - this.blocked;
    const came = offered - this.offeredBefore;
    const passed = came - (this.shed - this.shedBefore);
    this.offeredBefore = offered;
    this.shedBefore = this.shed;
    const allowed = (limit * TICK_MS) / 1000;
    this.credit = Math.min(allowed, Math.max(-limit, this.credit + allowed - passed));
    const open = allowed + (this.credit > 0 ? this.credit : (this.credit * TICK_MS) / 1000);
    this.shedShare = came > open ? 1 - open / came : 0;
  }

  /** What has come since the last call, which begins a new second. */
  take(): {
    readonly came: number;
    readonly cached: number;
    readonly blocked: number;
    readonly shed: number;
  } {
    const { came, cached, blocked, shed } = this;
    this.came = 0;
    this.cached = 0;
    this.blocked = 0;
    this.shed = 0;
    this.offeredBefore = 0;
    this.shedBefore = 0;
    return { came, cached, blocked, shed };
  }
}
