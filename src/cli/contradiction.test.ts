import { describe, expect, it } from 'vitest';
import { problemText, refusal } from '../testing/refusal.ts';
import { SMALL_SCENARIO, smallScenario } from '../testing/scenario-text.ts';

const BUCKET = '{ capacity: 10, refill: 2/s }';
const PHASE = '{ name: opening, constant: 5/s, for: 1m }';

describe('values that contradict each other', () => {
  const phases = (...rest: string[]) => smallScenario(PHASE, [PHASE, ...rest].join('\n    - '));
  it.each([
    [
      'overlapping phases',
      phases('{ name: second, constant: 1/s, at: 30s }'),
      problemText(
        's.yaml:8:42  arrivals.phases.second.at',
        'opening 0s..1m and second 30s..10m',
        'phases that do not overlap',
        'at: 1m',
      ),
    ],
    [
      'a phase after the horizon',
      phases('{ name: second, constant: 1/s, at: 10m }'),
      problemText(
        's.yaml:8:42  arrivals.phases.second.at',
        'second starts at 10m',
        'a phase that starts before the horizon of 10m',
        'clock.horizon above 10m',
      ),
    ],
    [
      'a horizon before the opening',
      smallScenario('name: opening', 'name: opening, at: 20m'),
      problemText(
        's.yaml:7:28  arrivals.phases.opening.at',
        'opening starts at 20m',
        'an opening before the horizon of 10m',
        'clock.horizon above 20m',
      ),
    ],
    [
      'a phase without end',
      phases('{ name: second, constant: 1/s }', '{ name: third, constant: 1/s }'),
      'a length, because another phase follows',
    ],
    [
      'a lottery drawn too late',
      smallScenario('constant: 5/s, for: 1m', 'lottery: { visitors: 10 }'),
      'a lottery that ends before the horizon',
    ],
    [
      'two phases of one name',
      phases('{ name: opening, constant: 1/s }'),
      'arrivals.phases.opening\n  got       opening twice',
    ],
    [
      'too many visitors',
      smallScenario('5/s, for: 1m', '900M/s, for: 1m'),
      's.yaml:6:3  arrivals\n  got       54,000,000,000 visitors expected',
    ],
    [
      'shares off 100 %',
      `${SMALL_SCENARIO}visitors: [{ name: fan, share: 88% }, { name: bot, share: 3% }]\n`,
      problemText(
        's.yaml:10:11  visitors',
        '91% (fan + bot)',
        'shares of visitors that add up to 100% (within 0.01 points)',
      ),
    ],
    [
      'giving up off 100 %',
      `${SMALL_SCENARIO}visitors: [{ name: fan, onGiveUp: { leave: 40%, silent: 50% } }]\n`,
      'leave and silent that add up to 100%',
    ],
    [
      'a range with jitter',
      `${SMALL_SCENARIO}visitors: [{ name: fan, poll: { every: 4s..6s, jitter: 5% } }]\n`,
      'no jitter beside a range of intervals',
    ],
    [
      'two polling policies',
      `${SMALL_SCENARIO}visitors: [{ name: fan, poll: { jitter: 5%, adaptive: { floor: 1s, ceiling: 9s, divisor: 4 } } }]\n`,
      'jitter together with every',
    ],
    [
      'quantiles upside down',
      `${SMALL_SCENARIO}visitors: [{ name: fan, patience: { lognormal: { p50: 9s, p90: 5s } } }]\n`,
      'visitors.fan.patience.lognormal.p90\n  got       5s',
    ],
    [
      'a schedule without a bucket',
      smallScenario(BUCKET, 'none\n  schedule: [{ at: 1m, refill: 5/s }]'),
      'a bucket whose refill it changes',
    ],
    [
      'a change inside a pause',
      smallScenario(BUCKET, `${BUCKET}\n  schedule: [{ at: 1m, pause: 2m }, { at: 2m, refill: 5/s }]`),
      's.yaml:10:43  admission.schedule[1].at\n  got       2m\n  expected  a change outside the pause that lasts until 3m\n  try       3m',
    ],
    [
      'bands out of order',
      smallScenario(BUCKET, `${BUCKET}\n  minWait: [{ upTo: 50, wait: 1s }, { upTo: 10, wait: 2s }]`),
      'bands with upTo ascending',
    ],
    [
      'a displayed estimator that does not run',
      `${SMALL_SCENARIO}eta: { estimators: [fixed], displayed: ema }\n`,
      's.yaml:10:40  eta.displayed\n  got       ema\n  expected  one of eta.estimators: fixed',
    ],
    [
      'no estimator to display',
      `${SMALL_SCENARIO}eta: { estimators: [fixed] }\n`,
      's.yaml:10:20  eta.estimators\n  got       fixed\n  expected  estimators with ql, which is displayed by default\n  try       add ql, or set eta.displayed: fixed',
    ],
    ['the oracle on display', `${SMALL_SCENARIO}eta: { displayed: oracle }\n`, 'oracle knows the future'],
  ])('%s', async (_, text, said) => {
    expect(await refusal({ 's.yaml': text })).toContain(said);
  });
});
