import { serve } from '../pool/serve.ts';
import { type RunTask, TaskInSlices } from './run-task.ts';
import { packWorked, type WorkedMessage } from './worked-message.ts';

/** What a worker thread runs: one replication, then the next. */
export default serve<RunTask, WorkedMessage>((task, watch) => {
  if (watch.isStopped() && task.keepPartial !== true) return { isWhole: false };
  const running = new TaskInSlices(task, () => performance.now());
  while (!running.isDone && !watch.isStopped()) {
    running.advance();
    watch.report(running.progress);
  }
  return packWorked(running.finish());
});
