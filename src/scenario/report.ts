import type { Problem } from '../errors.ts';
import type { Origin } from './value.ts';

/** Receives each problem as it is found. */
export type Report = (problem: Problem) => void;

/** What is wrong with one value, without its place. */
export interface Complaint {
  readonly code: string;
  readonly got?: string;
  readonly expected: string;
  readonly cure?: string | undefined;
}

/** Returns a complaint as a problem at the origin of a value; flags are named in front of the path. */
export function problemAt(origin: Origin, path: string, complaint: Complaint): Problem {
  const { code, got, expected, cure } = complaint;
  return {
    code,
    path: origin.kind === 'flag' ? `${origin.flag} ${path}` : path,
    expected,
    ...(origin.kind === 'file' ? { place: origin.place } : {}),
    ...(got === undefined ? {} : { got }),
    ...(cure === undefined ? {} : { cure }),
  };
}

/** Returns a path one key further. */
export function under(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}
