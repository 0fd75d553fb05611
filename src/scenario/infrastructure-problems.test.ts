import { describe, expect, it } from 'vitest';
import { problemLinesWith } from '../testing/infrastructure-text.ts';

const GATEWAY = 'cluster: { workloads: [{ name: g, requests: { cpu: 1, memory: 1Gi } }] }';

/** Returns the problems of lines, each as the word at its place, path, code and cure. */
const said = problemLinesWith;

describe('nodes, Redis, edge and shop that are wrong', () => {
  const nodes = (section: string) => `${GATEWAY.slice(0, -2)}, nodes: ${section} }`;

  it.each([
    [
      'an unknown type',
      nodes('{ type: x9.huge }'),
      [`x9.huge  cluster.nodes.type unknown-word -> vcpu: 2, memory: 8Gi`],
    ],
    ['min above max', nodes('{ min: 9, max: 3 }'), [`9  cluster.nodes.min out-of-range -> 3`]],
    [
      'times of nodes that are fixed',
      nodes('{ provisioner: fixed, consolidateAfter: 1m }'),
      [`1m  cluster.nodes.consolidateAfter no-effect -> remove consolidateAfter`],
    ],
    [
      'more for pods than there is',
      nodes('{ allocatable: { cpu: 3, memory: 1Gi } }'),
      [`3  cluster.nodes.allocatable.cpu out-of-range`],
    ],
    [
      'two ways to price a command',
      'redis: { cpuPerCommand: 9us, capacityPerShard: 9/s }',
      [`capacityPerShard:  redis exclusive-keys`],
    ],
    [
      'a node type that nothing prices',
      'redis: { nodeType: cache.m7g.large }',
      ['cache.m7g.large  redis.nodeType no-effect -> cost: {}'],
    ],
    [
      'a capacity that is a duration',
      'redis: { capacityPerShard: 5s }',
      [`5s  redis.capacityPerShard unit-wrong -> 5 ops/s`],
    ],
    ['a time without a unit', 'redis: { roundTrip: 5 }', [`5  redis.roundTrip unit-missing -> 5us`]],
    ['another lookup', 'redis: { positionLookup: keys }', [`keys  redis.positionLookup unknown-word`]],
    ['a firewall without a rule', 'edge: { waf: {} }', [`{  edge.waf missing-key`]],
    [
      'a rate rule without a time',
      'edge: { waf: { ratePerSource: 100 } }',
      [`100  edge.waf.ratePerSource malformed -> 100/5m`],
    ],
    ['a backend without a size', 'backend: { timeout: 5s }', [`{  backend missing-key`]],
    [
      'a backend of two sizes',
      'backend: { capacity: 5/s, servers: 3 }',
      [`servers:  backend exclusive-keys`],
    ],
    ['no seats', 'seats: { holdFor: 30s }', [`{  seats.count missing-key`]],
    [
      'a window that ends as it begins',
      'windows: [{ name: w, from: 1m, to: 1m }]',
      [`1m  windows.w.to out-of-range`],
    ],
    [
      'a window after the run',
      'windows: [{ name: w, from: 11m, to: 12m }]',
      [`11m  windows.w.from after-horizon`],
    ],
    [
      'a figure of no metric',
      'published: [{ metric: wait.p59, value: 5s }]',
      [`wait.p59  published[0].metric unknown-metric -> wait.p50`],
    ],
    [
      'a figure in another unit',
      'published: [{ metric: wait.p50, value: 5% }]',
      [`5%  published[0].value unit-wrong -> 5s`],
    ],
    [
      'a figure of a part that is not there',
      'published: [{ metric: redis.cpuMax, value: 40% }]',
      [`redis.cpuMax  published[0].metric unknown-metric`],
    ],
    [
      'a threshold on a part that is not there',
      'thresholds: ["cost.total < $5"]',
      [`"cost.total  thresholds[0] unknown-metric`],
    ],
  ])('%s', (_, lines, problems) => {
    expect(said(lines)).toEqual(problems);
  });
});

describe('faults that cannot happen', () => {
  const fault = (section: string, before = '') => `${before}faults: [${section}]`;

  it.each([
    [
      'Redis that is not there',
      fault('{ at: 1m, for: 9s, kind: redis-latency, add: 5ms }'),
      [`redis-latency  faults[0].kind no-such-target`],
    ],
    [
      'a shard that is not there',
      fault('{ at: 1m, for: 9s, kind: shard-failover, where: 5 }', 'redis: { shards: 5 }\n'),
      [`5  faults[0].where no-such-target -> 4`],
    ],
    [
      'a workload that is not there',
      fault('{ at: 1m, kind: pods-lost, where: gate }', `${GATEWAY}\n`),
      [`gate  faults[0].where no-such-target -> g`],
    ],
    [
      'pods without a cluster',
      fault('{ at: 1m, kind: pods-lost }'),
      [`pods-lost  faults[0].kind no-such-target`],
    ],
    [
      'spot nodes without any',
      fault('{ at: 1m, kind: spot-interruption }', `${GATEWAY}\n`),
      [`spot-interruption  faults[0].kind no-such-target -> cluster.nodes.spot: { share: 50% }`],
    ],
    [
      'a backend that is not there',
      fault('{ at: 1m, for: 9s, kind: backend-slow, factor: 2 }'),
      [`backend-slow  faults[0].kind no-such-target`],
    ],
    [
      'clocks of pods on a server clock',
      fault('{ at: 1m, for: 9s, kind: clock-skew, add: 5s }'),
      [`clock-skew  faults[0].kind no-such-target -> admission.bucket.clock: pod`],
    ],
    [
      'a key that its kind does not use',
      fault('{ at: 1m, kind: node-loss, add: 5ms }', `${GATEWAY}\n`),
      [`5ms  faults[0].add no-effect -> remove add`],
    ],
    [
      'a key that its kind needs',
      fault('{ at: 1m, for: 9s, kind: redis-latency }', 'redis: {}\n'),
      [`{  faults[0].add missing-key -> add: 20ms`],
    ],
    [
      'a start after the run',
      fault('{ at: 10m, kind: node-loss }', `${GATEWAY}\n`),
      [`10m  faults[0].at after-horizon`],
    ],
    [
      'another kind',
      fault('{ at: 1m, kind: pod-lost }', `${GATEWAY}\n`),
      [`pod-lost  faults[0].kind unknown-word -> pods-lost`],
    ],
  ])('%s', (_, lines, problems) => {
    expect(said(lines)).toEqual(problems);
  });

  it('are not named when the part is there and wrong itself', () => {
    const lines = `redis: { shards: 0 }\nfaults: [{ at: 1m, for: 9s, kind: redis-latency, add: 5ms, where: 7 }]`;
    expect(said(lines)).toEqual([`0  redis.shards out-of-range`]);
  });
});

describe('prices that are wrong', () => {
  it.each([
    [
      'a node without a price',
      `${GATEWAY.slice(0, -2)}, nodes: { type: m5.large } }\ncost: {}`,
      [`m5.large  cluster.nodes.type missing-price -> cost.overrides: { m5.large: $.../h }`],
    ],
    [
      'a Redis node without a price',
      'redis: { nodeType: cache.m7g.large }\ncost: {}',
      [`cache.m7g.large  redis.nodeType missing-price -> cost.overrides: { cache.m7g.large: $.../h }`],
    ],
    [
      'a bill of something without a price',
      'cost: { bills: [{ name: b, items: [{ key: t3.lrge, count: 1 }] }] }',
      [
        `t3.lrge  cost.bills.b.items[0].key missing-price -> cost.overrides: { t3.lrge: $.../h }, or t3.large`,
      ],
    ],
    [
      'spot nodes without a discount',
      `${GATEWAY.slice(0, -2)}, nodes: { spot: { share: 50% } } }\ncost: {}`,
      [`{  cost.spotDiscount missing-price -> spotDiscount: 65%`],
    ],
    [
      'a discount without spot nodes',
      `${GATEWAY}\ncost: { spotDiscount: 65% }`,
      [`65%  cost.spotDiscount no-effect -> remove spotDiscount`],
    ],
    [
      'a price of nothing that is paid',
      `${GATEWAY}\ncost: { overrides: { t3.larg: $0.1/h } }`,
      [`$0.1/h  cost.overrides.t3.larg no-effect -> t3.large`],
    ],
    [
      'a price without a time',
      'cost: { overrides: { t3.large: $0.1 } }',
      [`$0.1  cost.overrides.t3.large unit-missing -> $0.1/h`],
    ],
    [
      'another list',
      'cost: { prices: aws-ap-northeast-1 }',
      [`aws-ap-northeast-1  cost.prices unknown-word -> aws-ap-northeast-2`],
    ],
    ['regret', 'cost: { regret: { under: 1 } }', [`regret:  cost.regret not-available -> remove regret`]],
  ])('%s', (_, lines, problems) => {
    expect(said(lines)).toEqual(problems);
  });

  it('are not named when what they are for is wrong itself', () => {
    const lines =
      'redis: { shards: 0, nodeType: cache.m7g.large }\ncost: { overrides: { cache.m7g.large: $0.2/h } }';
    expect(said(lines)).toEqual(['0  redis.shards out-of-range']);
  });
});
