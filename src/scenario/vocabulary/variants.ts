import { list, namedList } from '../schema/list.ts';
import { object } from '../schema/object.ts';
import { pathValues } from '../schema/overrides.ts';
import { text } from '../schema/scalar.ts';
import { optional, required, withDefault } from '../schema/schema.ts';

/** Most variants of one scenario: each is a whole run. */
const MOST_VARIANTS = 8;

const variantName = text('a name of a-z, 0-9 and -, such as cure', '^[a-z0-9][a-z0-9-]*$');

/** The same scenario with other values, run beside it on the same seed. */
export const variantsSchema = namedList(
  object({
    name: required(variantName, 'Short name of the variant.'),
    title: optional(text(), 'One line for reports; default: the name.'),
    set: required(pathValues(), 'Values that differ, by their dotted path, as with --set.'),
    thresholds: withDefault(
      list(text('metric, comparison and literal', '\\S')),
      [],
      "What must hold in the variant; the scenario's own thresholds do not apply to it.",
    ),
  }),
  { maxItems: MOST_VARIANTS },
);
