import { TacosError } from '../errors.ts';
import { openThreads } from '../pool/threads.ts';
import type { UnrulyResult, UnrulyTask } from './unruly-worker.ts';

/** A process of its own, since a small heap is the whole process's: one thread eats what there is, the other works on. */
const [file = ''] = process.argv.slice(2);
const crew = await openThreads<UnrulyTask, UnrulyResult>(new URL(file), 2, () => {});
const ended = await Promise.allSettled([
  crew.run(0, { kind: 'devour' }),
  crew.run(1, { kind: 'until-stopped' }),
]);
await crew.close();
const codes = ended.map((each) =>
  each.status === 'rejected' && each.reason instanceof TacosError ? each.reason.code : each.status,
);
process.stdout.write(`${codes.join(' ')}\n`);
