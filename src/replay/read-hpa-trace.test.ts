import { describe, expect, it } from 'vitest';
import type { HpaTrace } from './hpa-trace.ts';
import { type HpaTraceOptions, readHpaTrace } from './read-hpa-trace.ts';

const STRICT: HpaTraceOptions = { gaps: 'refuse', allowances: {} };

function read(text: string, options: Partial<HpaTraceOptions> = {}): HpaTrace {
  const found = readHpaTrace(text, 't.csv', { ...STRICT, ...options });
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found.trace;
}

function problemsOf(text: string, options: Partial<HpaTraceOptions> = {}) {
  const found = readHpaTrace(text, 't.csv', { ...STRICT, ...options });
  return found.ok ? [] : found.problems;
}

const totals = ({ frames }: HpaTrace, measure: string) => frames.map((frame) => frame.totals.get(measure));
const replicas = ({ frames }: HpaTrace) => frames.map((frame) => frame.replicas);

const LONG = 'time,pod,cpu\n0,a,100m\n0,b,200m\n15,a,150m\n15,b,250m\n';
const matrix = (result: unknown) =>
  JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });

describe('a recording per pod', () => {
  it.each([
    ['rows by time', LONG, {}],
    ['rows by pod', 'time,pod,cpu\n0,a,100m\n15,a,150m\n0,b,200m\n15,b,250m\n', {}],
    [
      'other columns and orders',
      'CPU(millicores);node;name;at\n100;n;a;0\n200;n;b;0\n150;n;a;15\n250;n;b;15',
      {},
    ],
    [
      'epoch seconds',
      'timestamp,pod,cpu_cores\n1790000000,a,.1\n1790000000,b,.2\n1790000015,a,.15\n1790000015,b,.25',
      {},
    ],
    ['kubectl without a header', '0 a 100m 1Mi\n0 b 200m 1Mi\n15 a 150m 1Mi\n15 b 250m 1Mi', {}],
    [
      'kubectl with a header in front of every batch',
      '0 NAME CPU(cores) MEMORY(bytes)\n0 a 100m 1Mi\n0 b 200m 1Mi\n15 NAME CPU(cores) MEMORY(bytes)\n15 a 150m 1Mi\n15 b 250m 1Mi',
      {},
    ],
    [
      'kubectl with one header that has no time',
      'NAME CPU(cores)\n0 a 100m\n0 b 200m\n15 a 150m\n15 b 250m',
      {},
    ],
    [
      'containers, summed',
      'time,pod,container,cpu\n0,a,x,60m\n0,a,y,40m\n0,b,x,200m\n15,a,x,100m\n15,a,y,50m\n15,b,x,250m',
      {},
    ],
    [
      'containers beside the sum over them',
      'time,pod,container,cpu\n0,a,,100m\n0,a,POD,1m\n0,a,x,100m\n0,b,x,200m\n15,a,x,150m\n15,a,,150m\n15,b,x,250m',
      {},
    ],
    [
      'a wide table with labels',
      'time,"{pod=""a"",ns=""n""}","{pod=""b""}"\n0,.1,.2\n15,.15,.25',
      { metric: 'cpu' },
    ],
    ['a wide table that names CPU', 'Time,cpu{pod=a},cpu{pod=b}\n0,.1,.2\n15,.15,.25', {}],
    ['a wide table of plain names', 'time,a,b\n0,.1,.2\n15,.15,.25', { metric: 'cpu' }],
    [
      'JSON of Prometheus',
      matrix([
        {
          metric: { pod: 'a' },
          values: [
            [0, '.1'],
            [15, '.15'],
          ],
        },
        {
          metric: { pod: 'b' },
          values: [
            [0, '.2'],
            [15, '.25'],
          ],
        },
      ]),
      { metric: 'cpu' },
    ],
    [
      'pods that are measured one after the other',
      'time,pod,cpu\n0,a,100m\n5,b,200m\n15,a,150m\n20,b,250m',
      {},
    ],
  ] as const)('reads %s', (_, text, options) => {
    const trace = read(text, options);
    expect(trace).toMatchObject({ perPod: true, stepMs: 15_000 });
    expect(trace.frames.map(({ atMs }) => atMs)).toEqual([0, 15_000]);
    expect(totals(trace, 'cpu')).toEqual([300, 400]);
    expect(replicas(trace)).toEqual([2, 2]);
  });

  it('knows when pods come and go, and which are Ready', () => {
    const trace = read('time,pod,ready,cpu\n0,a,true,1\n15,a,true,1\n15,b,false,\n30,b,true,2\n45,b,1,2');
    expect(replicas(trace)).toEqual([1, 2, 1, 1]);
    expect(trace.frames.map(({ ready }) => ready)).toEqual([1, 1, 1, 1]);
    expect(totals(trace, 'cpu')).toEqual([1000, 1000, 2000, 2000]);
  });

  it('lets a pod keep its amounts over a short hole', () => {
    const trace = read('time,pod,cpu\n0,a,1\n0,b,1\n15,a,1\n30,a,1\n45,a,1\n45,b,3');
    expect(totals(trace, 'cpu')).toEqual([2000, 2000, 2000, 4000]);
    expect(trace.frames[1]?.pods.map(({ sampledAtMs }) => sampledAtMs)).toEqual([15_000, 0]);
  });

  it('takes replicas from their column, and requests from theirs unless a flag says otherwise', () => {
    const text = 'time,pod,replicas,cpu,cpuRequest\n0,a,3,1,700m\n15,a,3,1,700m';
    expect(replicas(read(text))).toEqual([3, 3]);
    expect(read(text).allowances).toEqual({ cpuRequest: 700 });
    expect(read(text, { allowances: { cpuRequest: 500 } }).allowances).toEqual({ cpuRequest: 500 });
  });
});

describe('a recording of the workload', () => {
  it('has totals, and turns means per pod into them', () => {
    const trace = read('time,replicas,ready,cpuPerPod,rps\n0,4,3,500m,90\n60,4,4,250m,80');
    expect(trace).toMatchObject({ perPod: false, tellsReplicas: true, stepMs: 60_000 });
    expect(totals(trace, 'cpu')).toEqual([1500, 1000]);
    expect(totals(trace, 'requestsPerSec')).toEqual([90_000, 80_000]);
    expect(trace.frames[0]).toMatchObject({ replicas: 4, ready: 3, pods: [] });
  });

  it('is a single series of JSON without a pod, on the wall clock', () => {
    const trace = read(
      matrix([
        {
          metric: {},
          values: [
            [1_790_000_000, '5'],
            [1_790_000_015, '6'],
          ],
        },
      ]),
      { metric: 'queue' },
    );
    expect(trace).toMatchObject({ perPod: false, startEpochMs: 1_790_000_000_000 });
    expect(totals(trace, 'queue')).toEqual([5000, 6000]);
  });
});

describe('what is refused', () => {
  it.each([
    ['a gap', 'time,pod,cpu\n0,a,1\n15,a,1\n30,a,1\n90,a,1', 'trace-gap', 5, 1],
    ['a gap of one pod', `${LONG}30,a,1\n45,a,1\n60,a,1\n75,a,1\n75,b,1`, 'trace-gap', 10, 1],
    ['disorder within a pod', 'time,pod,cpu\n0,a,1\n30,a,1\n15,a,1', 'trace-unsorted', 4, 1],
    ['a pod twice', 'time,pod,cpu\n0,a,1\n15,a,1\n15,a,2', 'trace-duplicate', 4, 1],
    ['a negative amount', 'time,pod,cpu\n0,a,1\n15,a,-1', 'trace-amount', 3, 6],
    ['NaN', 'time,cpu\n0,1\n15,NaN', 'trace-amount', 3, 4],
    ['a hole in a total', 'time,cpu,replicas\n0,1,1\n15,,1', 'trace-amount', 3, 4],
    ['a missing cell', 'time,cpu\n0,1\n15', 'trace-amount', 3, 3],
    ['a count that is none', 'time,cpu,replicas\n0,1,1\n15,1,few', 'trace-amount', 3, 6],
    ['a pod without a name', 'time,pod,cpu\n0,a,1\n15,,1', 'trace-amount', 3, 4],
    ['a time that is none', 'time,cpu\n0,1\nlater,1', 'trace-time', 3, 1],
    ['no time column', 'pod,cpu\na,1\na,1', 'trace-columns', 1, 1],
    ['nothing to scale by', 'time,pod\n0,a\n15,a', 'trace-columns', 1, 1],
    ['an odd unit', 'time,cpu_percent\n0,1\n15,1', 'trace-columns', 1, 6],
    ['a column twice', 'time,cpu,cpu_millicores\n0,1,1\n15,1,1', 'trace-columns', 1, 10],
    ['a mean without a count', 'time,cpuPerPod\n0,1\n15,1', 'trace-columns', 1, 6],
    ['no header', '0,a,1\n15,a,1', 'trace-columns', 1, 1],
    ['a request that changes', 'time,cpu,cpuRequest\n0,1,700m\n15,1,800m', 'trace-request', 3, 6],
    ['a wide table of nobody knows what', 'time,x{pod=a}\n0,1\n15,1', 'trace-columns', 1, 1],
    ['a bad cell of a wide table', 'time,cpu{pod=a},cpu{pod=b}\n0,1,1\n15,1,many', 'trace-amount', 3, 6],
    ['JSON of an instant query', '{"data":{"resultType":"vector","result":[]}}', 'trace-json', 1, 1],
    ['JSON cut off', '{"data":{"resultType":"mat', 'trace-json', 1, 1],
    [
      'several series without a pod',
      matrix([
        { metric: {}, values: [[0, '1']] },
        { metric: {}, values: [] },
      ]),
      'trace-json',
      1,
      84,
    ],
    ['weeks', 'time,cpu\n0,1\n1000000,1\n2000000,1', 'trace-time', 4, 1],
  ])('%s', (_, text, code, line, column) => {
    expect(problemsOf(text, text.startsWith('{') ? { metric: 'cpu' } : {})[0]).toMatchObject({
      code,
      place: { file: 't.csv', line, column },
    });
  });

  it('a bad point of JSON at its own place', () => {
    const text =
      '{"data":{"resultType":"matrix","result":[\n{"metric":{"pod":"a"},"values":[[0,"1"],\n[15,"-1"]]}]}}';
    expect(problemsOf(text, { metric: 'cpu' })[0]).toMatchObject({
      code: 'trace-amount',
      place: { line: 3, column: 1 },
    });
  });

  it.each([['time,cpu'], ['time,cpu\n0,1'], ['# nothing']])('too little: %s', (text) => {
    expect(problemsOf(text)[0]?.code).toBe('trace-empty');
  });

  it('gives every problem at once in order of lines, and counts those beyond twenty', () => {
    const text = 'time,pod,cpu\n0,a,100m\n15,a,x\n10,a,5\n200,a,1\n200,a,1\n';
    expect(problemsOf(text).map(({ code, place }) => [code, place?.line])).toEqual([
      ['trace-amount', 3],
      ['trace-unsorted', 4],
      ['trace-gap', 5],
      ['trace-duplicate', 6],
    ]);
    const many = problemsOf(`time,cpu\n${Array.from({ length: 30 }, (_, i) => `${i},x`).join('\n')}`);
    expect(many).toHaveLength(21);
    expect(many.at(-1)).toMatchObject({ code: 'trace-more', got: '10 more problems' });
  });

  it('not gaps, where they are allowed', () => {
    expect(totals(read('time,cpu\n0,1\n15,1\n30,1\n300,4', { gaps: 'allow' }), 'cpu')).toEqual([
      1000, 1000, 1000, 4000,
    ]);
    const gone = read(`${LONG}30,a,1\n45,a,1\n60,a,1\n75,a,1\n75,b,1`, { gaps: 'allow' });
    expect(replicas(gone)).toEqual([2, 2, 1, 1, 1, 2]);
  });
});
