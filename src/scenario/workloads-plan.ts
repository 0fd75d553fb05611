import type {
  PodResources,
  ProbePlan,
  StartupPlan,
  WorkloadPlan,
  WorkloadRole,
} from '../kubernetes/workload-plan.ts';
import type { Distribution } from '../random/distribution.ts';
import type { WorkloadNames } from './load-sources.ts';
import { type ScalingContext, scalingPlan } from './scaling-plan.ts';
import { complain, type Site } from './site.ts';
import { valueAt } from './value.ts';
import { distributionOf } from './vocabulary/distribution.ts';
import { GATEWAY_MICROS, type WorkloadSection } from './vocabulary/workload.ts';

type RoleKind = WorkloadRole['kind'];

/** What a worker's message is taken to cost, and how many one pod takes. */
const WORKER_DEFAULTS = { messageRate: 10, cpuPerMessage: 5000 } as const;

const GATEWAY_DEFAULTS = { queueLimit: 1000, timeoutMs: 15_000 } as const;

/** Keys that mean something for one role only. */
const ROLE_KEYS: Readonly<Record<RoleKind, readonly (keyof WorkloadSection)[]>> = {
  gateway: ['cpuPerRequest', 'queueLimit', 'timeout'],
  worker: ['messageRate', 'cpuPerMessage'],
};

/**
 * Returns the workloads in the units of a plan, the gateway first, without those that are wrong, which are reported.
 * The first workload that does not say it is a worker is the gateway.
 */
export function workloadsPlan(
  sections: readonly WorkloadSection[],
  context: Omit<ScalingContext, 'names'>,
  hasRedis: boolean,
): readonly WorkloadPlan[] {
  const gateway = gatewayOf(sections, context.site);
  const workers = sections.filter((each) => each !== gateway).map(({ name }) => name);
  const names: WorkloadNames = { ...(gateway === undefined ? {} : { gateway: gateway.name }), workers };
  const ordered = [...sections].sort((a, b) => Number(b === gateway) - Number(a === gateway));
  return ordered.flatMap((section) => {
    const kind = section === gateway ? 'gateway' : 'worker';
    reportForeignKeys(section, kind, context.site);
    reportIdleProbe(section, hasRedis, context.site);
    const limits = limitsOf(section, context.site);
    const scaling = scalingPlan(section, { ...context, names });
    if (scaling === undefined) return [];
    return [{ ...workloadParts(section, kind, hasRedis), limits, scaling }];
  });
}

function gatewayOf(sections: readonly WorkloadSection[], site: Site): WorkloadSection | undefined {
  const named = sections.filter(({ role }) => role === 'gateway');
  for (const other of named.slice(1)) {
    complain(site, ['cluster', 'workloads', other.name, 'role'], {
      code: 'exclusive-keys',
      got: `${named[0]?.name} and ${other.name}`,
      expected: 'one gateway at most',
      cure: 'worker',
    });
  }
  const first = named[0] ?? sections[0];
  return first?.role === 'worker' ? undefined : first;
}

function reportForeignKeys(section: WorkloadSection, kind: RoleKind, site: Site): void {
  const other = kind === 'gateway' ? 'worker' : 'gateway';
  for (const key of ROLE_KEYS[other]) {
    if (section[key] === undefined) continue;
    complain(site, ['cluster', 'workloads', section.name, key], {
      code: 'no-effect',
      got: key,
      expected: `a workload with role: ${other}; ${section.name} is a ${kind}`,
      cure: `remove ${key}, or role: ${other}`,
    });
  }
}

function reportIdleProbe({ name, probes }: WorkloadSection, hasRedis: boolean, site: Site): void {
  if (hasRedis || probes.readiness.asksRedis !== true || valueAt(site.root, ['redis']) !== undefined) return;
  complain(site, ['cluster', 'workloads', name, 'probes', 'readiness', 'asksRedis'], {
    code: 'no-effect',
    expected: 'a redis section that the probe asks',
    cure: 'asksRedis: false',
  });
}

/** Returns the limits, those that are not given as requested, after reporting any below its request. */
function limitsOf({ name, requests, limits }: WorkloadSection, site: Site): PodResources {
  const cpu = limits.cpu ?? requests.cpu;
  const memory = limits.memory ?? requests.memory;
  const below = (key: string, limit: number, request: number): void => {
    if (limit >= request) return;
    const written = valueAt(site.root, ['cluster', 'workloads', name, 'requests', key]);
    const asked = written?.kind === 'scalar' ? written.text : String(request);
    complain(site, ['cluster', 'workloads', name, 'limits', key], {
      code: 'limit-below-request',
      expected: `at least the request, ${asked}`,
      cure: asked,
    });
  };
  below('cpu', cpu, requests.cpu);
  below('memory', memory, requests.memory);
  return { cpuMillicores: cpu, memoryMiB: memory };
}

function workloadParts(
  section: WorkloadSection,
  kind: RoleKind,
  hasRedis: boolean,
): Omit<WorkloadPlan, 'limits' | 'scaling'> {
  const { name, requests, memory, drain } = section;
  return {
    name,
    role: kind === 'gateway' ? gatewayRole(section) : workerRole(section),
    requests: { cpuMillicores: requests.cpu, memoryMiB: requests.memory },
    startup: startupPlan(section.startup),
    readiness: probePlan(section.probes, kind === 'gateway' && hasRedis),
    memory: {
      baseMiB: memory.base ?? requests.memory / 2,
      mibPerRequestPerSec: memory.perRequest,
      returned: memory.returned,
    },
    drainMs: drain,
  };
}

function gatewayRole({ cpuPerRequest, queueLimit, timeout, idleCpu }: WorkloadSection): WorkloadRole {
  return {
    kind: 'gateway',
    cpuMicrosPerRequest: cpuPerRequest ?? GATEWAY_MICROS,
    queueLimitPerPod: queueLimit ?? GATEWAY_DEFAULTS.queueLimit,
    timeoutMs: timeout ?? GATEWAY_DEFAULTS.timeoutMs,
    idleCpuMillicores: idleCpu,
  };
}

function workerRole({ messageRate, cpuPerMessage, idleCpu }: WorkloadSection): WorkloadRole {
  return {
    kind: 'worker',
    messagesPerSecPerPod: messageRate ?? WORKER_DEFAULTS.messageRate,
    cpuMicrosPerMessage: cpuPerMessage ?? WORKER_DEFAULTS.cpuPerMessage,
    idleCpuMillicores: idleCpu,
  };
}

const AT_ONCE: Distribution = { kind: 'fixed', value: 0 };

/** A start-up that is one distribution is all boot: it is scheduled and pulled in no time. */
function startupPlan(section: WorkloadSection['startup']): StartupPlan {
  const { boot, schedule, pull } = section;
  if (boot === undefined) return { scheduleMs: AT_ONCE, pullMs: AT_ONCE, bootMs: distributionOf(section) };
  return { scheduleMs: stage(schedule), pullMs: stage(pull), bootMs: distributionOf(boot) };
}

function stage(section: WorkloadSection['startup']['pull']): Distribution {
  return section === undefined || section === 'none' ? AT_ONCE : distributionOf(section);
}

function probePlan({ readiness, startup }: WorkloadSection['probes'], asksRedis: boolean): ProbePlan {
  return {
    initialDelayMs: readiness.initialDelay,
    periodMs: readiness.period,
    timeoutMs: readiness.timeout,
    failureThreshold: readiness.failures,
    ...(startup === undefined
      ? {}
      : { startup: { initialDelayMs: startup.initialDelay, periodMs: startup.period } }),
    asksRedis: readiness.asksRedis ?? asksRedis,
  };
}
