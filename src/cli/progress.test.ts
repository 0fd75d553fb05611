import { expect, it } from 'vitest';
import { fakeHost } from '../testing/fake-host.ts';
import { Progress } from './progress.ts';

const STEP = {
  doneShare: 0.519,
  label: 'replication 3 of 20',
  admitted: 1_234,
  leftMs: 61_000,
};

it('is a line over a line on a terminal, ten times a second, and erased at the end', () => {
  const host = fakeHost({ isTTY: true, tickMs: 60 });
  const progress = new Progress(host);
  for (let look = 0; look < 4; look++) progress.show(STEP);
  progress.end();
  const drawn = host.err().split('\r\u001b[K');
  expect(drawn).toHaveLength(4);
  expect(drawn[1]).toBe('[############------------]  51 %  replication 3 of 20  1,234 in  1m 01s left');
  expect(drawn.at(-1)).toBe('');
});

it('is a line in ten seconds elsewhere, so that short runs leave nothing', () => {
  const host = fakeHost({ tickMs: 4_000 });
  const progress = new Progress(host);
  progress.show(STEP);
  progress.show(STEP);
  expect(host.err()).toBe('');
  progress.show(STEP);
  progress.end();
  expect(host.err()).toBe('tacos: 51 %  replication 3 of 20  1,234 in  1m 01s left\n');
});

it('says nothing of what is not known', () => {
  const host = fakeHost({ tickMs: 20_000 });
  new Progress(host).show({ doneShare: 0, label: '' });
  expect(host.err()).toBe('tacos: 0 %\n');
});

it('stays within a narrow terminal', () => {
  const host = fakeHost({ isTTY: true, columns: 30, tickMs: 200 });
  new Progress(host).show(STEP);
  expect(host.err().replace('\r\u001b[K', '')).toHaveLength(29);
});
