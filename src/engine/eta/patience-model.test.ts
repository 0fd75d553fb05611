import { describe, expect, it } from 'vitest';
import type { LineProfile } from './line-profile.ts';
import { expectedLines, genericLines } from './patience-lines.ts';
import { PatienceModel } from './patience-model.ts';

const INACTIVE_AFTER_SEC = 15;
/** From giving up to being known: a poll interval of 5 s counts by half. */
const DELAY_SEC = 12.5;

type Curve = (ageSec: number) => number;
const mixture =
  (share: number, meanSec: number): Curve =>
  (ageSec) =>
    1 - share + share * Math.exp(-Math.max(0, ageSec) / meanSec);

/** One block of people who have all come at instant 0, of whom a share `polite` says good-bye. */
function watch(model: PatienceModel, crowd: Curve, people: number, seconds: number, polite: number): void {
  let lastSaid = 0;
  let lastMissed = 0;
  for (let sec = 1; sec <= seconds; sec++) {
    const said = Math.round(people * polite * (1 - crowd(sec)));
    const missed = Math.round(people * (1 - polite) * (1 - crowd(sec - DELAY_SEC)));
    const profile = {
      end: 1,
      active: Int32Array.of(people - said - missed),
      polite: Int32Array.of(said - lastSaid),
      silent: Int32Array.of(missed - lastMissed),
      meanJoinSec: () => 0,
    };
    model.closeSecond(profile as unknown as LineProfile, sec);
    lastSaid = said;
    lastMissed = missed;
  }
}

/** Error of the survival expected for `afterSec` more, as a share of the true one. */
function error(model: PatienceModel, crowd: Curve, atSec: number, afterSec: number, polite: number): number {
  const known: Curve = (age) => polite * crowd(age) + (1 - polite) * crowd(age - DELAY_SEC);
  return model.survival(atSec, afterSec) / (known(atSec + afterSec) / known(atSec)) - 1;
}

describe('PatienceModel', () => {
  it('expects before the run that about one in ten leaves, so within 10 % of a crowd that stays', () => {
    const model = new PatienceModel(genericLines, INACTIVE_AFTER_SEC);
    expect(model.survival(0, 0)).toBe(1);
    expect(model.survival(0, 7000)).toBeGreaterThan(0.9);
    expect(model.survival(0, 7000)).toBeLessThan(0.93);
  });

  it.each([
    [0.3, 180, 0],
    [0.3, 180, 0.4],
    [0.3, 60, 1],
    [0.5, 180, 0.2],
    [0.3, 600, 0],
    [0.1, 180, 0],
  ])(
    'knows within 5 % after 90 s how many of a large crowd will ever leave: %d of mean %d s, %d of them politely',
    (share, meanSec, polite) => {
      const crowd = mixture(share, meanSec);
      const model = new PatienceModel(genericLines, INACTIVE_AFTER_SEC);
      watch(model, crowd, 300_000, 90, polite);
      for (const afterSec of [120, 400, 1500])
        expect(Math.abs(error(model, crowd, 90, afterSec, polite))).toBeLessThan(0.06);
    },
  );

  it('does not see leavers in a crowd that stays', () => {
    const model = new PatienceModel(genericLines, INACTIVE_AFTER_SEC);
    watch(model, () => 1, 300_000, 60, 0);
    expect(model.survival(60, 1500)).toBeGreaterThan(0.995);
  });

  it('knows what was expected from the first second, and more or fewer than expected after two minutes', () => {
    const parts = [{ share: 0.3, durationMs: { kind: 'exponential', mean: 180_000 } }] as const;
    for (const [share, toleratedAtOnce] of [
      [0.3, 0.02],
      [0.1, Number.POSITIVE_INFINITY],
      [0.6, Number.POSITIVE_INFINITY],
    ] as const) {
      const crowd = mixture(share, 180);
      const model = new PatienceModel((grid) => expectedLines(grid, parts), INACTIVE_AFTER_SEC);
      watch(model, crowd, 300_000, 1, 0);
      expect(Math.abs(error(model, crowd, 1, 1500, 0))).toBeLessThan(toleratedAtOnce);
      watch(model, crowd, 300_000, 120, 0);
      expect(Math.abs(error(model, crowd, 120, 1500, 0))).toBeLessThan(0.1);
    }
  });

  it('counts those back who are heard of again after a silence', () => {
    const model = new PatienceModel(genericLines, INACTIVE_AFTER_SEC);
    const second = (sec: number, active: number, silent: number): void =>
      model.closeSecond(
        {
          end: 1,
          active: Int32Array.of(active),
          polite: Int32Array.of(0),
          silent: Int32Array.of(silent),
          meanJoinSec: () => 0,
        } as unknown as LineProfile,
        sec,
      );
    for (let sec = 1; sec <= 200; sec++) {
      if (sec === 15) second(sec, 50_000, 50_000);
      else if (sec === 60) second(sec, 100_000, -50_000);
      else second(sec, sec < 15 || sec > 60 ? 100_000 : 50_000, 0);
    }
    expect(model.survival(200, 1500)).toBeGreaterThan(0.97);
  });
});
