/** A text that was understood, or what was expected instead and, where one can be guessed, a value that would work. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: UnitProblem };

export interface UnitProblem {
  /** unit-missing: a bare number. unit-wrong: a unit of another kind. out-of-range: understood, not allowed. malformed: anything else. */
  readonly code: 'unit-missing' | 'unit-wrong' | 'out-of-range' | 'malformed';
  readonly expected: string;
  readonly cure?: string;
}

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function refused(
  code: UnitProblem['code'],
  expected: string,
  cure?: string | undefined,
): Parsed<never> {
  return { ok: false, problem: cure === undefined ? { code, expected } : { code, expected, cure } };
}
