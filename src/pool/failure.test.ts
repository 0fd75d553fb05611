import { describe, expect, it } from 'vitest';
import { EXIT, ScenarioError, TacosError } from '../errors.ts';
import { describeFailure, reviveFailure } from './failure.ts';

/** Returns an error after its way from one thread to another. */
function sent(error: unknown): Error {
  return reviveFailure(structuredClone(describeFailure(error)));
}

describe('an error that is sent', () => {
  it('is the same TacosError, with and without a hint', () => {
    const error = new TacosError('output-unwritable', 'no space left', EXIT.output, 'another folder');
    expect(sent(error)).toBeInstanceOf(TacosError);
    expect(sent(error)).toMatchObject({ ...error, message: 'no space left' });
    expect((sent(new TacosError('x', 'y', EXIT.usage)) as TacosError).hint).toBeUndefined();
  });

  it('is the same ScenarioError with all its problems', () => {
    const place = { file: 'a.yaml', line: 1, column: 2 };
    const problems = [{ code: 'unit-missing', place, path: 'a', got: '5', expected: 'a unit' }];
    const back = sent(new ScenarioError(problems));
    expect(back).toBeInstanceOf(ScenarioError);
    expect(back).toMatchObject({ problems, exitCode: EXIT.usage });
  });

  it('keeps message and stack of any other error, and the words of what is none', () => {
    const error = new RangeError('beyond');
    expect(sent(error)).toMatchObject({ message: 'beyond', stack: error.stack });
    expect(sent('just text').message).toBe('just text');
  });
});
