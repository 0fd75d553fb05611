import type { HpaReplayRecord } from '../result/replay-record.ts';

/** What each note about a replay means, by its code. */
export const REPLAY_NOTE_CODES = {
  'replay-open-loop':
    'The recorded demand is shared out over the replicas of the autoscaler that is tried. It does not fall when fewer pods answer more slowly, nor does what could not be carried come again later; nodes have room for every pod.',
  'replay-saturated':
    'A pod at its CPU limit uses the limit, however much is asked of it. Where the recording has such samples the true demand was higher, so replicas and lag of a replay are lower bounds there.',
  'replay-limit-unknown':
    'Without a CPU limit nothing says which recorded samples were throttled, and a replayed pod may use any amount of CPU, so its utilization is never capped.',
  'replay-memory':
    'A working set comes with a pod and does not divide with the load, so each pod keeps the mean that was recorded. With --memory shared the pods share the recorded total instead.',
  'replay-ready-unknown':
    'The recording does not say which pods were Ready, so all that were recorded are taken to have been.',
  'replay-counted-pods':
    'Without a column replicas the pods that were measured are counted. A new pod is measured only some time after it was created, so the count follows the true one late.',
} as const;

type ReplayNoteCode = keyof typeof REPLAY_NOTE_CODES;

/** A sentence without which the figures would be taken for more than they are. */
export interface ReplayNote {
  readonly code: ReplayNoteCode;
  readonly text: string;
}

/** Returns what a reader must know of a replay. */
export function replayNotes(record: HpaReplayRecord): readonly ReplayNote[] {
  const { trace, settings } = record;
  const metrics = record.candidates.flatMap(({ spec }) => spec.metrics);
  const readsMemory = metrics.some((metric) => metric.kind === 'resource' && metric.resource === 'memory');
  const isCandidate = settings.mode === 'candidate';
  const notes: (ReplayNote | undefined)[] = [
    isCandidate
      ? note(
          'replay-open-loop',
          'Demand is what was recorded, whatever the replicas; what they cannot carry is lost.',
        )
      : undefined,
    saturationNote(record),
    isCandidate && readsMemory && settings.memory === 'per-pod'
      ? note('replay-memory', 'Each pod keeps the memory that pods had in the recording.')
      : undefined,
    record.recorded !== undefined && !trace.tellsReady
      ? note('replay-ready-unknown', 'All recorded pods are taken for Ready: the recording does not say.')
      : undefined,
    trace.perPod && !trace.tellsReplicas
      ? note(
          'replay-counted-pods',
          'The recorded replicas are the pods that were measured, which lags behind.',
        )
      : undefined,
  ];
  return notes.filter((each) => each !== undefined);
}

function saturationNote({ trace, settings }: HpaReplayRecord): ReplayNote | undefined {
  const { saturation } = trace;
  if (saturation !== undefined && saturation.atLimit > 0) {
    const { atLimit, samples } = saturation;
    const text = `At the CPU limit: ${atLimit} of ${samples} samples. There the demand was at least what is shown.`;
    return note('replay-saturated', text);
  }
  const readsCpu = trace.measures.includes('cpu') && settings.cpuLimitMilli === undefined;
  return readsCpu
    ? note(
        'replay-limit-unknown',
        'No CPU limit is given: saturation of recorded and of replayed pods is not seen.',
      )
    : undefined;
}

function note(code: ReplayNoteCode, text: string): ReplayNote {
  return { code, text };
}
