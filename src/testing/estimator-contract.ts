import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Estimator } from '../engine/eta/estimator.ts';
import { EtaHistory } from './eta-history.ts';

/** Some seconds of one kind. */
interface Stretch {
  readonly seconds: number;
  readonly perSec: number;
  readonly refillPerSec: number | undefined;
  readonly localHour: number;
  readonly dry: boolean;
}

const stretches: fc.Arbitrary<readonly Stretch[]> = fc.array(
  fc.record({
    seconds: fc.oneof(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 0, max: 2500 })),
    perSec: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 })),
    refillPerSec: fc.constantFrom(undefined, 0, 0.5, 50),
    localHour: fc.integer({ min: 0, max: 23 }),
    dry: fc.boolean(),
  }),
  { maxLength: 5 },
);
const positions = fc
  .array(fc.oneof(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 10_000_000 })), {
    minLength: 2,
    maxLength: 8,
  })
  .map((list) => list.sort((a, b) => a - b));

const RUNS = { numRuns: 40, seed: 7 };

/** What every ETA estimator keeps, whatever it has seen. */
export function estimatorContract(name: string, make: () => Estimator): void {
  describe(`${name} keeps the estimator contract`, () => {
    it('quotes whole seconds, 0 or more, or nothing', () => {
      fc.assert(
        fc.property(stretches, positions, (past, asked) => {
          for (const quote of quotes(lived(make(), past), asked)) {
            if (quote === undefined) continue;
            expect(Number.isInteger(quote)).toBe(true);
            expect(quote).toBeGreaterThanOrEqual(0);
          }
        }),
        RUNS,
      );
    });

    it('never quotes less to whoever stands further back at the same instant', () => {
      fc.assert(
        fc.property(stretches, positions, (past, asked) => {
          const given = quotes(lived(make(), past), asked).filter((quote) => quote !== undefined);
          expect(given).toEqual([...given].sort((a, b) => a - b));
        }),
        RUNS,
      );
    });

    it('is not changed by being asked, nor changes what it looks at', () => {
      fc.assert(
        fc.property(stretches, positions, (past, asked) => {
          const silent = lived(make(), past);
          const questioned = lived(make(), past, asked);
          expect(quotes(questioned, asked)).toEqual(quotes(silent, asked));
          expect(questioned.facts).toEqual(silent.facts);
        }),
        RUNS,
      );
    });

    it('begins every run anew', () => {
      fc.assert(
        fc.property(stretches, positions, (past, asked) => {
          const before = quotes(new EtaHistory(make()), asked);
          lived(make(), past, asked);
          expect(quotes(new EtaHistory(make()), asked)).toEqual(before);
        }),
        RUNS,
      );
    });
  });
}

/** A history of stretches; positions are asked for after each of their first seconds. */
function lived(estimator: Estimator, past: readonly Stretch[], asked: readonly number[] = []): EtaHistory {
  const history = new EtaHistory(estimator);
  for (const { seconds, perSec, refillPerSec, localHour, dry } of past) {
    history.facts.refillPerSec = refillPerSec;
    history.facts.localHour = localHour;
    if (dry) history.facts.dryFromSec ??= history.facts.log.nowSec;
    const questioned = Math.min(seconds, 20);
    for (let second = 0; second < questioned; second++) {
      history.run(1, perSec);
      quotes(history, asked);
    }
    history.run(seconds - questioned, perSec);
  }
  return history;
}

function quotes(history: EtaHistory, asked: readonly number[]): readonly (number | undefined)[] {
  return asked.map((position) => history.quote(position));
}
