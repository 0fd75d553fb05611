import type { Problem } from '../errors.ts';
import type { Allowances } from '../replay/observation.ts';
import type { ReplayOptions } from '../replay/replay-options.ts';
import { parseDuration } from '../units/duration.ts';
import type { Parsed } from '../units/parsed.ts';
import { parseQuantity } from '../units/quantity.ts';

/** What the command line says of a replay, as text. */
export interface ReplayFlags {
  readonly asRecorded: boolean;
  readonly cpuRequest?: string;
  readonly memoryRequest?: string;
  readonly cpuLimit?: string;
  readonly startup: string;
  readonly lag?: string;
  readonly memory: 'per-pod' | 'shared';
  readonly initialReplicas?: number;
  readonly seed: number;
}

/** What the flags mean, and what is wrong with them. */
export interface ReadFlags {
  readonly options: ReplayOptions;
  readonly allowances: Allowances;
  readonly problems: readonly Problem[];
}

/** Longest start-up and lag that a replay takes [ms]. */
const MAX_DELAY_MS = 3_600_000;

/** Returns the flags of a replay read; a flag that cannot be read is a problem and left out. */
export function readReplayFlags(flags: ReplayFlags): ReadFlags {
  const problems: Problem[] = [];
  const read = (flag: string, text: string | undefined, parse: (text: string) => Parsed<number>) => {
    if (text === undefined) return undefined;
    const found = parse(text);
    if (found.ok) return found.value;
    const { code, expected, cure } = found.problem;
    problems.push({ code, path: flag, got: text, expected, ...(cure === undefined ? {} : { cure }) });
    return undefined;
  };
  const cpuRequest = read('--cpu-request', flags.cpuRequest, amount);
  const memoryRequest = read('--memory-request', flags.memoryRequest, amount);
  const cpuLimit = read('--cpu-limit', flags.cpuLimit, amount);
  const lagMs = read('--lag', flags.lag, delay);
  return {
    options: {
      mode: flags.asRecorded ? 'as-recorded' : 'candidate',
      startupMs: read('--startup', flags.startup, delay) ?? 0,
      ...(lagMs === undefined ? {} : { lagMs }),
      memory: flags.memory,
      ...(flags.initialReplicas === undefined ? {} : { initialReplicas: flags.initialReplicas }),
      seed: flags.seed,
    },
    allowances: {
      ...(cpuRequest === undefined ? {} : { cpuRequest }),
      ...(memoryRequest === undefined ? {} : { memoryRequest }),
      ...(cpuLimit === undefined ? {} : { cpuLimit }),
    },
    problems,
  };
}

function amount(text: string): Parsed<number> {
  const found = parseQuantity(text);
  if (!found.ok || found.value > 0) return found;
  return { ok: false, problem: { code: 'out-of-range', expected: 'a quantity above 0', cure: '700m' } };
}

function delay(text: string): Parsed<number> {
  const found = parseDuration(text);
  if (!found.ok || found.value <= MAX_DELAY_MS) return found;
  return { ok: false, problem: { code: 'out-of-range', expected: 'at most 1h', cure: '75s' } };
}
