import type { Crew } from '../pool/crew.ts';
import type { Host } from './host.ts';
import { type RunTask, TaskInSlices, type Worked } from './run-task.ts';

/** Returns a crew of one lane: this process. @param onTick called after each slice, to look at the progress */
export function inProcess(host: Host, onTick: () => void): Crew<RunTask, Worked> {
  let isStopped = false;
  let running: TaskInSlices | undefined;
  const stop = () => {
    isStopped = true;
  };
  return {
    lanes: 1,
    async run(_, task) {
      isStopped = false;
      await host.breathe();
      running = new TaskInSlices(task, () => host.clock.monotonicMs());
      while (!running.isDone && !isStopped) {
        running.advance();
        onTick();
        await host.breathe();
      }
      return running.finish();
    },
    stop,
    progress: () => running?.progress ?? { doneShare: 0, count: 0 },
    async close() {
      stop();
    },
  };
}
