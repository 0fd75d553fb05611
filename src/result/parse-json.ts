import { type Problem, ScenarioError } from '../errors.ts';
import { firstSyntaxError } from './json-syntax.ts';

/** How much of an unreadable place a problem quotes. */
const SHOWN_CHARACTERS = 24;

/** What the problem of a text that is no JSON says. */
export type SyntaxProblem = Pick<Problem, 'code' | 'expected' | 'cure'>;

/** Returns the value that a JSON text holds. @throws ScenarioError with line and column of the first mistake */
export function parseJson(text: string, file: string, words: SyntaxProblem): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ScenarioError([syntaxProblem(text, file, words)]);
  }
}

/** Returns where a text is not JSON and what stands there. */
function syntaxProblem(text: string, file: string, words: SyntaxProblem): Problem {
  const offset = firstSyntaxError(text) ?? text.length;
  const before = text.slice(0, offset);
  const found = text.slice(offset, offset + SHOWN_CHARACTERS).split('\n')[0] ?? '';
  return {
    ...words,
    place: { file, line: before.split('\n').length, column: before.length - before.lastIndexOf('\n') },
    path: file,
    got: found === '' ? 'the end of the text' : found,
  };
}
