import { ema } from './ema.ts';
import type { Estimator, EstimatorContext } from './estimator.ts';
import { fdc } from './fdc.ts';
import { fixed } from './fixed.ts';
import { hol } from './hol.ts';
import { kalmanDrain } from './kalman-drain.ts';
import { les } from './les.ts';
import { movingCount } from './moving-count.ts';
import { expectedLines, genericLines } from './patience-lines.ts';
import type { EstimatorId } from './plan.ts';
import { ql } from './ql.ts';
import { qla } from './qla.ts';
import { sliding } from './sliding.ts';
import { slidingFixed } from './sliding-fixed.ts';

/** Makes a fresh estimator for a run; undefined for `oracle`, which analysis makes from the truth. */
export const ESTIMATORS: Readonly<Record<EstimatorId, (context: EstimatorContext) => Estimator | undefined>> =
  {
    fixed: ({ plan }) => fixed(plan.options.fixed),
    'moving-count': () => movingCount,
    ema: ({ plan }) => ema(plan.options.emaHalfLifeMs),
    sliding,
    'sliding-fixed': () => slidingFixed(),
    ql: () => ql,
    qla: () => qla(),
    les: () => les,
    hol: () => hol,
    'kalman-drain': () => kalmanDrain(),
    fdc: (context) => fdc(genericLines, context),
    'fdc-prior': (context) => {
      const { prior } = context.plan;
      return fdc(prior === undefined ? genericLines : (grid) => expectedLines(grid, prior), context);
    },
    oracle: () => undefined,
  };
