import { TacosError } from '../errors.ts';
import { serve } from '../pool/serve.ts';

/** What an unruly worker is told to do. */
export type UnrulyTask =
  | { readonly kind: 'double'; readonly values: Float64Array }
  | { readonly kind: 'until-stopped' }
  | { readonly kind: 'deaf' }
  | { readonly kind: 'throw' }
  | { readonly kind: 'refuse' }
  | { readonly kind: 'leave' }
  | { readonly kind: 'devour' };

/** What it gives back. */
export interface UnrulyResult {
  readonly values: Float64Array;
}

/** A worker that does what the tests of a pool need: good work, endless work, and every way of failing. */
export default serve<UnrulyTask, UnrulyResult>((task, watch) => {
  switch (task.kind) {
    case 'double':
      watch.report({ doneShare: 1, count: task.values.length });
      return { values: task.values.map((value) => 2 * value) };
    case 'until-stopped': {
      let looks = 0;
      while (!watch.isStopped()) watch.report({ doneShare: 0.25, count: ++looks % 1_000 });
      return { values: Float64Array.of(looks) };
    }
    case 'deaf':
      for (;;) watch.report({ doneShare: 0.5, count: 1 });
    case 'throw':
      throw new RangeError('an index out of range');
    case 'refuse':
      throw new TacosError('trace-gap', 'a gap', 2, 'close it');
    case 'leave':
      return process.exit(3);
    case 'devour':
      return devour();
  }
});

function devour(): never {
  const kept: string[][] = [];
  for (;;) kept.push(Array.from({ length: 10_000 }, (_, i) => `${kept.length} ${i}`));
}
