import { describe, expect, it } from 'vitest';
import type { Problem } from '../../errors.ts';
import type { KedaSpec } from '../../kubernetes/keda-spec.ts';
import { planWith, problemLine } from '../../testing/infrastructure-text.ts';
import { filesInMemory } from '../../testing/scenario-text.ts';
import { readKedaManifest } from './keda-manifest.ts';

const WORKER = `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: notify }
spec:
  scaleTargetRef: { name: notify, kind: Deployment }
  pollingInterval: 30
  cooldownPeriod: 300
  minReplicaCount: 0
  maxReplicaCount: 20
  fallback: { failureThreshold: 3, replicas: 6 }
  advanced:
    horizontalPodAutoscalerConfig:
      behavior: { scaleDown: { stabilizationWindowSeconds: 60 } }
  triggers:
    - type: aws-sqs-queue
      authenticationRef: { name: aws }
      metadata: { queueURL: "https://sqs/notify", queueLength: "10", activationQueueLength: "5", awsRegion: ap-northeast-2 }
    - type: prometheus
      metadata: { metricName: depth, threshold: "1.5" }
`;

/** Returns what a file of this text holds: a spec, and its problems each in one line. */
function read(text: string): { spec: KedaSpec | undefined; said: readonly string[] } {
  const problems: Problem[] = [];
  const spec = readKedaManifest('k.yaml', filesInMemory({ 'k.yaml': text }), (each) => problems.push(each));
  return { spec, said: problems.map((each) => problemLine(each, { 'k.yaml': text })) };
}

describe('a ScaledObject', () => {
  it('is read as it is written, triggers of any type by their threshold', () => {
    expect(read(WORKER)).toEqual({
      said: [],
      spec: {
        pollingIntervalSec: 30,
        cooldownPeriodSec: 300,
        initialCooldownPeriodSec: 0,
        minReplicaCount: 0,
        maxReplicaCount: 20,
        triggers: [
          { metric: 'aws-sqs-queue', thresholdMilli: 10_000, activationMilli: 5000 },
          { metric: 'depth', thresholdMilli: 1500, activationMilli: 0 },
        ],
        fallback: { failureThreshold: 3, replicas: 6 },
        behavior: { scaleDown: { stabilizationWindowSec: 60 } },
      },
    });
  });

  it("has KEDA's defaults", () => {
    const text = `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: notify }
spec: { scaleTargetRef: { name: notify }, triggers: [{ type: redis, metadata: { listLength: "5" } }] }
`;
    expect(read(text).spec).toEqual({
      pollingIntervalSec: 30,
      cooldownPeriodSec: 300,
      initialCooldownPeriodSec: 0,
      minReplicaCount: 0,
      maxReplicaCount: 100,
      triggers: [{ metric: 'redis', thresholdMilli: 5000, activationMilli: 0 }],
    });
  });

  it.each([
    [
      'another version',
      'keda.sh/v1alpha1',
      'keda.k8s.io/v1alpha1',
      /apiVersion manifest-kind -> .*deploymentName/,
    ],
    ['another kind', 'ScaledObject', 'ScaledJob', /^ScaledJob {2}kind manifest-kind$/],
    [
      'min above max',
      'maxReplicaCount: 20',
      'maxReplicaCount: 20\n  minReplicaCount2: 1',
      /unknown-key -> minReplicaCount$/,
    ],
    [
      'a number for a text',
      'threshold: "1.5"',
      'threshold: 1.5',
      /^1.5 {2}spec.triggers\[1\].metadata.threshold wrong-kind -> "1.5"$/,
    ],
    ['no threshold', 'threshold: "1.5"', 'query: "up"', /^\{ {2}spec.triggers\[1\].metadata missing-key$/],
    [
      'a threshold that does not parse',
      '"1.5"',
      '"many"',
      /^"many" {2}spec.triggers\[1\].metadata.threshold malformed/,
    ],
    ['a threshold of 0', '"1.5"', '"0"', /^"0" {2}spec.triggers\[1\].metadata.threshold out-of-range$/],
    ['CPU', 'type: prometheus', 'type: cpu', /^cpu {2}spec.triggers\[1\].type not-available -> hpa:/],
    [
      'a calendar',
      'type: prometheus',
      'type: cron',
      /^cron {2}spec.triggers\[1\].type not-available -> schedule:/,
    ],
    [
      'another kind of target',
      'type: prometheus',
      'type: prometheus\n      metricType: Value',
      /^Value {2}spec.triggers\[1\].metricType not-available -> AverageValue$/,
    ],
    [
      'a formula',
      '    horizontalPod',
      '    scalingModifiers: {}\n    horizontalPod',
      /^scalingModifiers: {2}spec.advanced.scalingModifiers not-available/,
    ],
    [
      'idle replicas beside a minimum of 0',
      'minReplicaCount: 0',
      'idleReplicaCount: 0',
      /^0 {2}spec.idleReplicaCount out-of-range$/,
    ],
    [
      'a window above an hour',
      'Seconds: 60',
      'Seconds: 6000',
      /^6000 {2}.*scaleDown.stabilizationWindowSeconds out-of-range$/,
    ],
  ])('is refused with %s', (_, part, replacement, line) => {
    if (!WORKER.includes(part)) throw new Error(`the manifest has no ${part}`);
    const { spec, said } = read(WORKER.replace(part, replacement));
    expect(spec).toBeUndefined();
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(line);
  });

  it('scales a workload of a scenario, its triggers standing for loads of the simulation', () => {
    const lines = `cluster:
  workloads:
    - { name: g, requests: { cpu: 1, memory: 1Gi } }
    - name: notify
      requests: { cpu: 1, memory: 1Gi }
      keda: { file: k.yaml, sources: { aws-sqs-queue: notify.backlog, depth: waiting-room.depth } }`;
    const scaling = planWith(lines, { 'k.yaml': WORKER }).infrastructure?.cluster?.workloads[1]?.scaling;
    expect(scaling).toMatchObject({
      kind: 'keda',
      source: 'k.yaml',
      spec: { triggers: [{ metric: 'notify.backlog' }, { metric: 'waiting-room.depth' }] },
    });
  });
});
