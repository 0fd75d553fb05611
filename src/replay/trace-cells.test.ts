import { describe, expect, it } from 'vitest';
import { readAmount } from './trace-amount.ts';
import { measureOfMetric, roleOf } from './trace-roles.ts';
import { columnOf, readTable } from './trace-table.ts';
import { readTime } from './trace-time.ts';

const CORES = 1000;
const MILLICORES = 1;

describe('an amount', () => {
  it.each([
    ['2', CORES, 2000],
    ['0.0234567', CORES, 23.4567],
    ['250', MILLICORES, 250],
    ['250m', MILLICORES, 250],
    ['250m', CORES, 250],
    ['12345678n', CORES, 12.345678],
    ['512Mi', 1000, 536_870_912_000],
    ['123456Ki', 1000, 126_418_944_000],
    ['1.5e3', 1000, 1_500_000],
    ['2k', 1000, 2_000_000],
    ['0', CORES, 0],
  ])('%s in units of %d milli is %d milli', (text, unitMilli, milli) => {
    expect(readAmount(text, unitMilli)).toBeCloseTo(milli, 6);
  });

  it.each(['', '-1', 'NaN', 'Inf', '1 core', '250x', '1e999', '0x10', '1,5'])('is none: "%s"', (text) => {
    expect(readAmount(text, CORES)).toBeUndefined();
  });
});

describe('a time', () => {
  const at = Date.UTC(2026, 9, 3, 20, 0, 0);
  it.each([
    ['2026-10-03T20:00:00Z', 'any', at],
    ['2026-10-04T05:00:00+09:00', 'any', at],
    ['2026-10-03 20:00:00', 'any', at],
    ['2026-10-03 22:00:00 +0200', 'any', at],
    ['2026-10-03T20:00:00.123456789Z', 'any', at + 123],
    [String(at / 1000), 'any', at],
    [String(at), 'any', at],
    ['15', 'any', 15_000],
    ['15', 'ms', 15],
    ['15.25', 'sec', 15_250],
  ] as const)('%s by %s', (text, unit, ms) => {
    expect(readTime(text, unit)).toBe(ms);
  });

  it.each(['', 'now', '-5', '2026-13-01T00:00:00Z', '20:00'])('is none: "%s"', (text) => {
    expect(readTime(text, 'any')).toBeUndefined();
  });
});

describe('a column', () => {
  it.each([
    ['CPU(cores)', { kind: 'measure', measure: 'cpu', unitMilli: 1000, perPod: false }],
    ['cpu_millicores', { kind: 'measure', measure: 'cpu', unitMilli: 1, perPod: false }],
    ['cpuPerPod', { kind: 'measure', measure: 'cpu', unitMilli: 1000, perPod: true }],
    ['MEMORY(bytes)', { kind: 'measure', measure: 'memory', unitMilli: 1000, perPod: false }],
    ['memory_mib', { kind: 'measure', measure: 'memory', unitMilli: 1_048_576_000, perPod: false }],
    [
      'http_requests_per_second',
      { kind: 'measure', measure: 'requestsPerSec', unitMilli: 1000, perPod: false },
    ],
    ['rpsPerPod', { kind: 'measure', measure: 'requestsPerSec', unitMilli: 1000, perPod: true }],
    ['queue_depth', { kind: 'measure', measure: 'queue_depth', unitMilli: 1000, perPod: false }],
    ['memcached_hits', { kind: 'measure', measure: 'memcached_hits', unitMilli: 1000, perPod: false }],
    ['cpuRequest', { kind: 'cpuRequest', unitMilli: 1000 }],
    ['memory_request_mib', { kind: 'memoryRequest', unitMilli: 1_048_576_000 }],
    ['cpu_limit', { kind: 'cpuLimit', unitMilli: 1000 }],
    ['Timestamp', { kind: 'time', unit: 'any' }],
    ['atMs', { kind: 'time', unit: 'ms' }],
    ['NAME', { kind: 'pod' }],
    ['pods', { kind: 'replicas' }],
    ['ready', { kind: 'ready' }],
    ['namespace', { kind: 'ignored' }],
  ])('%s', (header, role) => {
    expect(roleOf(header)).toEqual(role);
  });

  it.each(['cpu_percent', 'memory_pages'])('%s is in a unit that nobody knows', (header) => {
    expect(roleOf(header).kind).toBe('odd-unit');
  });

  it('of requests is one measure under all its names, with a prefix too', () => {
    for (const name of [
      'rps',
      'gateway.requestsPerSec',
      'http_requests_per_second',
      'job:requests_per_second',
    ])
      expect(measureOfMetric(name)).toBe('requestsPerSec');
    expect(measureOfMetric('requests_in_flight')).toBe('requests_in_flight');
  });
});

describe('a table', () => {
  it('has quoted cells with separators in them, and knows where each begins', () => {
    const [row] = readTable('a,"{pod=""x"",ns=""y""}", b\n');
    expect(row?.cells).toEqual(['a', '{pod="x",ns="y"}', 'b']);
    expect([0, 1, 2, 3].map((index) => columnOf(row!, index))).toEqual([1, 3, 27, 28]);
  });

  it.each([
    ['a;b', ['a', 'b']],
    ['a\tb', ['a', 'b']],
    ['a   b', ['a', 'b']],
    ['a, b', ['a', 'b']],
  ])('%s', (text, cells) => {
    expect(readTable(`# note\n\n${text}\r\n`)[0]).toMatchObject({ line: 3, cells });
  });
});
