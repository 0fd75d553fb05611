import type { Estimator } from './estimator.ts';
import type { EtaOptions } from './plan.ts';

/** v1.0: the same number for everybody, or a constant time for each position. Source: reference gateway v1.0. */
export function fixed(options: EtaOptions['fixed']): Estimator {
  return {
    quote: (query) =>
      Math.round(options.kind === 'constant' ? options.seconds : query.position * options.seconds),
  };
}
