import type { Problem } from '../errors.ts';

/**
 * Returns the problems as text for stderr, each with its place, what was there, what belongs there and the cure;
 * the last line counts them and says that nothing was run.
 */
export function formatProblems(problems: readonly Problem[]): string {
  const count = `${problems.length} problem${problems.length === 1 ? '' : 's'}`;
  return `${problems.map(formatProblem).join('')}${count}. Nothing was run.\n`;
}

function formatProblem(problem: Problem): string {
  const { place, path } = problem;
  const where = place === undefined ? path : `${place.file}:${place.line}:${place.column}  ${path}`;
  const rows = [
    ['got', problem.got],
    ['expected', problem.expected],
    ['try', problem.cure],
    ['code', problem.code],
  ] as const;
  const lines = rows.filter(([, text]) => text !== undefined && text !== '');
  return `${where}\n${lines.map(([label, text]) => `  ${label.padEnd(8)}  ${text}\n`).join('')}`;
}
