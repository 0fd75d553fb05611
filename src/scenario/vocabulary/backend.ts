import { object } from '../schema/object.ts';
import { count, duration, rate } from '../schema/scalar.ts';
import { defaultIfChosen, type ObjectOf, optional, withDefault } from '../schema/schema.ts';
import { distributionSchema } from './distribution.ts';

const backend = {
  capacity: optional(
    rate(),
    'Requests per second that it serves at most, by servers that take 100 ms for one on average.',
  ),
  servers: optional(count(1, 1_000_000), 'Requests that it serves at once.'),
  serviceTime: defaultIfChosen(
    distributionSchema,
    { exponential: { mean: '100ms' } },
    'Time that a server takes for one request.',
  ),
  requestsPerAdmission: withDefault(count(1, 1000), 1, 'Requests that each admitted visitor sends.'),
  queueLimit: withDefault(count(0), 1000, 'Requests that wait for a server; further ones are refused.'),
  timeout: withDefault(duration(1), '10s', 'A request that waits longer fails.'),
};

/** The shop behind the waiting room. */
export const backendSchema = object(backend, {
  groups: [{ need: 'one', ways: [['capacity'], ['servers', 'serviceTime']] }],
});

export type BackendSection = ObjectOf<typeof backend>;
