import { anyText } from '../schema/amount.ts';
import { list } from '../schema/list.ts';
import { object } from '../schema/object.ts';
import { flag, text } from '../schema/scalar.ts';
import { type ObjectOf, optional, required, withDefault } from '../schema/schema.ts';

const figure = {
  metric: required(text('a metric of the catalogue'), 'Our result that it stands beside.'),
  value: required(anyText('a literal in the unit of the metric', ['40%', '5ms']), 'What was published.'),
  label: optional(text(), 'What it is called; default: the metric.'),
  calibrated: withDefault(
    flag(),
    false,
    'The model was fitted to this figure, so that agreement proves nothing.',
  ),
};

/** Figures published elsewhere, printed beside what is measured. */
export const publishedSchema = list(object(figure), { maxItems: 200 });

export type PublishedSection = ObjectOf<typeof figure>;
