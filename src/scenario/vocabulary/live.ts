import { object } from '../schema/object.ts';
import { count, flag, text } from '../schema/scalar.ts';
import { optional } from '../schema/schema.ts';

/**
 * A section of the language whose machinery this version does not have. Its keys are known so that editors complete
 * them; a scenario that holds it is refused by name before its content is looked at.
 */
export const liveSchema = object({
  target: optional(text('a URL, or embedded'), 'redis://..., http://... or embedded.'),
  event: optional(text('an event id'), 'Event the run belongs to.'),
  connections: optional(count(1), 'Connections held open.'),
  cleanup: optional(flag(), 'Whether keys of the run are removed afterwards.'),
});
