import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TacosError } from '../errors.ts';
import { type BuiltWorker, buildWorker } from '../testing/built-worker.ts';
import type { UnrulyResult, UnrulyTask } from '../testing/unruly-worker.ts';
import type { Crew } from './crew.ts';
import { openThreads } from './threads.ts';

let worker: BuiltWorker;
let crew: Crew<UnrulyTask, UnrulyResult>;
beforeAll(() => {
  worker = buildWorker('src/testing/unruly-worker.ts');
});
afterAll(() => worker.remove());
afterEach(() => crew.close());

async function open(lanes: number, onTick = () => {}) {
  crew = await openThreads<UnrulyTask, UnrulyResult>(worker.file, lanes, onTick);
  return crew;
}

/** Asks again until something holds; the time limit of the test is the limit. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((done) => setImmediate(done));
}

describe('threads', () => {
  it('give each lane what came of its own task, and take turns where tasks outnumber them', async () => {
    await open(2);
    const doubled = await Promise.all(
      [0, 1, 0, 1, 0].map(async (lane, i) => {
        const { values } = await crew.run(lane, { kind: 'double', values: Float64Array.of(i) });
        return values[0];
      }),
    );
    expect(doubled).toEqual([0, 2, 4, 6, 8]);
  });

  it('tell how far a lane is while it works, and tick', async () => {
    let ticks = 0;
    await open(1, () => {
      ticks += 1;
    });
    const working = crew.run(0, { kind: 'until-stopped' });
    await until(() => ticks > 0 && crew.progress(0).count > 0);
    expect(crew.progress(0).doneShare).toBeCloseTo(0.25, 6);
    crew.stop(0);
    await working;
  });

  it('stop the lane that is to stop and no other', async () => {
    await open(2);
    let ended = 0;
    const runs = [0, 1].map((lane) =>
      crew.run(lane, { kind: 'until-stopped' }).then(() => {
        ended += 1;
        return lane;
      }),
    );
    await until(() => [0, 1].every((lane) => crew.progress(lane).count > 0));
    crew.stop(1);
    expect(await Promise.race(runs)).toBe(1);
    expect(ended).toBe(1);
    crew.stop(0);
    await Promise.all(runs);
  });

  it('start a lane afresh that was stopped before', async () => {
    await open(1);
    crew.stop(0);
    const working = crew.run(0, { kind: 'until-stopped' });
    await until(() => crew.progress(0).count > 0);
    crew.stop(0);
    expect((await working).values[0]).toBeGreaterThan(0);
  });
});

describe('a thread that fails', () => {
  it('hands on what the work threw, with the stack of the thread, and can work on', async () => {
    await open(1);
    const error = await crew.run(0, { kind: 'throw' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: 'an index out of range' });
    expect(String((error as Error).stack)).toContain('worker.mjs');
    const { values } = await crew.run(0, { kind: 'double', values: Float64Array.of(21) });
    expect(values[0]).toBe(42);
  });

  it('hands on errors of tacos with code, exit code and hint', async () => {
    await open(1);
    const error = await crew.run(0, { kind: 'refuse' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TacosError);
    expect(error).toMatchObject({ code: 'trace-gap', message: 'a gap', exitCode: 2, hint: 'close it' });
  });

  it('is an error with exit code 1 where it just ends, in every lane, and not a wait for ever', async () => {
    await open(2);
    const runs = [crew.run(0, { kind: 'until-stopped' }), crew.run(1, { kind: 'leave' })];
    const reason = { code: 'worker-died', exitCode: 1 };
    expect(await Promise.allSettled(runs)).toMatchObject(runs.map(() => ({ status: 'rejected', reason })));
  });

  it('is an error where there is no such file', async () => {
    crew = await openThreads(new URL('missing.mjs', worker.file), 1, () => {});
    const run = crew.run(0, { kind: 'until-stopped' });
    await expect(run).rejects.toMatchObject({ code: 'worker-died', exitCode: 1 });
  });
});

it('a thread that eats all memory dies alone, and the process lives to say so', () => {
  const program = buildWorker('src/testing/short-of-memory.ts');
  const args = ['--max-old-space-size=64', fileURLToPath(program.file), worker.file.href];
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: 'utf8', timeout: 50_000 });
  program.remove();
  expect([stdout, status]).toEqual(['worker-died worker-died\n', 0]);
});

describe('closing', () => {
  it('ends threads that hear nothing, and the wait for them; twice is once', async () => {
    await open(2);
    const ended = Promise.allSettled([0, 1].map((lane) => crew.run(lane, { kind: 'deaf' })));
    await until(() => [0, 1].every((lane) => crew.progress(lane).count > 0));
    await Promise.all([crew.close(), crew.close()]);
    expect(await ended).toMatchObject(
      [0, 1].map(() => ({ status: 'rejected', reason: { code: 'worker-died' } })),
    );
  });

  it('ends threads that never had a task', async () => {
    await open(3);
    await crew.close();
  });
});
