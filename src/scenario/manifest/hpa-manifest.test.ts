import { describe, expect, it } from 'vitest';
import type { Problem } from '../../errors.ts';
import type { HpaSpec } from '../../kubernetes/hpa-spec.ts';
import { planWith, problemLine, problemsWith } from '../../testing/infrastructure-text.ts';
import { filesInMemory } from '../../testing/scenario-text.ts';
import { readHpaManifest } from './hpa-manifest.ts';

const DEPLOYED = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: gateway
  namespace: tickets
  labels: { app: gateway }
  creationTimestamp: null
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: gateway }
  minReplicas: 3
  maxReplicas: 50
  metrics:
    - type: Resource
      resource: { name: cpu, target: { type: Utilization, averageUtilization: 75 } }
    - type: Resource
      resource: { name: memory, target: { type: AverageValue, averageValue: 400Mi } }
  behavior:
    scaleUp:
      stabilizationWindowSeconds: 5
      selectPolicy: Max
      policies:
        - { type: Percent, value: 100, periodSeconds: 10 }
        - { type: Pods, value: 15, periodSeconds: 10 }
    scaleDown:
      stabilizationWindowSeconds: 30
      tolerance: "0.05"
status:
  currentReplicas: 3
`;

/** Returns what a file of this text holds: a spec, and its problems each in one line. */
function read(text: string): { spec: HpaSpec | undefined; said: readonly string[] } {
  const problems: Problem[] = [];
  const spec = readHpaManifest('hpa.yaml', filesInMemory({ 'hpa.yaml': text }), (each) =>
    problems.push(each),
  );
  return { spec, said: problems.map((each) => problemLine(each, { 'hpa.yaml': text })) };
}

const changed = (part: string, replacement: string): string => {
  if (!DEPLOYED.includes(part)) throw new Error(`the manifest has no ${part}`);
  return DEPLOYED.replace(part, replacement);
};

describe('a HorizontalPodAutoscaler', () => {
  it('is read as it is written', () => {
    expect(read(DEPLOYED)).toEqual({
      said: [],
      spec: {
        minReplicas: 3,
        maxReplicas: 50,
        metrics: [
          { kind: 'resource', resource: 'cpu', target: { kind: 'utilization', percent: 75 } },
          {
            kind: 'resource',
            resource: 'memory',
            target: { kind: 'averageValue', milli: 400 * 2 ** 20 * 1000 },
          },
        ],
        behavior: {
          scaleUp: {
            stabilizationWindowSec: 5,
            selectPolicy: 'Max',
            policies: [
              { type: 'Percent', value: 100, periodSec: 10 },
              { type: 'Pods', value: 15, periodSec: 10 },
            ],
          },
          scaleDown: { stabilizationWindowSec: 30, tolerance: 0.05 },
        },
      },
    });
  });

  it('has the defaults of the API server: one replica at least, 80 % CPU, no behavior', () => {
    const text = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: gateway }
spec: { scaleTargetRef: { name: gateway }, maxReplicas: 9 }
`;
    expect(read(text).spec).toEqual({
      minReplicas: 1,
      maxReplicas: 9,
      metrics: [{ kind: 'resource', resource: 'cpu', target: { kind: 'utilization', percent: 80 } }],
    });
  });

  it('may have metrics of every type', () => {
    const metrics = `
    - type: ContainerResource
      containerResource: { name: cpu, container: app, target: { type: Utilization, averageUtilization: 60 } }
    - type: Pods
      pods: { metric: { name: rps, selector: { matchLabels: { a: b } } }, target: { type: AverageValue, averageValue: 1k } }
    - type: Object
      object: { describedObject: { kind: Service, name: s }, metric: { name: hits }, target: { type: Value, value: 1500m } }
    - type: External
      external: { metric: { name: depth }, target: { type: AverageValue, averageValue: 500 } }`;
    const text = changed(
      DEPLOYED.slice(DEPLOYED.indexOf('\n    - type'), DEPLOYED.indexOf('\n  behavior')),
      metrics,
    );
    expect(read(text).said).toEqual([]);
    expect(read(text).spec?.metrics).toEqual([
      {
        kind: 'containerResource',
        resource: 'cpu',
        container: 'app',
        target: { kind: 'utilization', percent: 60 },
      },
      { kind: 'pods', metric: 'rps', target: { kind: 'averageValue', milli: 1_000_000 } },
      { kind: 'object', metric: 'hits', target: { kind: 'value', milli: 1500 } },
      { kind: 'external', metric: 'depth', target: { kind: 'averageValue', milli: 500_000 } },
    ]);
  });

  it('is found among other objects, and in a List', () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: s }\n';
    expect(read(`${service}---\n${DEPLOYED}---\n`).spec?.maxReplicas).toBe(50);
    const indented = DEPLOYED.trimEnd().replace(/\n/g, '\n    ');
    expect(read(`apiVersion: v1\nkind: List\nitems:\n  - ${indented}\n`).spec?.maxReplicas).toBe(50);
  });
});

describe('a manifest that is wrong', () => {
  it.each([
    [
      'v1',
      changed('autoscaling/v2', 'autoscaling/v1'),
      /^autoscaling\/v1 {2}apiVersion manifest-kind -> apiVersion: autoscaling\/v2, with targetCPUUtilizationPercentage: N written as/,
    ],
    [
      'v2beta2',
      changed('autoscaling/v2', 'autoscaling/v2beta2'),
      /^autoscaling\/v2beta2 {2}apiVersion manifest-kind -> apiVersion: autoscaling\/v2; the fields of v2beta2 are the same$/,
    ],
    [
      'v2beta1',
      changed('autoscaling/v2', 'autoscaling/v2beta1'),
      /^autoscaling\/v2beta1 {2}apiVersion manifest-kind -> .*targetAverageUtilization/,
    ],
    ['another kind', changed('HorizontalPodAutoscaler', 'Deployment'), /^Deployment {2}kind manifest-kind$/],
    ['no kind', changed('kind: HorizontalPodAutoscaler\n', ''), /^apiVersion: {2}hpa.yaml manifest-kind$/],
    [
      'two of them',
      `${DEPLOYED}---\n${DEPLOYED.replace('name: gateway\n', 'name: other\n')}`,
      /manifest-kind -> a file of its own for each/,
    ],
    ['nothing', '# only a comment\n', /^ {2}hpa.yaml manifest-kind$/],
    ['no name', changed('  name: gateway\n', ''), /^namespace: {2}metadata.name missing-key$/],
    [
      'an unknown key',
      changed('minReplicas', 'minReplica'),
      /^minReplica: {2}spec.minReplica unknown-key -> minReplicas$/,
    ],
    [
      'a number in quotes',
      changed('minReplicas: 3', 'minReplicas: "3"'),
      /^"3" {2}spec.minReplicas wrong-kind -> 3$/,
    ],
    [
      'no replicas at least',
      changed('minReplicas: 3', 'minReplicas: 0'),
      /^0 {2}spec.minReplicas out-of-range$/,
    ],
    [
      'min above max',
      changed('maxReplicas: 50', 'maxReplicas: 2'),
      /^3 {2}spec.minReplicas out-of-range -> 2$/,
    ],
    [
      'an unknown metric type',
      changed('type: Resource', 'type: Resources'),
      /^Resources {2}spec.metrics\[0\].type unknown-word -> Resource$/,
    ],
    [
      'the section of another type',
      changed('- type: Resource', '- type: Pods'),
      /^type: {2}spec.metrics\[0\] missing-key$/,
    ],
    [
      'a resource that is not measured',
      changed('name: cpu', 'name: gpu'),
      /^gpu {2}spec.metrics\[0\].resource.name unknown-word -> cpu$/,
    ],
    [
      'a quantity that does not parse',
      changed('400Mi', '400MB'),
      /^400MB {2}spec.metrics\[1\].resource.target.averageValue malformed -> 400M$/,
    ],
    [
      'a target of another type',
      changed('type: Utilization', 'type: AverageValue'),
      /^\{ {2}spec.metrics\[0\].resource.target missing-key$/,
    ],
    [
      'two targets',
      changed('averageUtilization: 75', 'averageUtilization: 75, averageValue: 1'),
      /^1 {2}spec.metrics\[0\].resource.target.averageValue exclusive-keys$/,
    ],
    [
      'a target of 0 %',
      changed('averageUtilization: 75', 'averageUtilization: 0'),
      /^0 {2}.*averageUtilization out-of-range$/,
    ],
    [
      'a period of 0 s',
      changed('value: 100, periodSeconds: 10', 'value: 100, periodSeconds: 0'),
      /^0 {2}spec.behavior.scaleUp.policies\[0\].periodSeconds out-of-range$/,
    ],
    [
      'a period above 1,800 s',
      changed('value: 15, periodSeconds: 10', 'value: 15, periodSeconds: 1801'),
      /^1801 {2}spec.behavior.scaleUp.policies\[1\].periodSeconds out-of-range$/,
    ],
    [
      'a window above an hour',
      changed('stabilizationWindowSeconds: 30', 'stabilizationWindowSeconds: 3601'),
      /^3601 {2}spec.behavior.scaleDown.stabilizationWindowSeconds out-of-range$/,
    ],
    [
      'a policy of no pods',
      changed('value: 15', 'value: 0'),
      /^0 {2}spec.behavior.scaleUp.policies\[1\].value out-of-range$/,
    ],
  ])('%s', (_, text, line) => {
    const { spec, said } = read(text);
    expect(spec).toBeUndefined();
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(line);
  });

  it('says everything at once', () => {
    const text = DEPLOYED.replace('minReplicas: 3', 'minReplicas: -3')
      .replace('name: cpu', 'name: gpu')
      .replace('periodSeconds: 10', 'periodSeconds: 9000');
    expect(read(text).said).toEqual([
      '-3  spec.minReplicas out-of-range',
      'gpu  spec.metrics[0].resource.name unknown-word -> cpu',
      '9000  spec.behavior.scaleUp.policies[0].periodSeconds out-of-range',
    ]);
  });

  it('says where YAML breaks', () => {
    expect(read('kind: [').said[0]).toMatch(/ {2}YAML yaml-syntax$/);
  });
});

describe('a manifest in a scenario', () => {
  const lines = (hpa: string) =>
    `cluster: { workloads: [{ name: g, requests: { cpu: 1, memory: 1Gi }, hpa: ${hpa} }] }`;

  it('enters the plan, and so its hash', () => {
    const plan = (text: string) => planWith(lines('{ file: ./hpa.yaml }'), { 'hpa.yaml': text });
    const [one, other] = [
      plan(DEPLOYED),
      plan(DEPLOYED.replace('averageUtilization: 75', 'averageUtilization: 74')),
    ];
    expect(one.infrastructure?.cluster?.workloads[0]?.scaling).toMatchObject({
      kind: 'hpa',
      source: './hpa.yaml',
      spec: { minReplicas: 3, maxReplicas: 50 },
    });
    expect(one.source.hash).not.toBe(other.source.hash);
  });

  it('has its problems reported in its own file, what has no place there at its mention', () => {
    const files = { 'hpa.yaml': DEPLOYED.replace('name: cpu', 'name: gpu') };
    expect(problemsWith(lines('{ file: hpa.yaml }'), files)).toMatchObject([
      { place: { file: 'hpa.yaml', line: 14, column: 25 }, path: 'spec.metrics[0].resource.name' },
    ]);
    expect(problemsWith(lines('{ file: other.yaml }'))).toMatchObject([
      {
        code: 'file-missing',
        place: { file: 's.yaml' },
        path: 'cluster.workloads.g.hpa.file',
        got: 'other.yaml: no such file',
      },
    ]);
  });

  it('has metrics that stand for loads of the simulation', () => {
    const files = {
      'hpa.yaml': DEPLOYED.replace(
        'resource: { name: memory, target: { type: AverageValue, averageValue: 400Mi } }',
        'external: { metric: { name: sqs }, target: { type: AverageValue, averageValue: 400 } }',
      ).replace('- type: Resource\n      external', '- type: External\n      external'),
    };
    const found = planWith(lines('{ file: hpa.yaml, sources: { sqs: waiting-room.depth } }'), files);
    expect(found.infrastructure?.cluster?.workloads[0]?.scaling).toMatchObject({
      spec: { metrics: [{}, { kind: 'external', metric: 'waiting-room.depth' }] },
    });
    expect(problemsWith(lines('{ file: hpa.yaml }'), files)).toMatchObject([
      {
        code: 'unknown-source',
        path: 'cluster.workloads.g.hpa.sources',
        got: 'sqs',
        cure: 'sources: { sqs: waiting-room.depth }',
      },
    ]);
    expect(
      problemsWith(
        lines('{ file: hpa.yaml, sources: { sqs: waiting-room.dept, kafka: waiting-room.depth } }'),
        files,
      ),
    ).toMatchObject([
      { code: 'unknown-source', path: 'cluster.workloads.g.hpa.sources.sqs', cure: 'waiting-room.depth' },
      { code: 'no-effect', path: 'cluster.workloads.g.hpa.sources.kafka' },
    ]);
  });

  it('shuts the short form out', () => {
    expect(problemsWith(lines('{ file: hpa.yaml, max: 9 }'), { 'hpa.yaml': DEPLOYED })).toMatchObject([
      { code: 'exclusive-keys', path: 'cluster.workloads.g.hpa' },
    ]);
  });
});
