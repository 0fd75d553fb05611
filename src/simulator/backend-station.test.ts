import { describe, expect, it } from 'vitest';
import { Rng } from '../random/rng.ts';
import type { BackendPlan } from '../scenario/infrastructure-plan.ts';
import { mmc } from '../statistics/queue-theory.ts';
import { BackendStation } from './backend-station.ts';

const PLAN: BackendPlan = {
  servers: 10,
  serviceMs: { kind: 'exponential', mean: 20 },
  requestsPerAdmission: 1,
  queueLimit: 1000,
  timeoutMs: 2000,
};

/** Lets ticks of 100 ms pass in which Poisson many visitors send one request each; returns the replies. */
function pass(backend: BackendStation, perSec: number, ticks: number, factor = 1, seed = 1) {
  const rng = new Rng(seed, 4);
  const replies: { readonly failed: boolean; readonly delayMs: number }[] = [];
  for (let tick = 1; tick <= ticks; tick++) {
    for (let at = rng.exponential(); at < perSec / 10; at += rng.exponential()) {
      replies.push(backend.ask(1, rng.uniform()));
    }
    backend.tick(tick * 100, factor);
  }
  return replies;
}

const mean = (replies: readonly { readonly delayMs: number }[]) =>
  replies.reduce((sum, reply) => sum + reply.delayMs, 0) / replies.length;

describe('BackendStation', () => {
  it('answers after the sojourn of M/M/c', () => {
    const backend = new BackendStation(PLAN);
    pass(backend, 400, 200);
    const replies = pass(backend, 400, 600, 1, 2);
    expect(replies.every((reply) => !reply.failed)).toBe(true);
    const theory = 20 + mmc(10, 0.4, 1 / 20).meanWait;
    expect(Math.abs(mean(replies) / theory - 1)).toBeLessThan(0.05);
    const second = backend.takeSecond();
    expect(Math.abs(second.utilization - 0.8)).toBeLessThan(0.02);
    expect(second.p95Ms).toBeGreaterThan(2 * theory);
  });

  it('fails those whom it cannot serve in time, after their patience', () => {
    const backend = new BackendStation(PLAN);
    pass(backend, 1000, 100);
    backend.takeSecond();
    const failed = pass(backend, 1000, 100, 1, 2).filter((reply) => reply.failed);
    expect(Math.abs(failed.length / 10_000 - 0.5)).toBeLessThan(0.03);
    const { refused, timedOut, utilization } = backend.takeSecond();
    expect(refused + timedOut).toBe(failed.length);
    expect(utilization).toBeGreaterThan(0.98);
    expect(failed.every((reply) => reply.delayMs === 0 || reply.delayMs === 2000)).toBe(true);
  });

  it('serves by the factor slower while it is slow', () => {
    const backend = new BackendStation(PLAN);
    pass(backend, 50, 50);
    const fast = mean(pass(backend, 50, 100));
    pass(backend, 50, 50, 3);
    const slow = mean(pass(backend, 50, 100, 3, 2));
    expect(Math.abs(slow / fast - 3)).toBeLessThan(0.3);
  });

  it('sends requests one after the other, up to the first that fails', () => {
    const backend = new BackendStation({ ...PLAN, serviceMs: { kind: 'fixed', value: 20 } });
    expect(backend.ask(3, 0.3)).toEqual({ failed: false, answered: 3, delayMs: 60 });
    expect(backend.ask(0, 0.3)).toEqual({ failed: false, answered: 0, delayMs: 0 });
    pass(backend, 5000, 100);
    const rng = new Rng(3);
    const replies = Array.from({ length: 2000 }, () => backend.ask(3, rng.uniform()));
    expect(replies.filter((reply) => reply.failed).length / 2000).toBeGreaterThan(0.99);
  });

  it('says nothing of a second in which nobody came', () => {
    const backend = new BackendStation(PLAN);
    backend.tick(100);
    expect(backend.takeSecond()).toEqual({ utilization: 0, refused: 0, timedOut: 0, p95Ms: 0 });
  });
});
