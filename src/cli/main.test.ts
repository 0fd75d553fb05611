import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fakeHost } from '../testing/fake-host.ts';
import { SMALL_SCENARIO } from '../testing/scenario-text.ts';
import { VERSION } from '../version.ts';
import { main } from './main.ts';

const small = { 's.yaml': SMALL_SCENARIO };

async function run(argv: readonly string[], host = fakeHost({ files: small })) {
  const code = await main(argv, host);
  return { code, out: host.out(), err: host.err() };
}

describe('the command line', () => {
  it('knows its version, which is that of the package', async () => {
    const packageJson: unknown = JSON.parse(
      readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
    );
    expect(packageJson).toMatchObject({ version: VERSION });
    expect(await run(['--version'])).toEqual({ code: 0, out: `${VERSION}\n`, err: '' });
  });

  it('helps on stdout, within the width of the terminal', async () => {
    const { code, out, err } = await run(['--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const name of ['validate', 'schema', 'show', 'init', 'explain', 'completion'])
      expect(out).toContain(`  ${name}`);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('helps on stderr, exit 2, when nothing is asked', async () => {
    const { code, out, err } = await run([]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Usage: tacos');
  });

  it.each([
    [['valdate'], "unknown command 'valdate'", 'Did you mean validate?'],
    [['validate', 's.yaml', '--sett', 'a=b'], "unknown option '--sett'", 'Did you mean --set?'],
    [['validate'], "missing required argument 'files'", ''],
    [['schema', 'more'], 'too many arguments', ''],
    [['completion', 'csh'], "'csh' is invalid", 'bash, zsh, fish'],
  ])('%j is wrong usage', async (argv, said, hint) => {
    const { code, out, err } = await run(argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(said);
    expect(err).toContain(hint);
  });

  it('calls an unexpected error a bug and shows where it is', async () => {
    const host = fakeHost({ files: small });
    const broken = { ...host, files: { ...host.files, kind: (): 'file' => JSON.parse('null').x } };
    expect(await main(['validate', 's.yaml'], broken)).toBe(1);
    expect(host.err()).toMatch(/this is a bug in tacos.*\nTypeError: /);
  });

  it('ends quietly when stdout is closed', async () => {
    const host = fakeHost({ files: small, stdoutClosesAfter: 1 });
    expect(await run(['validate', 's.yaml', 's.yaml', 's.yaml'], host)).toMatchObject({ code: 0, err: '' });
    expect(host.out().match(/\n/g)).toHaveLength(1);
  });

  it('still says 2 when stdout is closed and an input is wrong', async () => {
    const host = fakeHost({ files: { ...small, 'bad.yaml': 'a: 1\n' }, stdoutClosesAfter: 1 });
    expect((await run(['validate', 's.yaml', 'bad.yaml'], host)).code).toBe(2);
  });
});

describe('validate', () => {
  it('says what a scenario implies, one line each', async () => {
    const { code, out } = await run(['validate', 's.yaml', '--set', 'arrivals.phases.opening.for=2m']);
    expect(code).toBe(0);
    expect(out).toBe(
      'ok  s.yaml  small  600 visitors  peak 5 joins/s  up to 120 polls/s if all wait at once\n',
    );
  });

  it('checks every file and tells the problems of all', async () => {
    const files = { ...small, 'a.yaml': 'a: 1\n', 'b.yaml': '' };
    const { code, out, err } = await run(['validate', 'a.yaml', 's.yaml', 'b.yaml'], fakeHost({ files }));
    expect(code).toBe(2);
    expect(out).toContain('ok  s.yaml');
    expect(err).toContain('a.yaml:1:1  a\n');
    expect(err).toContain('b.yaml\n  got       an empty file');
  });
});

describe('show', () => {
  it('names the origin of every value', async () => {
    const base = SMALL_SCENARIO.replace('name: small', 'name: base');
    const text = 'extends: base.yaml\nname: top\nadmission: { preset: gateway-v1.3 }\n';
    const host = fakeHost({ files: { 'base.yaml': base, 's.yaml': text } });
    const { code, out } = await run(['show', 's.yaml', '--effective', '--set', 'random.seed=5'], host);
    expect(code).toBe(0);
    const origins = Object.fromEntries(
      out.split('\n').map((line) => line.split(/ {2,}# /).map((part) => part.trim())),
    );
    expect(origins).toMatchObject({
      'name: top': 's.yaml:2',
      'title: top': 'from name',
      'horizon: 10m': 'base.yaml:4',
      'seed: 5': '--set',
      'capacity: 10': 'base.yaml:9',
      'bypassTop: 10': 'preset gateway-v1.3',
      'replications: 1': 'default',
      'displayed: sliding': 'preset gateway-v1.3',
    });
    expect(out).not.toContain('extends');
  });

  it('asks for --effective', async () => {
    expect(await run(['show', 's.yaml'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('--effective'),
    });
  });
});

describe('schema, explain and completion', () => {
  it('print the committed schema', async () => {
    const committed = readFileSync(new URL('../../scenarios/scenario.schema.json', import.meta.url), 'utf8');
    expect(await run(['schema'])).toEqual({ code: 0, out: committed, err: '' });
  });

  it.each([
    ['unit-missing', 'Every quantity carries its unit'],
    ['3', 'A threshold failed'],
    ['metrics', 'eta.<estimator>.phases.<phase>.a20'],
  ])('explain %s', async (code, said) => {
    const { code: exit, out } = await run(['explain', code]);
    expect(exit).toBe(0);
    expect(out).toContain(said);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it('explain lists all codes, and suggests the nearest of one it does not know', async () => {
    expect((await run(['explain'])).out).toContain('Exit codes\n  0 ');
    expect(await run(['explain', 'unit-mising'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('tacos explain unit-missing'),
    });
  });

  it.each(['bash', 'zsh', 'fish'])('completion for %s knows every command and its options', async (shell) => {
    const { code, out } = await run(['completion', shell]);
    expect(code).toBe(0);
    for (const word of ['validate', 'explain', 'effective']) expect(out).toContain(word);
  });
});

describe('init', () => {
  it('writes a scenario that validates and shows', async () => {
    const host = fakeHost();
    expect(await main(['init', 'my-sale'], host)).toBe(0);
    expect(host.written()).toEqual(['/project/my-sale.yaml']);
    expect(await main(['validate', 'my-sale.yaml'], host)).toBe(0);
    expect(host.out()).toContain('ok  my-sale.yaml  my-sale  10,000 visitors  peak 1,000 joins/s');
  });

  it('prints to stdout, and writes where it is told', async () => {
    const host = fakeHost({ directories: ['sales'] });
    expect(await main(['init', '--out', '-'], host)).toBe(0);
    expect(host.out()).toContain('name: my-sale\n');
    expect(await main(['init', 'x', '--out', 'sales/x.yaml'], host)).toBe(0);
    expect(host.written()).toEqual(['/project/sales/x.yaml']);
  });

  it('never overwrites without --force', async () => {
    const host = fakeHost({ files: { 'a.yaml': 'mine' } });
    expect(await main(['init', 'a'], host)).toBe(2);
    expect(host.text('a.yaml')).toBe('mine');
    expect(await main(['init', 'a', '--force'], host)).toBe(0);
    expect(host.text('a.yaml')).toContain('name: a\n');
  });

  it.each([
    ['a name that is none', ['init', 'My Sale'], 2],
    ['a folder that does not exist', ['init', 'a', '--out', 'no/a.yaml'], 8],
    ['a folder that cannot be written', ['init', 'a', '--out', 'locked/a.yaml'], 8],
  ])('refuses %s', async (_, argv, code) => {
    const host = fakeHost({ directories: ['locked'], unwritable: { locked: 'EACCES' } });
    expect(await main(argv, host)).toBe(code);
    expect(host.written()).toEqual([]);
  });
});
