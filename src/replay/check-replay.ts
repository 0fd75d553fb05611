import type { Problem } from '../errors.ts';
import type { HpaTrace } from './hpa-trace.ts';
import { type Candidate, capacityOf, measureOf, missingNeeds } from './metric-needs.ts';
import type { ReplayOptions } from './replay-options.ts';

/** Returns everything that keeps a recording from being replayed through the autoscalers. */
export function checkReplay(
  trace: HpaTrace,
  candidates: readonly Candidate[],
  options: ReplayOptions,
): readonly Problem[] {
  const problems = [
    ...candidates.flatMap((candidate) => missingNeeds(candidate, trace)),
    ...missingReplicas(trace, candidates, options),
    ...wrongLimit(trace),
  ];
  // Without what the metrics need it would only repeat that.
  return problems.length > 0 ? problems : missingCapacity(trace, candidates);
}

function missingReplicas(
  { file, frames }: HpaTrace,
  candidates: readonly Candidate[],
  { mode, memory }: ReplayOptions,
): readonly Problem[] {
  if (frames.every(({ replicas }) => replicas !== undefined)) return [];
  const place = { file, line: 1, column: 1 };
  const shared = { code: 'trace-columns', place, path: 'header', got: 'no replicas' };
  if (mode === 'as-recorded') {
    const expected = 'a column replicas, or pods, because the autoscaler is shown what was recorded';
    return [{ ...shared, expected, cure: 'time,replicas,cpu' }];
  }
  const readsMemory = candidates.some(({ spec }) =>
    spec.metrics.some((metric) => measureOf(metric) === 'memory'),
  );
  if (!readsMemory || memory === 'shared') return [];
  const expected = 'a column replicas, because a pod keeps the memory that it had';
  return [{ ...shared, expected, cure: 'time,replicas,cpu,memory; or --memory shared' }];
}

function wrongLimit({ allowances: { cpuRequest, cpuLimit } }: HpaTrace): readonly Problem[] {
  if (cpuRequest === undefined || cpuLimit === undefined || cpuLimit >= cpuRequest) return [];
  const got = `${cpuLimit}m`;
  return [
    {
      code: 'out-of-range',
      path: '--cpu-limit',
      got,
      expected: `at least the request, ${cpuRequest}m`,
      cure: `${cpuRequest}m`,
    },
  ];
}

function missingCapacity(trace: HpaTrace, candidates: readonly Candidate[]): readonly Problem[] {
  if (capacityOf(trace, candidates) !== undefined) return [];
  const got = `columns ${trace.measures.join(', ')}`;
  const expected = 'what a pod can carry: its CPU request or limit, or a target per pod of its load';
  return [
    { code: 'trace-request', path: trace.file, got, expected, cure: 'a column cpu, and --cpu-request 700m' },
  ];
}
