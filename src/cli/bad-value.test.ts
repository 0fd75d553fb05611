import { describe, expect, it } from 'vitest';
import { problemText, refusal } from '../testing/refusal.ts';
import { smallScenario } from '../testing/scenario-text.ts';

const RATE = 'a rate with a unit (/s, /min, /h, /d or rps)';
const DURATION = 'a duration with a unit (ms, s, m or min, h, d)';
const BUCKET = '{ capacity: 10, refill: 2/s }';

describe('wrong values, each with its place, what was there, what belongs there and the cure', () => {
  it.each([
    [
      'a misspelt key',
      'horizon: 10m',
      'horizn: 10m',
      problemText('s.yaml:4:10  clock.horizn', 'horizn', 'one of: start, horizon, warmup', 'horizon'),
    ],
    [
      'an unknown key',
      'name: small',
      'name: small\nqueue: 1',
      's.yaml:4:1  queue\n  got       queue\n  expected  one of: ',
    ],
    [
      'a missing key',
      'clock: { horizon: 10m }',
      'clock: {}',
      problemText('s.yaml:4:8  clock.horizon', 'nothing', DURATION),
    ],
    ['a missing section', 'clock: { horizon: 10m }\n', '', 's.yaml:1:1  clock\n  got       nothing'],
    [
      'a missing rate unit',
      '2/s',
      '50',
      problemText('s.yaml:9:35  admission.bucket.refill', '50', RATE, '50/s'),
    ],
    [
      'a missing duration unit',
      '10m',
      '600',
      problemText('s.yaml:4:19  clock.horizon', '600', DURATION, '600s'),
    ],
    [
      'a rate for a duration',
      '10m',
      '10/s',
      problemText('s.yaml:4:19  clock.horizon', '10/s', `${DURATION}, not a rate`, '10s'),
    ],
    [
      'a duration for a rate',
      '2/s',
      '2s',
      problemText('s.yaml:9:35  admission.bucket.refill', '2s', `${RATE}, not a duration`, '2/s'),
    ],
    [
      'minutes for a count',
      'capacity: 10',
      'capacity: 10m',
      'm is minutes, never a million\n  try       10M',
    ],
    [
      'a negative rate',
      '2/s',
      '-2/s',
      problemText('s.yaml:9:35  admission.bucket.refill', '-2/s', 'a rate that is not negative'),
    ],
    [
      'a zero rate',
      '2/s',
      '0/s',
      problemText('s.yaml:9:35  admission.bucket.refill', '0/s', 'a rate above 0'),
    ],
    [
      'a zero arrival rate',
      '5/s',
      '0/s',
      problemText('s.yaml:7:34  arrivals.phases.opening.constant', '0/s', 'a rate above 0'),
    ],
    ['NaN', '2/s', '.nan', problemText('s.yaml:9:35  admission.bucket.refill', '.nan', `${RATE}, finite`)],
    [
      'Infinity',
      '2/s',
      '.inf',
      problemText('s.yaml:9:35  admission.bucket.refill', '.inf', `${RATE}, finite`),
    ],
    ['an infinite count', 'capacity: 10', 'capacity: .inf', 'a whole number of at least 1, finite'],
    [
      'capacity 0',
      'capacity: 10',
      'capacity: 0',
      problemText('s.yaml:9:23  admission.bucket.capacity', '0', 'a whole number of at least 1'),
    ],
    [
      'half a token',
      'capacity: 10',
      'capacity: 1.5',
      problemText('s.yaml:9:23  admission.bucket.capacity', '1.5', 'a whole number (10000, 10k, 1.2M)', '2'),
    ],
    [
      'a list for a section',
      BUCKET,
      '[10, 2/s]',
      problemText('s.yaml:9:11  admission.bucket', 'a list of 2', 'none, or a section with capacity'),
    ],
    [
      'an endless run',
      '10m',
      '8d',
      problemText('s.yaml:4:19  clock.horizon', '8d', 'a duration above 0, at most 7d'),
    ],
    [
      'a warm-up as long as the run',
      'horizon: 10m',
      'horizon: 10m, warmup: 10m',
      's.yaml:4:32  clock.warmup\n  got       10m',
    ],
    [
      'a word that is none of those',
      'admission:',
      'admission:\n  mode: pul',
      problemText('s.yaml:9:9  admission.mode', 'pul', 'one of: pull, push', 'pull'),
    ],
    ['an unknown preset', 'admission:', 'admission:\n  preset: gateway-v1.5', '  try       gateway-v1.0'],
    [
      'two shapes of a phase',
      'constant: 5/s',
      'constant: 5/s, hold: 4/s',
      problemText(
        's.yaml:7:39  arrivals.phases.opening',
        'constant and hold',
        'exactly one of: constant, hold',
      ),
    ],
    [
      'no shape of a phase',
      'constant: 5/s, ',
      '',
      's.yaml:7:7  arrivals.phases.opening\n  got       a section with name, for\n  expected  exactly one of: constant',
    ],
    [
      'too few hour weights',
      'admission:',
      'eta: { hourWeights: [1, 2] }\nadmission:',
      problemText('s.yaml:8:21  eta.hourWeights', 'a list of 2', 'a list of exactly 24 entries'),
    ],
    [
      'a bypass beyond the gate',
      'admission:',
      'admission:\n  gate: { head: 5, bypassTop: 6 }',
      's.yaml:9:31  admission.gate.bypassTop\n  got       6\n  expected  at most head, 5',
    ],
    [
      'pods without their clock',
      'refill: 2/s',
      'refill: 2/s, pods: { count: 2 }',
      'pods together with clock: pod only',
    ],
    [
      'an alias to a wrong value',
      'name: small',
      'title: &t 5\nname: *t',
      's.yaml:3:11  title\n  got       5',
    ],
    [
      'a tampered version',
      'tacos/v1',
      'tacos/v2',
      problemText('s.yaml:1:13  apiVersion', 'tacos/v2', 'tacos/v1', 'tacos/v1'),
    ],
  ])('%s', async (_, part, replacement, said) => {
    expect(await refusal({ 's.yaml': smallScenario(part, replacement) })).toContain(said);
  });
});

it('gives every problem at once, in the order of the file', async () => {
  const text = smallScenario('2/s', '50').replace('10m', '10').replace('name: small', 'name: sm all');
  const said = await refusal({ 's.yaml': text });
  expect(said.match(/^s\.yaml:\d+:\d+/gm)).toEqual(['s.yaml:3:7', 's.yaml:4:19', 's.yaml:9:35']);
  expect(said.endsWith('3 problems. Nothing was run.\n')).toBe(true);
});
