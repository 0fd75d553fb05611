import { type Problem, ScenarioError } from '../errors.ts';
import { loadScenario } from '../scenario/load.ts';
import type { Plan } from '../scenario/plan.ts';
import { filesInMemory, SMALL_SCENARIO } from './scenario-text.ts';

/** Returns the plan of the small scenario with these lines at its end, beside these files. */
export function planWith(lines: string, files: Readonly<Record<string, string>> = {}): Plan {
  const scenario = { 's.yaml': `${SMALL_SCENARIO}${lines}\n` };
  return loadScenario('s.yaml', { overrides: [] }, filesInMemory({ ...scenario, ...files }));
}

/** Returns the problems of the small scenario with these lines at its end; none when it is right. */
export function problemsWith(
  lines: string,
  files: Readonly<Record<string, string>> = {},
): readonly Problem[] {
  try {
    planWith(lines, files);
    return [];
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
}

/**
 * Returns a problem in one line: the word at its place, then path, code and cure, as in
 * `512mi  cluster.workloads.g.requests.memory malformed -> 512Mi`. `texts` are the files by name.
 */
export function problemLine(problem: Problem, texts: Readonly<Record<string, string>>): string {
  const { place, path, code, cure } = problem;
  const line = place === undefined ? '' : (texts[place.file]?.split('\n')[place.line - 1] ?? '');
  const word = /^(?:[{[]|[^\s,}\]]*)/.exec(line.slice((place?.column ?? 1) - 1))?.[0] ?? '';
  return `${word}  ${path} ${code}${cure === undefined ? '' : ` -> ${cure}`}`;
}

/** Returns the problems of the small scenario with these lines at its end, each in one line. */
export function problemLinesWith(lines: string): readonly string[] {
  const texts = { 's.yaml': `${SMALL_SCENARIO}${lines}\n` };
  return problemsWith(lines).map((problem) => problemLine(problem, texts));
}
