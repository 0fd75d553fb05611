import type { TimeUnit } from './trace-time.ts';

/** What a column of a trace tells. */
export type ColumnRole =
  | { readonly kind: 'time'; readonly unit: TimeUnit }
  | { readonly kind: 'pod' | 'container' | 'replicas' | 'ready' | 'ignored' }
  | {
      readonly kind: 'measure';
      readonly measure: string;
      readonly unitMilli: number;
      readonly perPod: boolean;
    }
  /** Of one pod, the same in every row. */
  | { readonly kind: PodAllowance; readonly unitMilli: number }
  /** CPU or memory in a unit that is not known. */
  | { readonly kind: 'odd-unit'; readonly expected: string };

/** Names that begin like a resource; `mem` alone only where a known word follows, not memcached. */
const RESOURCE =
  /^(cpu|memory|mem(?=$|usage|perpod|request|limit|bytes|[kmg]i?b$))(?:usage)?(perpod)?(request|limit)?(.*)$/;

/** What a pod is given: the same names as the flags have. */
export type PodAllowance = 'cpuRequest' | 'memoryRequest' | 'cpuLimit';

/** The name under which requests per second are kept, whatever their column or metric is called. */
export const REQUESTS_PER_SEC = 'requestsPerSec';

const CPU_UNITS: Readonly<Record<string, number>> = { '': 1000, cores: 1000, millicores: 1, m: 1 };
const MEMORY_UNITS: Readonly<Record<string, number>> = {
  '': 1000,
  bytes: 1000,
  kib: 1000 * 2 ** 10,
  mib: 1000 * 2 ** 20,
  gib: 1000 * 2 ** 30,
  mb: 1e9,
  gb: 1e12,
};

const NAMES: Readonly<
  Record<string, ColumnRole['kind'] & ('pod' | 'container' | 'replicas' | 'ready' | 'ignored')>
> = {
  ...namesOf('pod', 'pod podname name'),
  ...namesOf('container', 'container containername'),
  ...namesOf('replicas', 'replicas currentreplicas specreplicas pods podcount'),
  ...namesOf('ready', 'ready readyreplicas readypods'),
  ...namesOf('ignored', 'namespace node cluster job instance service workload deployment'),
};

const TIMES: Readonly<Record<string, TimeUnit>> = {
  ...namesOf('any', 'time timestamp ts at date datetime instant'),
  ...namesOf('ms', 'atms timems timestampms'),
  ...namesOf('sec', 'atsec ats times timesec timestampsec seconds elapsedsec'),
};

function namesOf<Kind extends string>(kind: Kind, names: string): Record<string, Kind> {
  return Object.fromEntries(names.split(' ').map((name) => [name, kind]));
}

/**
 * Returns what a column tells by its header: letter case, underscores and brackets do not count, so `cpuMillicores`,
 * `cpu_millicores` and `CPU(millicores)` are one. What has no known name is a metric of its own.
 */
export function roleOf(header: string): ColumnRole {
  const plain = plainName(header);
  const time = TIMES[plain];
  if (time !== undefined) return { kind: 'time', unit: time };
  const named = NAMES[plain];
  if (named !== undefined) return { kind: named };
  const resource = RESOURCE.exec(plain);
  if (resource !== null) {
    const [, name = '', perPod, allowance, unit = ''] = resource;
    return resourceRole(name === 'cpu' ? 'cpu' : 'memory', unit, allowance, perPod !== undefined);
  }
  const bare = plain.replace(/perpod$/, '');
  const perPod = bare !== plain;
  const measure = measureOfMetric(perPod ? header.replace(/[_ -]?per[_ -]?pod$/i, '') : header);
  return { kind: 'measure', measure, unitMilli: 1000, perPod };
}

/** Returns the name under which a metric's amounts are kept: one for all the ways to say requests per second. */
export function measureOfMetric(metric: string): string {
  const last = plainName(metric.split(/[.:]/).at(-1) ?? metric);
  const isRequests = /^(?:http)?(?:requests?|reqs?)per(?:s|sec|second)$|^(?:rps|qps)$/.test(last);
  return isRequests ? REQUESTS_PER_SEC : metric.trim();
}

function resourceRole(
  resource: 'cpu' | 'memory',
  unit: string,
  allowance: string | undefined,
  perPod: boolean,
): ColumnRole {
  const units = resource === 'cpu' ? CPU_UNITS : MEMORY_UNITS;
  const unitMilli = units[unit];
  const known = Object.keys(units).filter(Boolean).join(', ');
  if (unitMilli === undefined) return { kind: 'odd-unit', expected: `${resource} in one of: ${known}` };
  if (allowance === undefined) return { kind: 'measure', measure: resource, unitMilli, perPod };
  if (allowance === 'request')
    return { kind: resource === 'cpu' ? 'cpuRequest' : 'memoryRequest', unitMilli };
  // A memory limit ends pods instead of slowing them, which a replay does not model.
  return resource === 'cpu' ? { kind: 'cpuLimit', unitMilli } : { kind: 'ignored' };
}

/** Returns a name in small letters and digits alone. */
export function plainName(header: string): string {
  return header.toLowerCase().replace(/[^a-z0-9]/g, '');
}
