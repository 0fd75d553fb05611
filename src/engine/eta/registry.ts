import { ema } from './ema.ts';
import type { Estimator, EstimatorContext } from './estimator.ts';
import { fixed } from './fixed.ts';
import { movingCount } from './moving-count.ts';
import type { EstimatorId } from './plan.ts';
import { ql } from './ql.ts';
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
    oracle: () => undefined,
  };
