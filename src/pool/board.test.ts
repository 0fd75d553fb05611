import { expect, it } from 'vitest';
import { Board } from './board.ts';

it('a stop reaches one lane, also through the memory alone', () => {
  const board = Board.forLanes(3);
  const lanes = [0, 1, 2].map((lane) => new Board(board.memory).watch(lane));
  board.stop(1);
  expect(lanes.map((lane) => lane.isStopped())).toEqual([false, true, false]);
  board.clear(1);
  expect(lanes.map((lane) => lane.isStopped())).toEqual([false, false, false]);
});

it('what a lane reports is read to a billionth, and begins at nothing', () => {
  const board = Board.forLanes(2);
  board.watch(1).report({ doneShare: 1 / 3, count: 2_000_000 });
  expect(board.progress(1).doneShare).toBeCloseTo(1 / 3, 8);
  expect(board.progress(1).count).toBe(2_000_000);
  expect(board.progress(0)).toEqual({ doneShare: 0, count: 0 });
  board.watch(0).report({ doneShare: 1, count: 1 });
  expect(board.progress(0)).toEqual({ doneShare: 1, count: 1 });
  board.clear(0);
  expect(board.progress(0)).toEqual({ doneShare: 0, count: 0 });
});
