import type { ContainerRequest, InitContainerRequest } from '../kubernetes/pod-request.ts';
import type { PodSample, PodState } from '../kubernetes/pod-state.ts';
import type {
  VectorContainer,
  VectorExtraSample,
  VectorNumber,
  VectorPod,
  VectorSample,
} from './hpa-vector-file.ts';

/** The instant that the ages of a vectors file count back from. */
export const VECTOR_NOW_MS = 4e12;

const FOREVER_SEC = 1e9;

/** Returns the instant that was an age ago; no age: for ever ago. */
export function ago(ageSeconds: number | null | undefined): number {
  return VECTOR_NOW_MS - (ageSeconds ?? FOREVER_SEC) * 1000;
}

/** Returns the pods of a case. Where containers are not given, one stands for what is measured. */
export function podStates(
  pods: readonly VectorPod[],
  resource: string,
  container: string | undefined,
): readonly PodState[] {
  return pods.map((pod) => ({
    name: pod.name,
    phase: pod.phase,
    deleting: pod.deleted,
    ...(pod.startAgeSeconds !== null && { startedAtMs: ago(pod.startAgeSeconds) }),
    ...(pod.ready !== null && { ready: { status: pod.ready, sinceMs: ago(pod.readyTransitionAgeSeconds) } }),
    requests: {
      containers: (pod.containers ?? [wholePod(pod, container)]).map((each) =>
        containerRequest(each, resource),
      ),
    },
  }));
}

function wholePod(pod: VectorPod, container: string | undefined): VectorContainer {
  return { name: container ?? 'container', requestMilli: pod.requestMilli ?? null };
}

export function containerRequest(container: VectorContainer, resource: string): ContainerRequest {
  const { name, requestMilli } = container;
  return { name, requestsMilli: requestMilli === null ? {} : { [resource]: Number(requestMilli) } };
}

export function initContainerRequest(container: VectorContainer, resource: string): InitContainerRequest {
  return { ...containerRequest(container, resource), restartedAlways: container.restartPolicy === 'Always' };
}

/** Returns the samples that pods have, and those of names that no pod has. */
export function podSamples(
  pods: readonly VectorPod[],
  sampleOf: (pod: VectorPod) => VectorSample | null | undefined,
  extra: readonly VectorExtraSample[] = [],
): Map<string, PodSample> {
  const samples = new Map<string, PodSample>();
  for (const pod of pods) {
    const sample = sampleOf(pod);
    if (sample) samples.set(pod.name, podSample(sample));
  }
  for (const sample of extra) samples.set(sample.podName, podSample(sample));
  return samples;
}

function podSample(sample: VectorSample): PodSample {
  return {
    valueMilli: Number(sample.value),
    atMs: ago(sample.ageSeconds),
    windowMs: (sample.windowSeconds ?? 0) * 1000,
  };
}

export function numbers(record: Readonly<Record<string, VectorNumber>>): Map<string, number> {
  return new Map(Object.entries(record).map(([name, value]) => [name, Number(value)]));
}
