import { describe, expect, it } from 'vitest';
import type { Distribution } from '../random/distribution.ts';
import { type ComparisonPlan, compare, type Outcome } from '../testing/station-comparison.ts';

/*
 * Flow fidelity stands for request fidelity: mean and 95 % point of the sojourn agree within 10 %, shares of the lost within
 * two hundredths. Both see the same arrivals.
 */
const TOLERANCE = 0.1;
const SHARE_TOLERANCE = 0.02;

const SERVICES: Readonly<Record<string, Distribution>> = {
  constant: { kind: 'fixed', value: 1 },
  lognormal: { kind: 'lognormal', p50: 1, p90: 3 },
};

type Settings = Omit<ComparisonPlan, 'seed'>;

function average(
  settings: Settings,
  replications: number,
): { readonly flow: Outcome; readonly request: Outcome } {
  const runs = Array.from({ length: replications }, (_, seed) => compare({ ...settings, seed }));
  const mean = (of: (outcome: Outcome) => number, side: 'flow' | 'request') =>
    runs.reduce((sum, run) => sum + of(run[side]), 0) / replications;
  const side = (name: 'flow' | 'request'): Outcome => ({
    meanMs: mean((outcome) => outcome.meanMs, name),
    p95Ms: mean((outcome) => outcome.p95Ms, name),
    refused: mean((outcome) => outcome.refused, name),
    timedOut: mean((outcome) => outcome.timedOut, name),
  });
  return { flow: side('flow'), request: side('request') };
}

function expectAgreement({ flow, request }: { readonly flow: Outcome; readonly request: Outcome }): void {
  expect(Math.abs(flow.meanMs / request.meanMs - 1)).toBeLessThan(TOLERANCE);
  expect(Math.abs(flow.p95Ms / request.p95Ms - 1)).toBeLessThan(TOLERANCE);
  expect(Math.abs(flow.refused - request.refused)).toBeLessThan(SHARE_TOLERANCE);
  expect(Math.abs(flow.timedOut - request.timedOut)).toBeLessThan(SHARE_TOLERANCE);
}

const CASES = Object.keys(SERVICES).flatMap((service) => [1, 2, 8].map((servers) => ({ service, servers })));

describe.each(CASES)(
  'flow and request fidelity, $service service, $servers servers',
  ({ service, servers }) => {
    const common = { queues: 4, servers, serviceMs: SERVICES[service]! };
    const fewer = { ...common, queues: Math.max(1, 4 / servers) };

    it.each([0.3, 0.5, 0.8, 0.9, 0.95])('agree at utilization %d', (rho) => {
      const spanMs = (rho < 0.85 ? 10_000 : 60_000) / servers;
      const settings = { ...common, rhoAt: () => rho, fromMs: 2_000, untilMs: 2_000 + spanMs };
      expectAgreement(average(settings, rho < 0.85 ? 3 : 6));
    });

    it.each([
      { top: 1.5, limits: {} },
      { top: 3, limits: {} },
      { top: 1.5, limits: { timeoutMs: 1000 } },
      { top: 3, limits: { timeoutMs: 1000 } },
      { top: 3, limits: { timeoutMs: 1000, queueLimit: 1500 * servers } },
      { top: 3, limits: { queueLimit: 500 } },
    ])('agree through an overload of $top with $limits', ({ top, limits }) => {
      const settings = { ...fewer, ...limits, rhoAt: ramp(top), fromMs: 3_000, untilMs: 14_000 };
      expectAgreement(average(settings, top > 2 ? 1 : 2));
    });

    it('agree while the backlog of an overload is worked off', () => {
      const settings = { ...fewer, timeoutMs: 1000, rhoAt: ramp(2), fromMs: 12_000, untilMs: 13_500 };
      expectAgreement(average(settings, 4));
    });
  },
);

/** Half the capacity, up to `top` between 4 s and 6 s, and back between 10 s and 12 s. */
function ramp(top: number): (ms: number) => number {
  const height = (ms: number) =>
    Math.min(1, Math.max(0, ms <= 8_000 ? (ms - 4_000) / 2_000 : (12_000 - ms) / 2_000));
  return (ms) => 0.5 + (top - 0.5) * height(ms);
}
