import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantileOf } from '../random/distribution.ts';
import { DRAW, keyedUniform, runKey, visitorKey } from '../random/keyed.ts';
import { substream } from '../random/rng.ts';
import { evenCountsZ, kolmogorovRatio, meanZ } from '../testing/goodness-of-fit.ts';
import { buildClass } from '../testing/record-builder.ts';
import { DEADLINE_MS, HIDDEN, POLITE, STATE } from './ticket-state.ts';
import { Visitors } from './visitors.ts';

const KEY = runKey(20261003, 0);
const FROM_MS = 4000;
const TO_MS = 6000;
const poll = { kind: 'uniform', fromMs: FROM_MS, toMs: TO_MS } as const;

describe('Visitors, drawn by key', () => {
  const mixed = buildClass({
    poll,
    politeShare: 0.4,
    hidden: { share: 0.2, everyMs: 30_000 },
    anonymousShare: 0.3,
    patience: { impatientShare: 0.3, durationMs: { kind: 'exponential', mean: 180_000 } },
  });
  const COUNT = 20_000;
  const NEVER = 0x7fff_ffff;

  it('has the same character and polls whatever happens to the others', () => {
    const life = (visitors: Visitors, id: number) => {
      visitors.arrive(id, id, 0, 0);
      const character = [...visitors.hand, visitors.isAnonymous(id, 0)];
      const instants = [visitors.joined(0)];
      for (let polls = 0; polls < 5; polls++) {
        visitors.polled();
        instants.push(visitors.told(instants.at(-1)!, undefined));
      }
      return [character, instants];
    };
    const order = fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 1 });
    fc.assert(
      fc.property(order, (ids) => {
        const together = new Visitors([mixed], KEY, 8);
        for (const id of ids) expect(life(together, id)).toEqual(life(new Visitors([mixed], KEY, 8), id));
      }),
    );
  });

  it('draws its shares and its patience as its class says', () => {
    const visitors = new Visitors([mixed], KEY, COUNT);
    const limits: number[] = [];
    const flags = { polite: 0, hidden: 0, anonymous: 0 };
    for (let id = 0; id < COUNT; id++) {
      visitors.arrive(id, id, 0, 0);
      if (visitors.hand[DEADLINE_MS] !== NEVER) limits.push(visitors.hand[DEADLINE_MS]!);
      if ((visitors.hand[STATE]! & POLITE) !== 0) flags.polite++;
      if ((visitors.hand[STATE]! & HIDDEN) !== 0) flags.hidden++;
      if (visitors.isAnonymous(id, 0)) flags.anonymous++;
    }
    const z = (count: number, share: number) =>
      Math.abs(count - COUNT * share) / Math.sqrt(COUNT * share * (1 - share));
    expect(z(limits.length, 0.3)).toBeLessThan(4);
    expect([z(flags.polite, 0.4), z(flags.hidden, 0.2), z(flags.anonymous, 0.3)].every((x) => x < 4)).toBe(
      true,
    );
    expect(Math.abs(meanZ(limits, 180_000, 180_000 ** 2))).toBeLessThan(4);
    expect(kolmogorovRatio(limits, (ms) => -Math.expm1(-ms / 180_000))).toBeLessThan(1);
  });

  it('gives the patience that its own key and purpose give', () => {
    const visitors = new Visitors(
      [buildClass({ patience: { ...mixed.patience!, impatientShare: 1 } })],
      KEY,
      9,
    );
    visitors.arrive(8, 7, 0, 1000);
    const u = keyedUniform(visitorKey(KEY, 7), DRAW.patience);
    const lengthMs = Math.round(quantileOf(mixed.patience!.durationMs, u));
    expect(visitors.hand[DEADLINE_MS]).toBe(1000 + lengthMs);
  });

  it('polls at even intervals over the whole ms of its range, poll after poll and ticket after ticket', () => {
    const visitors = new Visitors([buildClass({ poll })], KEY, 200);
    const rng = substream(71, 0, 'test');
    const inside: number[] = [];
    const follows: number[] = [];
    for (let ticket = 0; ticket < 200; ticket++) {
      visitors.arrive(ticket, ticket, 0, 0);
      let before = (visitors.joined(0) - FROM_MS) / (TO_MS - FROM_MS);
      for (let polls = 0; polls < 50; polls++) {
        visitors.polled();
        const ms = visitors.told(0, undefined);
        inside.push((ms - FROM_MS + rng.uniform()) / (TO_MS - FROM_MS + 1));
        const now = (ms - FROM_MS) / (TO_MS - FROM_MS);
        follows.push((before - 0.5) * (now - 0.5));
        before = now;
      }
    }
    expect(kolmogorovRatio(inside, (x) => x)).toBeLessThan(1);
    expect(Math.abs(meanZ(follows, 0, 1 / 144))).toBeLessThan(4);
  });

  it('polls as often after each ms of its range as after any other, first and last included', () => {
    const visitors = new Visitors([buildClass({ poll: { kind: 'uniform', fromMs: 3, toMs: 7 } })], KEY, 1);
    visitors.arrive(0, 0, 0, 0);
    const counts = new Array<number>(10).fill(0);
    for (let polls = 0; polls < 10_000; polls++) {
      visitors.polled();
      counts[visitors.told(0, undefined)]! += 1;
    }
    expect([...counts.slice(0, 3), ...counts.slice(8)]).toEqual([0, 0, 0, 0, 0]);
    expect(Math.abs(evenCountsZ(counts.slice(3, 8)))).toBeLessThan(4);
  });
});
