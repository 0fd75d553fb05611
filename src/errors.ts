/** Exit codes of the command line, in one place; `tacos explain` prints the same table. */
export const EXIT = {
  ok: 0,
  bug: 1,
  usage: 2,
  threshold: 3,
  inconclusive: 4,
  baseline: 5,
  target: 6,
  saturated: 7,
  output: 8,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A place in a text file, both 1-based. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One thing wrong with an input: where, what was there, what belongs there, and the cure. */
export interface Problem {
  /** Stable code that `tacos explain` knows, e.g. `unit-missing`. */
  readonly code: string;
  readonly place?: Place;
  /** Dotted path of the value, e.g. `admission.bucket.refill`; a file name or flag where there is no path. */
  readonly path: string;
  readonly got?: string;
  readonly expected: string;
  /** A value or action that would work. */
  readonly cure?: string;
}

/** A failure with a stable code, the exit code it ends in and, where there is one, the cure. */
export class TacosError extends Error {
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint?: string;

  constructor(code: string, message: string, exitCode: ExitCode, hint?: string) {
    super(message);
    this.name = 'TacosError';
    this.code = code;
    this.exitCode = exitCode;
    if (hint !== undefined) this.hint = hint;
  }
}

/** Every problem of a scenario, trace or manifest at once. Ends in exit code 2. */
export class ScenarioError extends TacosError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super('scenario', `${problems.length} problem${problems.length === 1 ? '' : 's'}`, EXIT.usage);
    this.name = 'ScenarioError';
    this.problems = problems;
  }
}

/** A live target that cannot be reached, used or trusted. Ends in exit code 6. */
export class TargetError extends TacosError {
  constructor(code: string, message: string, hint?: string) {
    super(code, message, EXIT.target, hint);
    this.name = 'TargetError';
  }
}
