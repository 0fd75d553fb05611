import { describe, expect, it } from 'vitest';
import { problemLinesWith } from '../testing/infrastructure-text.ts';

const REQUESTS = 'requests: { cpu: 1, memory: 1Gi }';

/** Returns the problems of lines, each as the word at its place, path, code and cure. */
const said = problemLinesWith;

/** A workload named g with these keys. */
const workload = (keys: string) => `cluster: { workloads: [{ name: g, ${keys} }] }`;

describe('workloads that are wrong', () => {
  it.each([
    ['no requests', workload('replicas: 3'), [`{  cluster.workloads.g.requests missing-key`]],
    [
      'zero CPU',
      workload('requests: { cpu: 0, memory: 1Gi }'),
      [`0  cluster.workloads.g.requests.cpu out-of-range -> 700m`],
    ],
    [
      'negative CPU',
      workload('requests: { cpu: -1, memory: 1Gi }'),
      [`-1  cluster.workloads.g.requests.cpu out-of-range -> 700m`],
    ],
    [
      'memory for CPU',
      workload('requests: { cpu: 512Mi, memory: 1Gi }'),
      [`512Mi  cluster.workloads.g.requests.cpu out-of-range -> 700m`],
    ],
    [
      'memory without a unit',
      workload('requests: { cpu: 1, memory: 512 }'),
      [`512  cluster.workloads.g.requests.memory out-of-range -> 512Mi`],
    ],
    [
      'memory in the wrong case',
      workload('requests: { cpu: 1, memory: 512mi }'),
      [`512mi  cluster.workloads.g.requests.memory malformed -> 512Mi`],
    ],
    [
      'a limit below its request',
      workload('requests: { cpu: 700m, memory: 1Gi }, limits: { cpu: 500m }'),
      [`500m  cluster.workloads.g.limits.cpu limit-below-request -> 700m`],
    ],
    [
      'a pod larger than a node',
      workload('requests: { cpu: 4, memory: 1Gi }'),
      [
        `4  cluster.workloads.g.requests.cpu pod-too-large -> a smaller request, or a larger cluster.nodes.type`,
      ],
    ],
    [
      'min above max',
      workload(`${REQUESTS}, hpa: { min: 9, max: 3 }`),
      [`9  cluster.workloads.g.hpa.min out-of-range -> 3`],
    ],
    [
      'no max',
      workload(`${REQUESTS}, hpa: { min: 9 }`),
      [`{  cluster.workloads.g.hpa missing-key`, `min:  cluster.workloads.g.hpa.min exclusive-keys`],
    ],
    [
      'a target of nothing',
      workload(`${REQUESTS}, hpa: { max: 9, target: {} }`),
      [`{  cluster.workloads.g.hpa.target missing-key`],
    ],
    [
      'half a percent',
      workload(`${REQUESTS}, hpa: { max: 9, target: { cpu: 62.5% } }`),
      [`62.5%  cluster.workloads.g.hpa.target.cpu out-of-range -> 63%`],
    ],
    [
      'a policy period of 0 s and one of 31 min',
      workload(
        `${REQUESTS}, hpa: { max: 9, up: { policies: [{ type: Pods, value: 1, period: 0s }, { type: Pods, value: 1, period: 31m }] } }`,
      ),
      [
        `0s  cluster.workloads.g.hpa.up.policies[0].period out-of-range -> 1s`,
        `31m  cluster.workloads.g.hpa.up.policies[1].period out-of-range -> 1800s`,
      ],
    ],
    [
      'a stabilization above an hour',
      workload(`${REQUESTS}, hpa: { max: 9, down: { stabilization: 2h } }`),
      [`2h  cluster.workloads.g.hpa.down.stabilization out-of-range -> 3600s`],
    ],
    [
      'a policy of another type',
      workload(`${REQUESTS}, hpa: { max: 9, up: { policies: [{ type: pods, value: 1, period: 5s }] } }`),
      [`pods  cluster.workloads.g.hpa.up.policies[0].type unknown-word -> Pods`],
    ],
    [
      'an autoscaler and a fixed number',
      workload(`${REQUESTS}, hpa: { max: 9 }, replicas: 3`),
      [`replicas:  cluster.workloads.g exclusive-keys`],
    ],
    [
      'a metric that nothing measures',
      workload(`${REQUESTS}, keda: { triggers: [{ metric: waiting-room.dept, threshold: 9 }] }`),
      [
        `{  cluster.workloads.g.keda.sources unknown-source -> sources: { waiting-room.dept: waiting-room.depth }`,
      ],
    ],
    [
      'idle replicas beside a minimum of 0',
      workload(`${REQUESTS}, keda: { idle: 0, triggers: [{ metric: waiting-room.depth, threshold: 9 }] }`),
      [`0  cluster.workloads.g.keda.idle out-of-range`],
    ],
    [
      'a key of the other role',
      workload(`${REQUESTS}, messageRate: 5/s`),
      [`5/s  cluster.workloads.g.messageRate no-effect -> remove messageRate, or role: worker`],
    ],
    [
      'two gateways',
      `cluster: { workloads: [{ name: g, role: gateway, ${REQUESTS} }, { name: h, role: gateway, ${REQUESTS} }] }`,
      [`gateway  cluster.workloads.h.role exclusive-keys -> worker`],
    ],
    [
      'a probe that asks a Redis that is not there',
      workload(`${REQUESTS}, probes: { readiness: { asksRedis: true } }`),
      [`true  cluster.workloads.g.probes.readiness.asksRedis no-effect -> asksRedis: false`],
    ],
    [
      'a schedule that ends before it begins',
      workload(`${REQUESTS}, schedule: [{ at: 5m, until: 2m, replicas: 3 }]`),
      [`2m  cluster.workloads.g.schedule[0].until out-of-range`],
    ],
  ])('%s', (_, lines, problems) => {
    expect(said(lines)).toEqual(problems);
  });

  it('are all named at once', () => {
    const lines = `cluster:
  workloads:
    - { name: g, requests: { cpu: 2, memory: 1Gi }, limits: { cpu: 1, memory: 512Mi } }
    - { name: g, ${REQUESTS} }
  nodes: { type: t3.lagre, min: 9, max: 3 }
redis: { shards: 0, hashtag: none }`;
    expect(said(lines)).toEqual([
      `{  cluster.workloads.g repeated-name`,
      `0  redis.shards out-of-range`,
      `hashtag:  redis.hashtag unknown-key -> hashTag`,
    ]);
    expect(
      said(lines.replace(/ {4}- \{ name: g, requests: \{ cpu: 1.*\n/, '').replace(/\nredis.*/, '')),
    ).toEqual([
      `1  cluster.workloads.g.limits.cpu limit-below-request -> 2`,
      `512Mi  cluster.workloads.g.limits.memory limit-below-request -> 1Gi`,
      `t3.lagre  cluster.nodes.type unknown-word -> t3.large`,
    ]);
  });
});
