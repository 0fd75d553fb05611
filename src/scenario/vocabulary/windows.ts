import { checked } from '../schema/choice.ts';
import { namedList } from '../schema/list.ts';
import { object } from '../schema/object.ts';
import { duration, name } from '../schema/scalar.ts';
import { type ObjectOf, required } from '../schema/schema.ts';

const window = {
  name: required(name(), 'Name of the window, used in reports and paths.'),
  from: required(duration(), 'Start on the run clock.'),
  to: required(duration(1), 'End on the run clock.'),
};

/** Spans of the run whose load is reported apart. */
export const windowsSchema = namedList(
  checked(object(window), ({ from, to }) =>
    to > from ? undefined : { code: 'out-of-range', key: 'to', expected: 'an end after from' },
  ),
  { maxItems: 100 },
);

export type WindowSection = ObjectOf<typeof window>;
