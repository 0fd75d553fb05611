import { describe, expect, it } from 'vitest';
import { cpuSpec } from '../testing/hpa-builder.ts';
import { candidate, cpuTrace, replayed } from '../testing/replay-builder.ts';
import { agreementOf } from './replay-agreement.ts';
import { summarizeReplay } from './replay-findings.ts';
import { replayPlots } from './replay-plots.ts';

const STEPS = 41;
const burst = Array.from({ length: STEPS }, (_, i) => (i < 10 ? 2000 : 20_000));

function recording() {
  const trace = cpuTrace(burst);
  const frames = trace.frames.map((frame) => ({ ...frame, replicas: 30, ready: 30 }));
  return { ...trace, tellsReplicas: true, frames };
}

describe('the findings of a replay', () => {
  const two = [candidate(cpuSpec(50), 'half'), candidate(cpuSpec(90), 'full')];
  const options = { startupMs: 60_000, initialReplicas: 4 };
  const record = replayed(recording(), two, options);
  const found = summarizeReplay(record);

  it('hold pod-hours that are replicas over time, of the recording too', () => {
    expect(found.recorded).toMatchObject({ podHours: 5, maxReplicas: 30, scaleUps: 0, lagMs: 0, lags: [] });
    for (const [i, side] of found.candidates.entries()) {
      const { untilMs, desired } = record.candidates[i]!.course;
      const hours = desired.reduce(
        (sum, count, k) => sum + (count * (untilMs[k]! - (untilMs[k - 1] ?? 0))) / 3_600_000,
        0,
      );
      expect(side.podHours).toBeCloseTo(hours, 9);
      expect(side.meanReplicas).toBeCloseTo(hours * 6, 9);
      expect(side.lagMs).toBe(side.lags.reduce((sum, { fromMs, untilMs: to }) => sum + to - fromMs, 0));
      expect(side.passes).toBe(record.candidates[i]!.decisions.length);
    }
  });

  it('say where pods were short, and that they were starting', () => {
    const [half] = found.candidates;
    expect(half?.lags[0]).toMatchObject({ fromMs: 135_000, ready: 4, missingPods: 16, demandMilli: 20_000 });
    expect(half?.lags.at(-1)?.untilMs).toBeLessThan(600_000);
    expect(half?.unservedShare).toBeGreaterThan(0);
    expect(half?.unservedShare).toBeLessThan(1);
  });

  it('are compared as the second less the first', () => {
    const [half, full] = found.candidates;
    expect(found.difference?.podHours).toBeCloseTo(full!.podHours - half!.podHours, 12);
    expect(found.difference?.lagMs).toBe(full!.lagMs - half!.lagMs);
    expect(summarizeReplay(replayed(recording(), cpuSpec(50), options)).difference).toBeUndefined();
  });

  it('count no lag of an autoscaler that is only shown the recording, but whether it agrees', () => {
    const [shown] = summarizeReplay(replayed(recording(), cpuSpec(50), { mode: 'as-recorded' })).candidates;
    expect(shown).toMatchObject({ lagMs: 0, lags: [] });
    expect(shown?.agreement?.passes).toBe(39);
  });

  it('carry the notes that their figures need', () => {
    const codes = (trace = recording()) =>
      summarizeReplay(replayed(trace, cpuSpec(50))).notes.map(({ code }) => code);
    expect(codes()).toEqual(['replay-open-loop', 'replay-limit-unknown']);
    expect(codes({ ...recording(), allowances: { cpuRequest: 500, cpuLimit: 660 } })).toContain(
      'replay-saturated',
    );
  });

  it('are drawn with the highest demand, the least capacity and the most replicas of each column', () => {
    const plots = replayPlots(record, 4);
    expect(plots.columnMs).toBe(150_000);
    expect(plots.demandMilli).toEqual([20_000, 20_000, 20_000, 20_000]);
    expect(plots.candidates[0]?.capacityMilli[0]).toBe(4000);
    expect(plots.recorded).toEqual([30, 30, 30, 30]);
  });
});

describe('agreement', () => {
  const recorded = {
    untilMs: [30_000, 90_000, 150_000],
    demandMilli: [0, 0, 0],
    desired: [4, 6, 6],
    ready: [4, 6, 6],
  };
  const pass = (atMs: number, currentReplicas: number, desiredReplicas: number) => ({
    ...{ atMs, currentReplicas, desiredReplicas, rescaled: currentReplicas !== desiredReplicas },
    ...({
      metrics: [],
      explanation: 'because',
      conditions: { AbleToScale: { status: 'True', reason: 'ReadyForNewScale' } },
    } as const),
  });

  it('is a count that the recording has within the time that is granted', () => {
    const passes = [pass(0, 4, 4), pass(15_000, 4, 6), pass(45_000, 6, 6)];
    expect(agreementOf(passes, recorded, 30_000)).toEqual({ passes: 3, agreed: 3, differing: [] });
  });

  it('names the first of successive passes that differ the same way', () => {
    const passes = [
      pass(45_000, 6, 9),
      pass(60_000, 6, 8),
      pass(75_000, 6, 6),
      pass(90_000, 6, 9),
      pass(105_000, 6, 2),
    ];
    const { agreed, differing } = agreementOf(passes, recorded, 30_000);
    expect(agreed).toBe(1);
    expect(differing.map(({ atMs, decided, recorded: count }) => [atMs, decided, count])).toEqual([
      [45_000, 9, 6],
      [90_000, 9, 6],
      [105_000, 2, 6],
    ]);
  });

  it('says nothing about passes whose answer was not recorded any more', () => {
    expect(agreementOf([pass(135_000, 6, 9)], recorded, 30_000).passes).toBe(0);
  });
});
