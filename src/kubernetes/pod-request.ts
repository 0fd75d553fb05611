/** What the containers of a pod ask for. */
export interface PodRequests {
  readonly containers: readonly ContainerRequest[];
  /** Only those that are restarted for the pod's whole life (sidecars) count. */
  readonly initContainers?: readonly InitContainerRequest[];
  /** Request of the pod as a whole, by resource [milli-units]; a resource that is missing has none. */
  readonly podLevelMilli?: Readonly<Record<string, number>>;
}

export interface ContainerRequest {
  readonly name: string;
  /** By resource [milli-units]; a resource that is missing has no request. */
  readonly requestsMilli: Readonly<Record<string, number>>;
}

export interface InitContainerRequest extends ContainerRequest {
  readonly restartedAlways: boolean;
}

export type PodRequest =
  | { readonly ok: true; readonly milli: number }
  | { readonly ok: false; readonly error: string };

/** What is asked of a pod: the resource, and the container when the metric names one. */
export interface RequestAsk {
  readonly podName: string;
  readonly resource: string;
  readonly container?: string | undefined;
  readonly podLevelResources: boolean;
}

/**
 * Returns a pod's request for one resource [milli-units], or why there is none: one container without a request leaves
 * the whole pod without one. Source: kubernetes replica_calculator.go, calculateRequests.
 */
export function podRequest(pod: PodRequests, ask: RequestAsk): PodRequest {
  const { resource, container, podName } = ask;
  const podLevelMilli = pod.podLevelMilli?.[resource];
  if (ask.podLevelResources && container === undefined && podLevelMilli !== undefined) {
    return { ok: true, milli: podLevelMilli };
  }
  const sidecars = (pod.initContainers ?? []).filter((init) => init.restartedAlways);
  const asked = [...pod.containers, ...sidecars].filter(
    (each) => container === undefined || each.name === container,
  );
  if (container !== undefined && asked.length === 0) {
    return { ok: false, error: `container ${container} not found in Pod ${podName}` };
  }
  let milli = 0;
  for (const each of asked) {
    const request = each.requestsMilli[resource];
    if (request === undefined) {
      return {
        ok: false,
        error: `missing request for ${resource} in container ${each.name} of Pod ${podName}`,
      };
    }
    milli += request;
  }
  return { ok: true, milli };
}
