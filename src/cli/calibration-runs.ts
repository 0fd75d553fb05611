import type { EtaCalibration } from '../engine/eta/conformal/calibration.ts';
import type { Plan } from '../scenario/plan.ts';
import { GatheredRatios } from './gathered-ratios.ts';
import type { Host } from './host.ts';
import type { RunTask } from './run-task.ts';
import { type TaskOptions, type TaskQueue, workThrough } from './work-through.ts';

/** Number of the first run that calibrates: far beyond the replications of a scenario, so no run is judged by its own. */
const FIRST_CALIBRATION_RUN = 1_000_000;

/** What came of the runs of a calibration. */
export interface CalibrationRuns {
  /** By estimator; those that answered nobody who was let in are absent. */
  readonly estimators: EtaCalibration['estimators'];
  /** Runs that came to their end. */
  readonly finished: number;
  /** Code of the signal that ended the work early. */
  readonly stoppedBy?: 130 | 143;
}

/** Runs a plan and returns how far the quotes of its estimators were off. The same on any number of workers. */
export async function runCalibration(
  plan: Plan,
  runs: number,
  options: TaskOptions,
  host: Host,
): Promise<CalibrationRuns> {
  const gathered = new GatheredRatios();
  const { stoppedBy } = await workThrough(calibrationQueue(plan, runs, gathered), options, host);
  return {
    estimators: gathered.estimators(),
    finished: gathered.finished,
    ...(stoppedBy === undefined ? {} : { stoppedBy }),
  };
}

function calibrationQueue(plan: Plan, runs: number, gathered: GatheredRatios): TaskQueue {
  const alone: Plan = { ...plan, variants: [] };
  let begun = 0;
  return {
    get waiting() {
      return runs - begun;
    },
    next() {
      if (begun === runs) return undefined;
      const replication = FIRST_CALIBRATION_RUN + begun;
      begun += 1;
      return { plan: alone, replication, label: `run ${begun} of ${runs}`, keepRatios: true };
    },
    finish({ replication }: RunTask, { isWhole, result }) {
      if (isWhole) gathered.add(replication - FIRST_CALIBRATION_RUN, result?.ratios ?? {});
    },
    isObsolete: () => false,
  };
}
