import { describe, expect, it } from 'vitest';
import { problemText, refusal } from '../testing/refusal.ts';
import { SMALL_SCENARIO, smallScenario } from '../testing/scenario-text.ts';

const RATE = 'a rate with a unit (/s, /min, /h, /d or rps)';
const DURATION = 'a duration with a unit (ms, s, m or min, h, d)';

describe('estimators, thresholds and stopping rules', () => {
  it.each([
    [
      'an unknown estimator',
      'eta: { estimators: [fixd, ql] }',
      problemText('s.yaml:10:21  eta.estimators[0]', 'fixd', 'one of: fixed, moving-count', 'fixed').replace(
        '\n  try',
        ', ema, sliding, sliding-fixed, ql, qla, les, hol, kalman-drain, fdc, fdc-prior, oracle\n  try',
      ),
    ],
    [
      'a threshold that does not parse',
      'thresholds: [ "wait.p95 below 5m" ]',
      problemText(
        's.yaml:10:15  thresholds[0]',
        'wait.p95 below 5m',
        'metric, comparison (<, <=, >, >=, ==) and a literal with its unit',
        'wait.p95 < 20m',
      ),
    ],
    ['one equals sign', 'thresholds: [ "outcomes.failed = 0" ]', '  try       outcomes.failed == 0'],
    [
      'a metric that does not exist',
      'thresholds: [ "wait.p96 < 5m" ]',
      problemText(
        's.yaml:10:15  thresholds[0]',
        'wait.p96 < 5m',
        'a metric of the catalogue (tacos explain metrics)',
        'wait.p95 < 5m',
      ).replace('p95', 'p95'),
    ],
    [
      'a threshold without unit',
      'thresholds: [ "wait.p95 < 5" ]',
      `wait.p95 < ${DURATION}\n  try       wait.p95 < 5s`,
    ],
    [
      'an estimator that does not run',
      'eta: { estimators: [ql] }\nthresholds: [ "eta.ema.a20Mean > 5%" ]',
      'add ema to eta.estimators',
    ],
    [
      'a class that does not exist',
      'thresholds: [ "byClass.visitors.wait.p50 < 5s" ]',
      '  try       byClass.visitor.wait.p50 < 5s',
    ],
    [
      'a stopping rule in the wrong unit',
      'random: { replications: { min: 2, max: 9, until: { metric: wait.p50, halfWidth: 2% } } }',
      's.yaml:10:81  random.replications.until.halfWidth\n  got       2%',
    ],
    [
      'a stopping rule on nothing',
      'random: { replications: { min: 2, max: 9, until: { metric: wait, halfWidth: 2% } } }',
      'random.replications.until.metric\n  got       wait',
    ],
    [
      'replications upside down',
      'random: { replications: { min: 9, max: 2, until: { metric: wait.p50, halfWidth: 2s } } }',
      'at least min, 9',
    ],
  ])('%s', async (_, line, said) => {
    expect(await refusal({ 's.yaml': `${SMALL_SCENARIO}${line}\n` })).toContain(said);
  });

  it('refuses the section live by name, whatever it holds', async () => {
    const said = await refusal({ 's.yaml': `${SMALL_SCENARIO}live: { any: 1 }\n` });
    expect(said).toContain(
      problemText('s.yaml:10:1  live', undefined, 'not available in this version', 'remove live'),
    );
    expect(said).toContain('1 problem. Nothing was run.');
  });

  it('names a calibration that is missing, where the scenario names it, with what makes it', async () => {
    const said = await refusal({ 's.yaml': `${SMALL_SCENARIO}eta: { calibration: c.json }\n` });
    const cure = 'tacos calibrate eta s.yaml --out c.json';
    const expected = 'a calibration of tacos calibrate eta';
    expect(said).toContain(
      problemText('s.yaml:10:21  eta.calibration', 'c.json: no such file', expected, cure),
    );
  });

  it('names what is wrong in a calibration with its own line', async () => {
    const files = {
      's.yaml': `${SMALL_SCENARIO}eta: { calibration: c.json }\n`,
      'c.json': '{\n "kind": "x",',
    };
    expect(await refusal(files)).toMatch(
      /^c\.json:2:\d+ {2}c\.json\n.*\n {2}expected {2}the whole JSON of a calibration/m,
    );
  });
});

describe('traces, bases and overrides', () => {
  const traced = smallScenario('constant: 5/s, for: 1m', 'trace: { file: t.csv, kind: counts }');
  it.each([
    [
      'an unknown path',
      '{ name: cure, set: { admission.bucket.refil: 5/s } }',
      's.yaml:10:57  admission.bucket.refil\n  got       refil',
    ],
    [
      'a wrong value',
      '{ name: cure, set: { admission.bucket.refill: 5 } }',
      's.yaml:10:58  admission.bucket.refill\n  got       5',
    ],
    [
      'a contradiction',
      '{ name: cure, set: { clock.horizon: 0s } }',
      's.yaml:10:48  clock.horizon\n  got       0s',
    ],
    ['a wrong threshold', '{ name: cure, set: {}, thresholds: ["wait.p95"] }', 'metric, comparison'],
    ['no name', '{ set: {} }', 's.yaml:10:12  variants[0].name\n  got       nothing'],
    ['two of one name', '{ name: a, set: {} }, { name: a, set: {} }', 'variants.a\n  got       a twice'],
    ['values without a path', '{ name: cure, set: { "": 5 } }', 'a section with dotted paths'],
  ])('a variant with %s', async (_, variants, said) => {
    expect(await refusal({ 's.yaml': `${SMALL_SCENARIO}variants: [${variants}]\n` })).toContain(said);
  });

  it.each([
    [
      'a missing trace',
      {},
      's.yaml:7:39  arrivals.phases.opening.trace.file\n  got       t.csv: no such file',
    ],
    [
      'an unsorted trace',
      { 't.csv': 'atSec,count\n60,1\n0,1\n' },
      't.csv:3:1  column 1\n  got       0\n  expected  a time after that of line 2',
    ],
    [
      'a trace with a gap',
      { 't.csv': 'atSec,count\n0,1\n60,1\n180,1\n' },
      't.csv:4:1  column 1\n  got       180\n  expected  the bin 1m after that of line 3\n  try       add 1 row with count 0',
    ],
    ['a trace that is binary', { 't.csv': new Uint8Array([0, 1]) }, 't.csv: binary data'],
  ])('%s', async (_, files, said) => {
    expect(await refusal({ 's.yaml': traced, ...files })).toContain(said);
  });

  it.each([
    ['a missing base', 'extends: ./no.yaml\n', {}, 's.yaml:1:10  extends\n  got       no.yaml: no such file'],
    [
      'a cycle',
      'extends: ./b.yaml\n',
      { 'b.yaml': 'extends: s.yaml\n' },
      'b.yaml:1:10  extends\n  got       s.yaml -> b.yaml -> s.yaml',
    ],
    ['a base of itself', 'extends: s.yaml\n', {}, 's.yaml -> s.yaml'],
    ['a base that is no text', 'extends: [a]\n', {}, 's.yaml:1:10  extends\n  got       a list of 1'],
    [
      'a wrong value of the base, in its file',
      'extends: b.yaml\n',
      { 'b.yaml': smallScenario('2/s', '2') },
      'b.yaml:9:35  admission.bucket.refill\n  got       2',
    ],
  ])('%s', async (_, text, files, said) => {
    expect(await refusal({ 's.yaml': text, ...files })).toContain(said);
  });

  it.each([
    [
      'an unknown key',
      'admission.bucket.refil=5/s',
      '--set admission.bucket.refil\n  got       refil\n  expected  one of: capacity, refill, clock, clockResolution, pods\n  try       refill',
    ],
    ['an unknown section', 'admision.mode=push', '--set admision\n  got       admision'],
    [
      'an unknown member',
      'visitors.fans.share=5%',
      '--set visitors.fans\n  got       fans\n  expected  one of: visitor',
    ],
    ['a step below a value', 'name.x=1', '--set name.x\n  got       x'],
    ['an unknown estimator claim', 'claims.sliding2=5%', '  try       sliding\n'],
    [
      'a wrong value',
      'admission.bucket.refill=5',
      `--set admission.bucket.refill\n  got       5\n  expected  ${RATE}\n  try       5/s`,
    ],
    ['a section not available', 'live.event=e', '--set live\n  expected  not available in this version'],
    ['a new name', 'visitors.visitor.name=fan', 'a key other than the name, by which members are addressed'],
    ['no value', 'admission.mode', '--set\n  got       admission.mode\n  expected  a path, =, and a value'],
    [
      'a broken value',
      'admission.bucket=[1',
      '--set admission.bucket\n  got       [1\n  expected  a YAML value',
    ],
  ])('--set with %s', async (_, flag, said) => {
    expect(await refusal({ 's.yaml': SMALL_SCENARIO }, ['--set', flag])).toContain(said);
  });
});
