import { object } from '../schema/object.ts';
import { count, duration, share } from '../schema/scalar.ts';
import { type ObjectOf, required, withDefault } from '../schema/schema.ts';
import { distributionSchema } from './distribution.ts';

const seats = {
  count: required(count(1, 10_000_000), 'Seats on sale; the sale ends when all of them are sold.'),
  holdFor: withDefault(duration(1), '30s', 'How long a seat stays reserved for one who does not buy it.'),
  perVisitor: withDefault(count(1, 100), 1, 'Seats that one visitor takes.'),
  buyShare: withDefault(share(), '100%', 'Share of those who hold seats who buy them.'),
  buyTime: withDefault(
    distributionSchema,
    { uniform: { from: '5s', to: '25s' } },
    'How long buying takes; who takes longer than the hold loses the seat.',
  ),
};

/** Seats on sale. */
export const seatsSchema = object(seats);

export type SeatsSection = ObjectOf<typeof seats>;
