/** One measured run: so many units of work in so much CPU time, and a figure by which the reader sees that the work was done. */
export interface Sample {
  /** Customers, polls or runs. */
  readonly count: number;
  readonly seconds: number;
  /** Mean sojourn or mean wait [s], where there is one. */
  readonly meanSec?: number;
}

/** A program that takes part in a topic. */
export interface Contender {
  readonly name: string;
  /** Why it cannot run here; absent when it can. */
  readonly skipped?: string;
  /** Times it runs, after one run that is not counted where `isWarmedUp`. */
  readonly rounds: number;
  readonly isWarmedUp: boolean;
  run(): Sample;
}

/** What the rounds of one contender came to. */
export interface Score {
  readonly name: string;
  readonly skipped?: string;
  /** Work per CPU second: median, lowest and highest of the rounds; absent when it did not run. */
  readonly perSec?: { readonly median: number; readonly low: number; readonly high: number };
  readonly rounds: number;
  readonly meanSec?: number;
}

/**
 * Runs contenders in turn, round by round, so that a slow minute of the machine falls on all of them, and returns their
 * scores in the order given. A contender with fewer rounds drops out early.
 */
export function compete(contenders: readonly Contender[]): readonly Score[] {
  const running = contenders.filter((contender) => contender.skipped === undefined);
  const samples = new Map<Contender, Sample[]>(running.map((contender) => [contender, []]));
  for (const contender of running) if (contender.isWarmedUp) contender.run();
  const rounds = Math.max(0, ...running.map((contender) => contender.rounds));
  for (let round = 0; round < rounds; round++) {
    for (const contender of running)
      if (round < contender.rounds) samples.get(contender)!.push(contender.run());
  }
  return contenders.map((contender) => score(contender, samples.get(contender) ?? []));
}

function score(contender: Contender, samples: readonly Sample[]): Score {
  const { name, skipped } = contender;
  if (samples.length === 0) return { name, rounds: 0, ...(skipped === undefined ? {} : { skipped }) };
  const rates = samples.map((sample) => sample.count / sample.seconds);
  const meanSec = samples[0]!.meanSec;
  return {
    name,
    rounds: samples.length,
    perSec: { median: median(rates), low: Math.min(...rates), high: Math.max(...rates) },
    ...(meanSec === undefined ? {} : { meanSec }),
  };
}

/** Returns the middle value, or the mean of the two in the middle. @throws RangeError when there is none */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('no value has no median');
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Returns how many times faster one score is than another; undefined when either did not run. */
export function ratio(of: Score | undefined, to: Score | undefined): number | undefined {
  return of?.perSec === undefined || to?.perSec === undefined
    ? undefined
    : of.perSec.median / to.perSec.median;
}
