import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScenarioError } from '../errors.ts';
import { buildClusterRun } from '../testing/cluster-record-builder.ts';
import { buildInfrastructure, buildRedis } from '../testing/infrastructure-builder.ts';
import { buildRecord } from '../testing/record-builder.ts';
import { richClusterRecord } from '../testing/rich-cluster.ts';
import { richRecord } from '../testing/rich-record.ts';
import { decodeColumn, encodeColumn } from './columns.ts';
import { firstSyntaxError } from './json-syntax.ts';
import { decodeRun, encodeRun } from './run-json.ts';

const smallRecord = () =>
  buildRecord({
    visits: [
      { joinMs: 0, endMs: 5_000, polls: 2 },
      { joinMs: 900, endMs: 9_000, outcome: 'reneged', polite: true },
    ],
    quotes: [{ visit: 0, atMs: 1_000, shownSec: { ql: 4 } }],
    interruptedAtMs: 9_000,
  });
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function problemsOf(saved: string) {
  try {
    decodeRun(saved, 'run.json');
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
  return [];
}

describe('columns', () => {
  it('come back element for element, whatever their type and length', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.int32Array(), fc.uint32Array(), fc.uint8Array(), fc.float64Array({ noNaN: true })),
        (column) => {
          expect(decodeColumn(encodeColumn(column))).toEqual(column);
        },
      ),
    );
  });

  it('are little-endian in the file', () => {
    expect(encodeColumn(Int32Array.of(1, -2)).base64).toBe('AQAAAP7///8=');
    expect(encodeColumn(Float64Array.of(1)).base64).toBe('AAAAAAAA8D8=');
  });

  it('are refused when bytes and length disagree', () => {
    expect(() => decodeColumn({ type: 'i32', length: 2, base64: 'AQAAAA==' })).toThrow(
      /need 8 bytes, there are 4/,
    );
  });
});

describe('a saved run', () => {
  it('comes back as the record it was', () => {
    const record = smallRecord();
    expect(decodeRun(text(encodeRun(record)), 'run.json')).toEqual(record);
  });

  it('has the same bytes for the same record, also after reading it back', () => {
    const bytes = encodeRun(richRecord());
    const again = encodeRun(decodeRun(text(bytes), 'run.json'));
    expect(Buffer.compare(encodeRun(richRecord()), bytes)).toBe(0);
    expect(Buffer.compare(again, bytes)).toBe(0);
  });

  it('comes back with its machines: columns in lists, decisions, faults, costs', () => {
    const record = richClusterRecord();
    const bytes = encodeRun(record);
    const back = decodeRun(text(bytes), 'run.json');
    expect(back).toEqual(record);
    expect(Buffer.compare(encodeRun(back), bytes)).toBe(0);
  });

  it('leaves out what is absent or not finite', () => {
    const record = buildRecord({ visits: [{ joinMs: 0, endMs: 5_000 }] });
    const odd = { ...record, endMs: Number.NaN, emptyMs: Number.POSITIVE_INFINITY };
    const saved: unknown = JSON.parse(text(encodeRun(odd)));
    expect(saved).not.toHaveProperty('endMs');
    expect(saved).not.toHaveProperty('emptyMs');
    expect(saved).not.toHaveProperty('interrupted');
  });

  it('encodes 25 MB of columns in a fraction of a second', () => {
    const rows = 1_000_000;
    const record = buildRecord();
    const quotes = { ...record.quotes, visit: new Uint32Array(rows), atMs: new Int32Array(rows) };
    const big = { ...record, quotes: { ...quotes, shownSec: { ql: new Uint32Array(4 * rows) } } };
    expect(encodeRun(big).byteLength).toBeGreaterThan(32_000_000);
  });
});

describe('a file that is not a saved run', () => {
  const good = text(encodeRun(buildRecord({ visits: [{ joinMs: 0, endMs: 5_000 }] })));
  const edit = (from: string | RegExp, to: string) => good.replace(from, to);
  const table = [
    ['cut off', good.slice(0, good.length - 40), 'run.json', /end of the text|base64/],
    ['not JSON', '{"schemaVersion": x}', 'run.json', /x/],
    ['empty', '', 'run.json', /end of the text/],
    ['foreign JSON', '{"hello": [1, 2]}', 'schemaVersion', /no schemaVersion/],
    ['a list', '[1]', 'schemaVersion', /no schemaVersion/],
    ['an older version', edit('"schemaVersion":1', '"schemaVersion":0'), 'schemaVersion', /schema version 0/],
    ['a newer version', edit('"schemaVersion":1', '"schemaVersion":7'), 'schemaVersion', /schema version 7/],
    ['without quotes', edit('"quotes":', '"other":'), 'quotes', /nothing/],
    ['without a column', edit('"polls":{"type"', '"polled":{"type"'), 'series.polls', /no column/],
    [
      'a wrong length',
      edit('"polite":{"type":"u8","length":1', '"polite":{"type":"u8","length":9'),
      'visits.polite',
      /9 elements/,
    ],
    ['an unknown type', edit('"polite":{"type":"u8"', '"polite":{"type":"i64"'), 'visits.polite', /i64/],
  ] as const;

  for (const [name, saved, path, got] of table) {
    it(`is refused with its place: ${name}`, () => {
      const [problem] = problemsOf(saved);
      expect(problem).toMatchObject({ path, place: { file: 'run.json' } });
      expect(problem?.got).toMatch(got);
    });
  }

  const redis = buildRedis({ shards: 2 });
  const machines = text(encodeRun(buildClusterRun(5, buildInfrastructure({ redis }))));
  const lengthen = (column: string) =>
    machines.replace(
      new RegExp(`"${column}":\\{"type":"(i32|f64)","length":5,"base64":"[^"]*"\\}`),
      `"${column}":{"type":"i32","length":1,"base64":"AQAAAA=="}`,
    );
  const drop = (part: string, name = 'other') => machines.replace(`"${part}":`, `"${name}":`);

  it.each([
    ['no record of machines that the plan has', machines.replace('\n"cluster":', '\n"clutter":'), 'cluster'],
    ['no layers', drop('layers'), 'cluster.layers'],
    ['no decisions', drop('decisions'), 'cluster.decisions'],
    ['a short column of a workload', lengthen('desired'), 'cluster.workloads.0.desired'],
    ['a short column of a shard', lengthen('commands'), 'cluster.redis.shards.0.commands'],
    ['a short column of failures', lengthen('noPod'), 'cluster.failures.noPod'],
    ['no column of a part', drop('poolUse'), 'cluster.redis.poolUse'],
    ['no column of nodes', drop('packed'), 'cluster.nodes.packed'],
    ['no latency of all requests', drop('overall'), 'cluster.latency.overall'],
    ['no windows in the plan', drop('windows'), 'plan.infrastructure.windows'],
    ['no plan of the machines', drop('infrastructure'), 'plan.infrastructure'],
  ])('is refused with the place among its machines: %s', (_, saved, path) => {
    expect(saved).not.toBe(machines);
    expect(problemsOf(saved).map((problem) => problem.path)).toContain(path);
  });

  it('is located by line and column', () => {
    const [problem] = problemsOf('{\n  "schemaVersion": 1,\n  "plan": nonsense\n}');
    expect(problem?.place).toEqual({ file: 'run.json', line: 3, column: 11 });
  });
});

describe('the place of a syntax error', () => {
  it('is none exactly when JSON.parse accepts the text', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '}', '"', 'x', '1', ':'),
        (json, cut, put) => {
          const at = cut % (json.length + 1);
          const broken = json.slice(0, at) + put + json.slice(at);
          const accepted = (() => {
            try {
              JSON.parse(broken);
              return true;
            } catch {
              return false;
            }
          })();
          expect(firstSyntaxError(broken) === undefined).toBe(accepted);
        },
      ),
      { numRuns: 500 },
    );
  });
});
