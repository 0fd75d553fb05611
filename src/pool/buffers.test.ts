import { expect, it } from 'vitest';
import { buffersIn } from './buffers.ts';

it('finds the buffer of every typed array once, at any depth', () => {
  const shared = new Float64Array(4);
  const [a, b] = [new Int32Array(2), new Uint8Array(3)];
  const data = { a, deep: [{ b, half: shared.subarray(2) }], whole: shared, text: 'x', none: undefined };
  expect(new Set(buffersIn(data))).toEqual(new Set([a.buffer, b.buffer, shared.buffer]));
  expect(buffersIn(data)).toHaveLength(3);
});

it('leaves alone what cannot be handed over', () => {
  expect(buffersIn(new Int32Array(new SharedArrayBuffer(8)))).toEqual([]);
  expect(buffersIn('text')).toEqual([]);
  expect(buffersIn(undefined)).toEqual([]);
});
