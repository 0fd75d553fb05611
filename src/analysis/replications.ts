import { meanOfValues } from '../statistics/summary.ts';
import type { Findings, Limit } from './findings.ts';

/** Verdicts from worst to best; of two that are equally frequent the worse one stands. */
const WORST_FIRST = ['stalls', 'does-not-empty', 'keeps-up', 'empties', 'sold-out'] as const;

/**
 * Returns records of numbers averaged leaf by leaf: every numeric leaf is the mean over the items that have it, every
 * other leaf and every array that of the first item that has it. One item comes back as it is.
 */
export function meanLeaves<T extends object>(items: readonly T[]): T {
  return meanNode(items) as T;
}

function meanNode(nodes: readonly unknown[]): unknown {
  const present = nodes.filter((node) => node !== undefined);
  const numbers = present.filter((node) => typeof node === 'number');
  if (numbers.length > 0) return meanNumber(numbers);
  const branches = present.filter(isBranch);
  if (branches.length === 0) return present[0];
  const keys = new Set(branches.flatMap((branch) => Object.keys(branch)));
  return Object.fromEntries([...keys].map((key) => [key, meanNode(branches.map((branch) => branch[key]))]));
}

/** Numbers that agree, such as a claim or a limit's rate, stay exact. */
function meanNumber(numbers: readonly number[]): number | undefined {
  const [first] = numbers;
  return numbers.every((number) => number === first) ? first : meanOfValues(numbers);
}

function isBranch(node: unknown): node is Readonly<Record<string, unknown>> {
  return typeof node === 'object' && node !== null && !Array.isArray(node);
}

/** Returns the most frequent verdict. */
export function commonVerdict(verdicts: readonly Findings['verdict'][]): Findings['verdict'] {
  const times = (verdict: Findings['verdict']) => verdicts.filter((other) => other === verdict).length;
  return [...WORST_FIRST].sort((a, b) => times(b) - times(a))[0]!;
}

/**
 * Returns the limits of several runs as one list: a share is the mean over all runs, with 0 where a limit did not hold;
 * first instant and allowed rate are means over the runs in which it did.
 */
export function meanLimits(runs: readonly (readonly Limit[])[]): readonly Limit[] {
  const all = runs.flat();
  const kinds = [...new Set(all.map((limit) => limit.kind))];
  return kinds
    .map((kind) => {
      const same = all.filter((limit) => limit.kind === kind);
      return { ...meanLeaves(same), share: same.reduce((sum, { share }) => sum + share, 0) / runs.length };
    })
    .sort((a, b) => a.firstAtMs - b.firstAtMs);
}
