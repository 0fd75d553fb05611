import { type ExitCode, type Problem, ScenarioError, TacosError } from '../errors.ts';

/** An error as plain data: of the fields of an error only message and stack cross from one thread to another. */
export type Failure =
  | { readonly kind: 'scenario'; readonly problems: readonly Problem[] }
  | {
      readonly kind: 'tacos';
      readonly code: string;
      readonly message: string;
      readonly exitCode: ExitCode;
      readonly hint?: string;
    }
  | { readonly kind: 'other'; readonly message: string; readonly stack?: string };

/** Returns an error as data. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof ScenarioError) return { kind: 'scenario', problems: error.problems };
  if (error instanceof TacosError) {
    const { code, message, exitCode, hint } = error;
    return { kind: 'tacos', code, message, exitCode, ...(hint === undefined ? {} : { hint }) };
  }
  if (!(error instanceof Error)) return { kind: 'other', message: String(error) };
  const { message, stack } = error;
  return { kind: 'other', message, ...(stack === undefined ? {} : { stack }) };
}

/** Returns the error that the data came from; the stack is that of the thread in which it was thrown. */
export function reviveFailure(failure: Failure): Error {
  if (failure.kind === 'scenario') return new ScenarioError(failure.problems);
  if (failure.kind === 'tacos') {
    return new TacosError(failure.code, failure.message, failure.exitCode, failure.hint);
  }
  const error = new Error(failure.message);
  if (failure.stack !== undefined) error.stack = failure.stack;
  return error;
}
