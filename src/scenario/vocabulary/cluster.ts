import { cpu, memory } from '../schema/amount.ts';
import { choice } from '../schema/choice.ts';
import { namedList } from '../schema/list.ts';
import { object } from '../schema/object.ts';
import { count, duration, plainNumber, share, text, word } from '../schema/scalar.ts';
import { type ObjectOf, optional, required, withDefault } from '../schema/schema.ts';
import { distributionSchema } from './distribution.ts';
import { NODE_TYPE } from './redis.ts';
import { workloadSchema } from './workload.ts';

const allocatable = {
  cpu: required(cpu(), 'CPU for pods.'),
  memory: required(memory(), 'Memory for pods.'),
};

const spot = {
  share: required(share({ zeroAllowed: false }), 'Share of the nodes that are bought as spot.'),
  interruptionsPerHour: withDefault(
    plainNumber({ min: 0, max: 60 }),
    0,
    'How often one spot node is interrupted, per hour that it runs.',
  ),
};

const nodes = {
  type: withDefault(text('an instance type (t3.large)', NODE_TYPE), 't3.large', 'Instance type.'),
  vcpu: optional(count(1, 1024), 'Virtual CPUs; needed for a type that is not in the table.'),
  memory: optional(memory(), 'Memory; needed for a type that is not in the table.'),
  maxPods: optional(
    count(1, 1000),
    'Most pods of a node; default: what its network interfaces have addresses for, else 110.',
  ),
  allocatable: optional(
    object(allocatable),
    'What is left for pods; default: what the kubelet of EKS leaves, daemon sets not counted.',
  ),
  provisioner: withDefault(
    word(['karpenter', 'cluster-autoscaler', 'fixed']),
    'karpenter',
    'What brings nodes for pods that do not fit; fixed: nothing does, and max nodes run all the time.',
  ),
  provision: optional(
    distributionSchema,
    'From the request to a node that takes pods; default: lognormal p50 60s p90 90s with karpenter, p50 240s p90 300s with cluster-autoscaler.',
  ),
  min: withDefault(count(0, 10_000), 0, 'Fewest nodes.'),
  max: withDefault(count(1, 10_000), 100, 'Most nodes.'),
  consolidateAfter: optional(
    choice({ scalars: [word(['never']), duration()] }),
    'How long a node must be empty or underused before it goes; default: 1m with karpenter, 10m with cluster-autoscaler.',
  ),
  spot: optional(object(spot), 'Nodes that cost less and may be taken away.'),
};

const cluster = {
  workloads: required(
    namedList(workloadSchema, { minItems: 1, maxItems: 20 }),
    'Deployments; merged by name.',
  ),
  nodes: withDefault(object(nodes), {}, 'Nodes that the pods run on.'),
  fidelity: withDefault(
    word(['flow', 'request']),
    'flow',
    'flow: stations by formula, ten times a second. request: each request through true queues, for small systems.',
  ),
};

/** Workloads, autoscalers and nodes. */
export const clusterSchema = object(cluster);

export type ClusterSection = ObjectOf<typeof cluster>;
export type NodesSection = ObjectOf<typeof nodes>;
