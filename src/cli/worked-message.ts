import type { RunRecord } from '../result/run-record.ts';
import type { Plan } from '../scenario/plan.ts';
import type { TaskResult, Worked } from './run-task.ts';

/** What a thread sends of its work: the plan of a record is known where it goes. */
export interface WorkedMessage {
  readonly isWhole: boolean;
  readonly result?: Omit<TaskResult, 'record'> & { readonly record?: Omit<RunRecord, 'plan'> };
}

/** Returns work as it is sent. */
export function packWorked({ isWhole, result }: Worked): WorkedMessage {
  if (result === undefined) return { isWhole };
  const { record, ...rest } = result;
  // The key stays in its place: a saved run keeps the order of the keys, and so its bytes.
  const packed = record === undefined ? {} : { record: { ...record, plan: undefined } };
  return { isWhole, result: { ...rest, ...packed } };
}

/** Returns the work that was sent. @param plan of its task */
export function unpackWorked({ isWhole, result }: WorkedMessage, plan: Plan): Worked {
  if (result === undefined) return { isWhole };
  const { record, ...rest } = result;
  return { isWhole, result: { ...rest, ...(record === undefined ? {} : { record: { ...record, plan } }) } };
}
